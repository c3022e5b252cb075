"""A record that is edited while the dashboard runs: its last sound version is shown until a newer one is sound, and what is wrong is said."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from components import versions
from components.page import escape
from components.versions import Versions
from data import engines
from data.check import check
from data.record import Tables
from tests.serving import serving
from tests.test_pages import app, words

SOUND, FAULTY, MENDED = ",drill,engagement", ",duel,engagement", ",forum,engagement"
SECONDS = 20


def edit(record: Path, before: str, after: str) -> None:
    """Change a word of the second event; the file is another one for whoever looks at its time."""
    file = record / "tables" / "events.csv"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    os.utime(file, ns=(time.time_ns(), time.time_ns()))


def wait(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold."""
    end = time.monotonic() + SECONDS
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return held


def warned(test: AppTest) -> str:
    assert not test.exception
    return "\n".join(warning.value for warning in test.warning)


def test_the_last_sound_version_is_shown_with_a_warning_until_the_record_is_mended(monkeypatch, copy):
    test = app(monkeypatch, copy).run()
    assert not test.warning and "**7 of 7 engagements**" in words(test)
    edit(copy, SOUND, FAULTY)
    assert wait(lambda: "A newer version of this record is faulty" in warned(test.run()))
    assert escape(str(check(copy)[0])) in warned(test)
    assert f"python -m data check {copy}" in warned(test)
    assert "**7 of 7 engagements**" in words(test), "the page goes on"
    edit(copy, FAULTY, MENDED)
    assert wait(lambda: not warned(test.run()))
    assert "**7 of 7 engagements**" in words(test)


def test_a_record_that_is_faulty_from_the_start_shows_its_faults_and_nothing_else(monkeypatch, copy):
    edit(copy, SOUND, FAULTY)
    test = app(monkeypatch, copy).run()
    assert test.title[0].value == "This record can’t be shown" and not test.exception
    assert test.code[0].value.startswith("events.csv:3 type: 'duel' is not in event_types")
    assert not test.sidebar.multiselect and not test.dataframe and not test.warning
    edit(copy, FAULTY, SOUND)
    assert "**7 of 7 engagements**" in words(test.run()), "mended, it is shown at once"


def test_a_choice_that_the_newer_version_does_not_have_is_dropped(monkeypatch, copy):
    test = app(monkeypatch, copy).run()
    test.multiselect(key="type").select("drill").run()
    assert "of 7 engagements · Drill" in words(test)
    for file in (copy / "tables" / "events.csv", copy / "vocabulary" / "event_types.yaml", copy / "tables" / "known_gaps.csv"):
        text = file.read_text(encoding="utf-8").replace(",drill,", ",exercise,").replace("code: drill", "code: exercise")
        file.write_text(text, encoding="utf-8")
    assert wait(lambda: test.run().multiselect(key="type").value == [])
    assert not test.exception and "**7 of 7 engagements**" in words(test)


def test_readers_are_not_kept_waiting_while_a_newer_version_is_checked(monkeypatch, copy):
    """However many ask, one of them checks."""
    opened = Versions(str(copy))
    sound = opened.now()
    go_on, checks = threading.Event(), []
    check = engines.faults

    def slow(address: str) -> list:
        checks.append(address)
        go_on.wait(SECONDS)
        return check(address)

    monkeypatch.setattr(engines, "faults", slow)
    edit(copy, SOUND, FAULTY)
    begin = time.monotonic()
    assert all(opened.now() is sound for _ in range(100))
    assert time.monotonic() - begin < 1 and len(checks) <= 1
    go_on.set()
    assert wait(lambda: bool(opened.now().faults))
    assert opened.now().tables is sound.tables and opened.now().changed == sound.changed
    assert len(checks) == 1


def test_the_first_readers_wait_for_one_check(monkeypatch, copy):
    checks, found = [], []
    check = engines.faults
    monkeypatch.setattr(engines, "faults", lambda address: (checks.append(address), time.sleep(0.2), check(address))[-1])
    opened = Versions(str(copy))
    readers = [threading.Thread(target=lambda: found.append(opened.now())) for _ in range(20)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(SECONDS)
    assert len(checks) == 1 and len(found) == 20 and all(one is found[0] for one in found)


@pytest.mark.parametrize("half", [0, 1, 900, -30])
def test_a_file_that_is_being_written_is_a_faulty_version_and_no_crash(half, copy):
    opened = Versions(str(copy))
    sound = opened.now()
    file = copy / "tables" / "events.csv"
    whole = file.read_bytes()
    file.write_bytes(whole[:half])
    assert wait(lambda: bool(opened.now().faults))
    assert opened.now().tables is sound.tables
    file.unlink()
    assert wait(lambda: opened.now().faults[:1] and "does not exist" in opened.now().faults[0].what)
    file.write_bytes(whole)
    assert wait(lambda: not opened.now().faults)
    assert opened.now().tables is not None


def test_what_changes_between_check_and_reading_is_read_again(monkeypatch, copy):
    """A file that goes while the record is read raises in the reader; the version that is there in the end is the one shown."""
    read, times = engines.load, []

    def interrupted(address: str) -> Tables:
        times.append(address)
        if len(times) == 1:
            edit(copy, SOUND, MENDED)
            raise FileNotFoundError("events.csv")
        return read(address)

    monkeypatch.setattr(engines, "load", interrupted)
    found = Versions(str(copy)).now()
    assert found.tables is not None and not found.faults and len(times) == 2


def test_what_no_check_foresees_is_a_fault_in_a_sentence(monkeypatch, copy):
    monkeypatch.setattr(engines, "load", lambda address: 1 / 0)
    found = Versions(str(copy)).now()
    assert found.tables is None
    assert str(found.faults[0]) == f"{copy}: could not be opened (ZeroDivisionError), the server's log says more"


def test_memory_holds_the_last_sound_version_only(copy):
    opened = Versions(str(copy))
    for one, other in ((SOUND, MENDED), (MENDED, SOUND)) * 3:
        before = opened.now()
        edit(copy, one, other)
        assert wait(lambda before=before: opened.now() is not before)
    assert [value for value in vars(opened).values() if isinstance(value, versions.Version)] == [opened.now()]


def test_a_server_whose_record_is_edited_goes_on_serving(copy):
    """Over the data routes: the same rows and tag while the newer version is faulty, the mended rows once it is sound."""
    with serving(copy) as url, httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        first = client.get("/extracts/events.csv")
        assert first.status_code == 200
        edit(copy, SOUND, FAULTY)
        faulty_until = time.monotonic() + 3
        while time.monotonic() < faulty_until:
            answer = client.get("/extracts/events.csv")
            assert (answer.status_code, answer.content) == (200, first.content)
            assert answer.headers["etag"] == first.headers["etag"]
            assert answer.headers["last-modified"] == first.headers["last-modified"]
        edit(copy, FAULTY, MENDED)
        assert wait(lambda: client.get("/extracts/events.csv").content != first.content)
        mended = client.get("/extracts/events.json").json()
        assert mended[1]["type"] == "forum" and client.get("/extracts/events.csv").headers["etag"] != first.headers["etag"]


def test_a_server_over_a_faulty_record_says_so_and_serves_it_once_mended(copy):
    edit(copy, SOUND, FAULTY)
    with serving(copy) as url, httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        refused = client.get("/extracts/events.csv")
        assert refused.status_code == 503 and refused.json()["faults"][0].startswith("events.csv:3 type: 'duel'")
        edit(copy, FAULTY, SOUND)
        assert client.get("/extracts/events.csv").status_code == 200
