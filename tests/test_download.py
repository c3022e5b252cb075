"""A file that was made for a reader stays while she looks at its page, whatever other readers do meanwhile."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from websockets.asyncio.client import connect

from benchmarks import servers, soak
from tests.conftest import MADE_UP


@asynccontextmanager
async def guest(served: servers.Served) -> AsyncIterator[soak.Guest]:
    """A reader of the page of the data, which has a button for each extract."""
    address = f"{served.url.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, proxy=None) as socket:
        reader = soak.Guest(socket, random.Random(1))
        await reader.ask()
        reader.page = reader.pages["data"]
        await reader.ask()
        yield reader


async def taken_late(served: servers.Served, meanwhile: int) -> httpx.Response:
    """The answer to a reader who takes her file after another one had so many pages drawn."""
    async with guest(served) as reader, guest(served) as other, httpx.AsyncClient(base_url=served.url, trust_env=False) as client:
        address = await reader.press(reader.buttons[0])
        for _ in range(meanwhile):
            await other.ask()
        return await client.get(address)


def test_a_file_is_still_there_when_the_pages_of_others_have_been_drawn() -> None:
    with servers.dashboard(DASHBOARD_DATA=str(MADE_UP)) as served:
        answer = asyncio.run(taken_late(served, 5))
        assert answer.status_code == 200
        assert answer.content == httpx.get(f"{served.url}/extracts/events.csv", trust_env=False).content


async def left(served: servers.Served) -> int:
    """The status of a reader's file once she looks at something else, and others do as well."""
    async with guest(served) as reader, guest(served) as other, httpx.AsyncClient(base_url=served.url, trust_env=False) as client:
        address = await reader.press(reader.buttons[0])
        reader.query = "years=2031"
        for one in (reader, other, other, reader):
            await one.ask()
        return (await client.get(address)).status_code


def test_a_file_goes_with_the_page_that_it_was_made_for() -> None:
    with servers.dashboard(DASHBOARD_DATA=str(MADE_UP)) as served:
        assert asyncio.run(left(served)) == 404
