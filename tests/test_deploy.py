"""The example of docs/deploy.md tried: nginx, TLS, a base path, two processes, each reader always at the same one."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from tests.browser.chromium import ALONE, FLAGS, chromium_path
from tests.browser.reading import keyed
from tests.serving import ROOT, serving

pytestmark = pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx or openssl is not installed")
BASE = "/engagements"
CERTIFICATE = [
    *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"),
    *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem", "-out", "certificate.pem"),
]


@dataclass(frozen=True)
class Site:
    """The site as its readers reach it, and the addresses of the processes behind."""

    url: str
    processes: list[str]
    certificate: Path

    def client(self) -> httpx.Client:
        """A new reader."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        return httpx.Client(base_url=self.url, verify=context, trust_env=False, timeout=60)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("nginx")
    subprocess.run(CERTIFICATE, cwd=folder, check=True, capture_output=True)
    with serving(None, base=BASE) as one, serving(None, base=BASE) as two, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        ports = {"8443": str(port)} | {
            old: re.findall(r":(\d+)", new)[0] for old, new in zip(("8601", "8602"), (one, two), strict=True)
        }
        example = (ROOT / "docs" / "nginx.conf").read_text()
        for old, new in ports.items():
            assert example.count(f"127.0.0.1:{old}") == 1
            example = example.replace(f"127.0.0.1:{old}", f"127.0.0.1:{new}")
        # To see which process answered.
        told = "add_header X-Process $upstream_addr always;"
        (folder / "nginx.conf").write_text(example.replace("add_header Set-Cookie", f"{told} add_header Set-Cookie"))
        nginx = subprocess.Popen(
            ["nginx", "-p", str(folder), "-c", "nginx.conf", "-g", "daemon off;"], stderr=subprocess.PIPE, text=True
        )
        site = Site(f"https://127.0.0.1:{port}{BASE}", [one, two], folder / "certificate.pem")
        try:
            _wait(site, nginx)
            yield site
        finally:
            nginx.terminate()
            nginx.wait(30)


def _wait(site: Site, nginx: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 30
    with site.client() as client:
        while time.monotonic() < end:
            assert nginx.poll() is None, nginx.stderr and nginx.stderr.read()
            try:
                client.get("/_stcore/health").raise_for_status()
                return
            except httpx.TransportError:
                time.sleep(0.1)
    pytest.fail("nginx did not answer")


def test_addresses_are_those_of_the_reader(site: Site) -> None:
    with site.client() as client:
        entry = client.get("/dataset.jsonld").json()
        listed = client.get("/extracts").json()
    assert entry["url"].startswith(f"{site.url}/")
    assert listed["package"] == f"{site.url}/extracts/package.zip"


def test_a_reader_gets_one_cookie_and_keeps_it(site: Site) -> None:
    with site.client() as client:
        first = client.get("/")
        assert re.fullmatch(r"reader=[0-9a-f]{32}; Path=/; HttpOnly; Secure; SameSite=Lax", first.headers["set-cookie"])
        assert "set-cookie" not in client.get("/").headers
    with site.client() as another:
        assert another.get("/").cookies["reader"] != first.cookies["reader"]


def test_a_reader_stays_with_one_process_and_readers_spread_over_both(site: Site) -> None:
    met = set()
    for _ in range(12):
        with site.client() as client:
            answered = {client.get(path).headers["x-process"] for path in ("/", "/_stcore/health", "/extracts", "/events")}
        assert len(answered) == 1
        met |= answered
    assert met == {f"127.0.0.1:{re.findall(r':([0-9]+)', process)[0]}" for process in site.processes}


def test_scripts_come_compressed_and_charts_are_announced(site: Site) -> None:
    with site.client() as client:
        link = re.findall(r"<([^>]+PlotlyChart[^>]+)>", client.get("/").headers["link"])
        with client.stream("GET", f"{site.url.removesuffix(BASE)}{link[0]}", headers={"Accept-Encoding": "br"}) as answer:
            assert answer.headers["content-encoding"] == "br"
            assert answer.headers["cache-control"].startswith("public, immutable")


async def ran(site: Site, cookie: str) -> str:
    """The name of the session that a reader with a cookie gets over a websocket, once her page has run to its end."""
    context = ssl.create_default_context(cafile=str(site.certificate))
    async with connect(
        f"{site.url.replace('https', 'wss', 1)}/_stcore/stream",
        ssl=context,
        subprotocols=["streamlit"],
        max_size=None,
        proxy=None,
        origin=site.url.removesuffix(BASE),
        additional_headers={"Cookie": f"reader={cookie}"},
    ) as stream:
        await stream.send(BackMsg(rerun_script={"query_string": ""}).SerializeToString())
        session = ""
        async with asyncio.timeout(60):
            while True:
                message = ForwardMsg.FromString(await stream.recv(decode=False))
                if message.WhichOneof("type") == "new_session":
                    session = message.new_session.initialize.session_id
                if message.WhichOneof("type") == "script_finished":
                    assert message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                    return session


def test_a_page_runs_over_a_websocket_through_nginx(site: Site) -> None:
    assert asyncio.run(ran(site, "a" * 32)) != asyncio.run(ran(site, "b" * 32))


@pytest.mark.browser
def test_a_browser_sees_charts_and_gets_its_files_from_the_process_that_made_them(site: Site) -> None:
    """A CSV is made by the process that holds the reader's session, and only that process has it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *ALONE])
        for _ in range(4):
            context = chromium.new_context(ignore_https_errors=True)
            page = context.new_page()
            page.goto(f"{site.url}/frequency")
            expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=60_000)
            with page.expect_download(timeout=60_000) as download:
                keyed(page, "silences-csv").get_by_role("button").click()
            # With the mark of UTF-8 that every CSV of the dashboard begins with; a process that has no such file answers otherwise.
            assert Path(download.value.path()).read_bytes().startswith(b"\xef\xbb\xbfdays,from_day")
            context.close()
        chromium.close()
