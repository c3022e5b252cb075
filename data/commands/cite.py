"""`cite`: say how to cite a record."""

from __future__ import annotations

import argparse
import io
import sys

from data import citation
from data.commands.sound import unsound
from data.commands.terminal import path_argument
from data.engines import load

HELP = "say how to cite a sound record"


def define(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("--format", choices=citation.FORMATS, default="plain", help="default: plain text")
    path_argument(parser, "folder with a data package, or its address for an engine")


def run(options: argparse.Namespace) -> int:
    """Print the citation; 1 where the record has faults."""
    if unsound(options.path):
        return 1
    # Redirected into a file, text is UTF-8 on every system.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    print(citation.FORMATS[options.format](load(options.path)).rstrip("\n"))
    return 0
