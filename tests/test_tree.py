"""What is in the repository: no secret, no telemetry, and settings of the server under which other sites can't act for a reader."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from tests.serving import ROOT

# How keys and tokens look by which someone could act for someone else.
SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "an AWS key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a GitHub token": r"\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{40}",
    "a GitLab token": r"\bglpat-[A-Za-z0-9_-]{20}",
    "a Slack token": r"\bxox[abprs]-[A-Za-z0-9-]{10}",
    "a Google key": r"\bAIza[0-9A-Za-z_-]{35}",
    "a PyPI token": r"\bpypi-[A-Za-z0-9_-]{50}",
    "a key of a language model's": r"\bsk-[A-Za-z0-9_-]{32}",
    "a JSON web token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.",
    "a password in an address": r"\b[a-z][a-z+]{2,9}://[^/\s:@{}\"'<>]+:[^/\s:@{}\"'<>]+@(?!\S*\bexample\b)[a-z0-9]",
    "a password written down": r"(?i)\b(?:password|passwd|api_?key|secret_?key|access_?token|cookie_?secret)\b\s*[=:]\s*[\"'][^\"'\s${}<>]{6,}[\"']",
}
NAMES = re.compile(r"(?:^|/)(?:\.env(?:\..*)?|secrets\.toml|id_(?:rsa|dsa|ecdsa|ed25519)|.*\.(?:pem|key|p12|pfx|kdbx))$")


@pytest.fixture(scope="module")
def files() -> list[str]:
    """The files of the repository by their paths, or those of the folder where it is a copy without one."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    found = (file.relative_to(ROOT) for file in ROOT.rglob("*") if file.is_file())
    return [
        str(file) for file in found if not any(part.startswith((".venv", ".git")) or part == "__pycache__" for part in file.parts)
    ]


def test_no_secret_is_in_the_tree(files: list[str]) -> None:
    assert "SECURITY.md" in files
    assert not [name for name in files if NAMES.search(name)]
    told = []
    for name in files:
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        if name != "tests/test_tree.py":
            told += [f"{name}: {what}" for what, pattern in SECRETS.items() if re.search(pattern, text)]
    assert told == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a private key", "-----BEGIN RSA PRIVATE KEY-----"),
        ("an AWS key", "AKIAIOSFODNN7EXAMPLE"),
        ("a GitHub token", "ghp_" + "a1" * 18),
        ("a password in an address", "postgres://me:hunter22@db.internal/x"),
        ("a password written down", 'cookieSecret = "0123456789"'),
    ],
)
def test_a_secret_would_be_found(what: str, text: str) -> None:
    assert re.search(SECRETS[what], text)


def test_the_server_tells_no_one_and_trusts_no_other_site() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    server = settings["server"]
    assert (server["enableCORS"], server["enableXsrfProtection"]) == (True, True)
    assert (server["enableAgentApi"], server["enableStaticServing"], server["maxUploadSize"]) == (False, False, 1)
    assert settings["client"]["allowedOrigins"] == []
    assert settings["client"]["showErrorDetails"] == "none"


def test_every_package_is_pinned_with_its_hashes() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        packages = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
        assert packages
        assert not [package for package in packages if not re.match(r"[\w.-]+==\S+[^\n]*\\\n +--hash=sha256:", package)], name
