"""A version of a record to compare: a folder, or a folder as it was at a revision of its Git repository."""

from __future__ import annotations

import csv
import io
import subprocess
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from data.curation.sheets import Row, UnfitError
from data.parquet import ENDING
from data.record import DESCRIPTORS, hash_of, is_vocabulary

# A file of a version by its path in the folder, None where it is not there.
Getter = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Version:
    """One version: its descriptor, its tables by name, and the entries of its vocabularies; a table that it does not have is empty."""

    name: str
    descriptor: Mapping[str, Any]
    tables: Mapping[str, list[Row]]
    vocabularies: Mapping[str, list[dict[str, Any]]]
    content_hash: str

    def rows(self, table: str) -> list[Row]:
        """The rows of a table."""
        return self.tables.get(table, [])

    def by(self, table: str, key: str) -> dict[str, Row]:
        """The rows of a table by their key."""
        return {row[key]: row for row in self.rows(table)}

    def label(self, vocabulary: str, code: str) -> str:
        """What a reader sees of a code; the code where the vocabulary does not have it."""
        entries = self.vocabularies.get(vocabulary, [])
        return next((str(entry["label"]) for entry in entries if str(entry.get("code")) == code), code)


def read(text: str, home: Path) -> Version:
    """The version that a text names: a folder that holds a record, or else a revision of the repository that `home` lies in.

    Raises UnfitError, in a sentence, where it is neither or can't be read as a record.
    """
    path = Path(text)
    get = _of_folder(path) if path.is_dir() else _of_revision(text, home)
    own = next((file for file in DESCRIPTORS if get(file) is not None), None)
    if own is None:
        raise UnfitError(f"{text} holds no record: neither {' nor '.join(DESCRIPTORS)} is there.")
    try:
        return _parsed(text, get, own)
    except (yaml.YAMLError, UnicodeDecodeError, LookupError, TypeError, AttributeError, csv.Error) as error:
        raise UnfitError(f"{text} can't be read as a record; `python -m data check` says what is wrong with a folder.") from error


def _parsed(name: str, get: Getter, own: str) -> Version:
    files = {own: get(own) or b""}
    descriptor = yaml.safe_load(files[own].decode("utf-8"))
    tables, vocabularies = {}, {}
    for resource in descriptor["resources"]:
        if resource["path"].endswith(ENDING):
            raise UnfitError(f"{name} holds Parquet files. Compare the folders of CSV files that they are made from.")
        files[resource["path"]] = get(resource["path"]) or b""
        content = files[resource["path"]].decode("utf-8-sig")
        if is_vocabulary(resource):
            vocabularies[resource["name"]] = yaml.safe_load(content) or []
        else:
            tables[resource["name"]] = list(csv.DictReader(io.StringIO(content, newline=""), restval=""))
    return Version(name, descriptor, tables, vocabularies, hash_of(files))


def _of_folder(path: Path) -> Getter:
    def get(file: str) -> bytes | None:
        try:
            return (path / file).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UnfitError(f"{path / file} can't be read: {error.strerror}.") from error

    return get


def _of_revision(revision: str, home: Path) -> Getter:
    """The files of a folder at a revision, as Git archives them: nothing is checked out."""
    if revision.startswith("-"):
        raise UnfitError(f"{revision} is neither a folder nor a revision.")
    command = ["git", "-C", str(home), "archive", "--format=tar", revision, "."]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    except FileNotFoundError as error:
        raise UnfitError(f"{revision} is no folder, and Git, which would know a revision, is not installed.") from error
    except subprocess.TimeoutExpired as error:
        raise UnfitError(f"Git did not hand over {revision} within two minutes.") from error
    if done.returncode:
        said = [*done.stderr.decode(errors="replace").strip().splitlines(), "Git failed"][0].removeprefix("fatal: ")
        raise UnfitError(f"{revision} is neither a folder nor a revision of a repository around {home} ({said}).")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        wanted = [member for member in archive if member.isfile() and member.name.endswith((".csv", ".yaml", ".json"))]
        files = {str(PurePosixPath(one.name)): file.read() for one in wanted if (file := archive.extractfile(one))}
    return files.get
