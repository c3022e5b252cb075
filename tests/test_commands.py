"""The command line behaves as a shell expects: help, exit codes, a bar for who waits at a terminal, no traceback."""

from __future__ import annotations

import io
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

import pytest

from data.__main__ import COMMANDS, main
from data.commands import terminal
from tests.conftest import HOME, MADE_UP
from tests.curating import NOTES, written

DATA = [sys.executable, "-m", "data"]
# A command that takes longer is ended, and its test fails.
PATIENCE_SECONDS = 120


@contextmanager
def started(command: list[str], **streams: int) -> Iterator[subprocess.Popen[bytes]]:
    """A command that runs for a while at most, and that Ctrl-C reaches also where the tests themselves were told to ignore it, as in the background."""
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, preexec_fn=heard, **streams) as process:
        patience = threading.Timer(PATIENCE_SECONDS, process.kill)
        patience.start()
        yield process
    # Not before it has ended: a test that fails while the command still asks would wait for it.
    patience.cancel()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_and_takes(command, capsys):
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert left.value.code == 0
    assert f"usage: python -m data {command}" in told and COMMANDS[command].HELP[1:60] in told


@pytest.mark.parametrize("wrong", [[], ["ad"], ["retract"], ["retract", "x"], ["check", "a", "b"], ["check", "--on"], ["diff"]])
def test_a_wrong_command_is_told_how_it_is_used(wrong, capsys):
    with pytest.raises(SystemExit) as left:
        main(wrong)
    assert left.value.code == 2
    assert "usage: python -m data" in capsys.readouterr().err


def test_options_may_stand_before_the_record(capsys):
    assert main(["cite", "--format", "bibtex", str(MADE_UP)]) == 0
    assert "Freedonia" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_told_in_a_sentence(tmp_path, capsys):
    assert main(["add", str(tmp_path / "none.yaml"), str(MADE_UP)]) == 1
    assert capsys.readouterr().err.endswith("none.yaml: No such file or directory.\n")


def test_ctrl_c_leaves_with_130_and_no_traceback(copy):
    command = [*DATA, "add", written(copy.parent, NOTES), str(copy)]
    with started(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        said = b""
        while b"Write this?" not in said:
            piece = os.read(process.stderr.fileno(), 1000)
            assert piece, said
            said += piece
        # Again where it is still there: what falls between the question and the wait for an answer is heard with the next.
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE_SECONDS / 10)
        rest = process.stderr.read()
    assert (process.returncode, rest.strip()) == (130, b"Interrupted.")


def test_a_closed_pipe_is_no_traceback():
    command = [*DATA, "diff", str(MADE_UP), str(HOME)]
    with started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (141, b"")


def test_at_a_terminal_a_bar_moves_while_it_takes_over_a_second_and_is_cleared(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for shown, waits in ((True, 0.0), (False, 60.0)):
        monkeypatch.setattr(terminal, "SOON", waits)
        monkeypatch.setattr(sys, "stderr", drawn := Terminal())
        monkeypatch.setenv("TERM", "xterm")
        with terminal.busy("Checking the record"):
            time.sleep(3 * terminal.STEP)
        assert ("Checking the record [" in drawn.getvalue()) == shown
        assert drawn.getvalue().endswith("\r\x1b[K") == shown


def test_elsewhere_there_is_no_bar(monkeypatch):
    monkeypatch.setattr(terminal, "SOON", 0.0)
    monkeypatch.setattr(sys, "stderr", drawn := io.StringIO())
    with terminal.busy("Checking the record"):
        time.sleep(2 * terminal.STEP)
    assert drawn.getvalue() == ""


def test_a_curator_at_a_terminal_is_asked_there(copy):
    """In a real one: questions, answers and the result on the screen, in order."""
    text = NOTES.replace("Sylvania, Trentinö of", "Trentina of Sylvania")
    ours, theirs = pty.openpty()
    command = [*DATA, "add", written(copy.parent, text), str(copy)]
    with started(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        screen = b""
        for question, answer in ((b"Which one, 1 to 2? ", b"1\n"), (b"Write this? [y/N] ", b"y\n"), (b"written and sound", b"")):
            while question not in screen:
                screen += os.read(ours, 10_000)
            os.write(ours, answer)
        assert process.wait(60) == 0
    os.close(ours)
    assert screen.index(b"may be") < screen.index(b"participants.csv: 2 added") < screen.index(b"Write this?")
