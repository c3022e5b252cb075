"""`notes-schema`: print the form of notes for editors."""

from __future__ import annotations

import argparse
import io
import json
import sys

from data.commands.terminal import checked, path_argument
from data.curation import form
from data.curation.writing import open_book

HELP = "print the form of notes as a JSON Schema, by which an editor completes and checks them"


def define(parser: argparse.ArgumentParser) -> None:
    """The options."""
    path_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print the schema; 1 where the record has faults."""
    book = open_book(options.path, checked)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    print(json.dumps(form.schema(book.descriptor, book.words), ensure_ascii=False, indent=1))
    return 0
