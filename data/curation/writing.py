"""Write an altered record all at once: tried on a copy by the check, then put in the old one's place by one exchange of folders."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from data.check import Fault, check
from data.curation.sheets import Book, UnfitError
from data.parquet import is_parquet
from data.record import DESCRIPTORS, read_descriptor

# In the record's own folder, so that a rename is enough; a process that was killed leaves it, the next one clears it away.
WORKSHOP = ".curation-"
_SIDE = "old"
# What Linux calls an exchange of two names in one step, and the folder that a relative name starts from.
_EXCHANGE, _HERE = 2, -100

Checker = Callable[[Path], list[Fault]]


def open_book(text: str, checked: Checker = check) -> Book:
    """The record in a folder of CSV files, to be altered.

    Raises UnfitError, in a sentence, for an engine's address, a folder of Parquet files or a faulty record: only what is sound is altered.
    """
    engine, colon, _ = text.partition(":")
    if colon and len(engine) > 1 and "/" not in engine and "\\" not in engine:
        raise UnfitError(f"{text} is an engine's address. A record is edited as a folder of CSV files; name that folder.")
    path = Path(text).resolve()
    if path.is_dir():
        recover(path)
        if any((path / name).is_file() for name in DESCRIPTORS):
            try:
                made = is_parquet(read_descriptor(path))
            except (OSError, ValueError):
                made = False
            if made:
                raise UnfitError(
                    f"{text} holds Parquet files. Edit the folder of CSV files that they were made from, then convert it again."
                )
    if faults := checked(path):
        raise UnfitError("\n".join([*map(str, faults), f"{_number(len(faults))}. Only a sound record is added to; mend it first."]))
    return Book(path)


def write(book: Book, dry: bool = False, checked: Checker = check) -> list[Fault]:
    """Try the altered record on a copy of its folder and, where the copy is sound, put it in the old one's place.

    Returns the faults of the copy, in which case nothing has changed, and nothing does in a `dry` run. The tables are exchanged as a
    folder, in one step where the system can: a reader, or a write cut off at any point, finds the old or the new record.
    Raises UnfitError where the record was edited meanwhile, OSError where it can't be written.
    """
    changed = book.changed()
    folders = {Path(file).parent for file in changed}
    if not changed:
        return []
    if len(folders) > 1:
        raise UnfitError("The tables lie in several folders, which can't be exchanged in one step. Put them into one.")
    (folder,) = folders
    if folder == Path("."):
        raise UnfitError(
            "The tables lie beside the descriptor. Put them into a folder of their own, which can be exchanged in one step."
        )
    live = (book.path / folder).resolve()
    workshop = book.path / f"{WORKSHOP}{os.getpid()}"
    shutil.rmtree(workshop, ignore_errors=True)
    try:
        for file in book.files:
            if Path(file).parent != folder:
                (workshop / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(book.path / file, workshop / file)
        shutil.copytree(live, workshop / folder)
        for file, content in changed.items():
            _write_through(workshop / file, content)
        if (faults := checked(workshop)) or dry:
            return faults
        for sheet in book:
            if (book.path / sheet.file).read_bytes() != sheet.was:
                raise UnfitError(f"{sheet.file} was edited while this command ran; nothing is written. Run it again.")
        with _to_the_end():
            _exchange(workshop / folder, live, workshop / _SIDE)
    finally:
        # What was killed in the middle of the two steps of a plain exchange is left for `recover`.
        if live.is_dir():
            shutil.rmtree(workshop, ignore_errors=True)
    return []


def recover(path: Path) -> None:
    """Clear away what a killed command left in a record's folder; put its tables back where it was killed between two renames."""
    for workshop in path.glob(f"{WORKSHOP}*"):
        side = workshop / _SIDE
        for folder in side.glob("*") if side.is_dir() else ():
            if not (path / folder.name).exists():
                folder.rename(path / folder.name)
        if not _alive(workshop.name.removeprefix(WORKSHOP)):
            shutil.rmtree(workshop, ignore_errors=True)


def _write_through(file: Path, content: bytes) -> None:
    """Write a file down to the disk: what is exchanged must be there after a power cut as well."""
    with file.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _exchange(new: Path, live: Path, side: Path) -> None:
    """Put a folder in another's place: in one step where the system has it, else in two, undone where the second fails."""
    if not exchange_in_one_step(new, live):
        side.mkdir()
        live.rename(side / live.name)
        try:
            new.rename(live)
        except BaseException:
            (side / live.name).rename(live)
            raise


def exchange_in_one_step(one: Path, other: Path) -> bool:
    """Let two folders change their names in one step; false where the system or its file system does not have it."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


@contextmanager
def _to_the_end() -> Iterator[None]:
    """Ctrl-C waits until this is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _alive(process: str) -> bool:
    """Whether a process runs; one of another user does."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True
    return int(process) != os.getpid()


def _number(faults: int) -> str:
    return f"{faults} fault{'s' if faults != 1 else ''}"
