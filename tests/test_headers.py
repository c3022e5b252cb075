"""Every answer says what a browser may do with it, and the setting says who may show the pages inside theirs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from dashboard import landing
from dashboard.headers import ALWAYS, FILE_POLICY, SETTING, embed_in, page_policy
from tests.conftest import MADE_UP
from tests.serving import ROOT

PAGES = ["/", "/events?event=none", "/data?embed=true", "/no-such-page"]
FILES = [
    "/extracts",
    "/extracts/events.csv",
    "/extracts/package.zip",
    "/openapi.json",
    "/dataset.jsonld",
    "/robots.txt",
    "/sitemap.xml",
]
REFUSED = ["/extracts/events.csv?focus=ducks", "/extracts/none.csv", "/media/none.csv"]
OTHERS = ["/static/js/none.js", "/favicon.png", "/_stcore/health", "/_stcore/host-config", "/%2e%2e/etc/passwd", "/dataset"]


def rules(policy: str) -> dict[str, list[str]]:
    """A policy by its directives."""
    return {name: values for name, *values in (rule.split() for rule in policy.split(";"))}


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as client:
        yield client


@pytest.mark.parametrize("path", [*PAGES, *FILES, *REFUSED, *OTHERS])
def test_every_answer_has_them(path: str, client: httpx.Client) -> None:
    for method in ("GET", "HEAD", "POST"):
        answer = client.request(method, path)
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS, method
        assert len(answer.headers.get_list("content-security-policy")) == 1, method


@pytest.mark.parametrize("path", [*FILES, *REFUSED])
def test_what_is_no_page_can_do_nothing_in_a_browser(path: str, client: httpx.Client) -> None:
    assert client.get(path).headers["content-security-policy"] == FILE_POLICY
    assert rules(FILE_POLICY) == {"default-src": ["'none'"], "frame-ancestors": ["'none'"], "sandbox": []}
    known = client.get(path).headers.get("etag")
    if known:
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.headers["content-security-policy"]) == (304, FILE_POLICY)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_streamlits_scripts_and_no_other(path: str, client: httpx.Client) -> None:
    found = rules(client.get(path).headers["content-security-policy"])
    assert found["default-src"] == ["'self'"]
    scripts = found["script-src"]
    assert scripts[:2] == ["'self'", "'wasm-unsafe-eval'"]
    assert scripts[2:] and all(source.startswith("'sha256-") for source in scripts[2:])
    assert "'unsafe-eval'" not in str(found)
    # Nothing comes from another host, and nothing goes there.
    assert not [
        source
        for name, sources in found.items()
        if name != "frame-ancestors"
        for source in sources
        if "." in source or source == "*"
    ]
    assert all(found[name] == ["'none'"] for name in ("object-src", "base-uri", "form-action", "frame-src"))


def test_the_page_for_search_engines_runs_nothing(client: httpx.Client) -> None:
    policy = client.get("/dataset").headers["content-security-policy"]
    assert policy == landing.POLICY
    assert rules(policy)["default-src"] == ["'none'"]
    assert "script-src" not in rules(policy) and "unsafe" not in policy


@pytest.mark.parametrize(
    ("setting", "ancestors"),
    [
        (None, "*"),
        ("", "*"),
        ("none", "'none'"),
        ("self", "'self'"),
        ("self https://news.example https://*.edu.example:8443", "'self' https://news.example https://*.edu.example:8443"),
    ],
)
def test_who_may_embed_the_pages_is_a_setting(setting: str | None, ancestors: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if setting is None:
        monkeypatch.delenv(SETTING, raising=False)
    else:
        monkeypatch.setenv(SETTING, setting)
    assert embed_in() == ancestors
    assert page_policy().endswith(f"frame-ancestors {ancestors}")


@pytest.mark.parametrize(
    "setting", ["https://a.example; script-src *", "https://a.example, https://b.example", "none https://a.example", "javascript:"]
)
def test_a_setting_that_is_none_is_refused_when_the_server_starts(setting: str) -> None:
    """Nothing in it can write another rule."""
    done = subprocess.run(
        [sys.executable, "-c", "import dashboard.app"],
        cwd=ROOT,
        env={SETTING: setting, "DASHBOARD_DATA": str(MADE_UP), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert f"ValueError: {SETTING} is “none” alone, “self”, or hosts" in done.stderr
