"""Find a Chromium for the browser tests, or install one: `python -m tests.browser.chromium` prints where it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# No other host can be reached, by name or number: what a page asks of one is seen to be asked, and does not leave the machine.
ALONE = ["--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"]
INSTALL_SECONDS = 900
ADVICE = "Install Chromium or Chrome, or set CHROMIUM to the path of one, and try again."


def chromium_path() -> str:
    """The path of a Chromium that runs, installed first where there is none; RuntimeError says what to do if that fails."""
    if named := os.environ.get("CHROMIUM"):
        if _runs(named):
            return named
        raise RuntimeError(f"CHROMIUM is {named!r}, and that is no browser that runs. {ADVICE}")
    if found := _found():
        return found
    reasons = []
    for commands in _installers():
        reason = _install(commands)
        if found := _found():
            return found
        reasons.append(reason)
    raise RuntimeError("\n".join(["No Chromium was found and none could be installed.", *filter(None, reasons), ADVICE]))


def _found() -> str | None:
    """A Chromium of the system's, or else the one that Playwright downloaded."""
    for path in filter(None, map(shutil.which, NAMES)):
        if _runs(path):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if _runs(own) else None


def _runs(path: str) -> bool:
    """Whether a path is a browser that starts; a launcher that only advises to install one is not."""
    if not Path(path).is_file():
        return False
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _installers() -> list[list[list[str]]]:
    """The ways to install a Chromium here, the best first; each is a list of commands."""
    download = [sys.executable, "-m", "playwright", "install", "chromium"]
    if shutil.which("apt-get") and os.geteuid() == 0:
        package = [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]]
        return [package, [[*download, "--with-deps"]]]
    return [[download]]


def _install(commands: list[list[str]]) -> str | None:
    """Run commands until one fails; why it failed."""
    for command in commands:
        print("Installing a browser for the tests:", *command, file=sys.stderr)
        try:
            done = subprocess.run(
                command,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=INSTALL_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return f"{' '.join(command)} did not finish in {INSTALL_SECONDS} seconds."
        except OSError as error:
            return f"{' '.join(command)} could not be started: {error}."
        if done.returncode:
            return f"{' '.join(command)} failed:\n{done.stdout[-1000:].strip()}"
    return None


if __name__ == "__main__":
    try:
        print(chromium_path())
    except RuntimeError as error:
        sys.exit(str(error))
