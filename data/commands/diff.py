"""`diff`: say in words what changed between two versions of a record."""

from __future__ import annotations

import argparse
import io
import sys
from datetime import date
from pathlib import Path

from data.commands.terminal import busy, last_argument, say
from data.curation import changes, notices, versions
from data.record import HOME

HELP = "say in words what changed between two versions of a record, for a terminal, as Markdown or into a changelog"
FORMATS = {"text": notices.text, "markdown": notices.markdown}
CHANGELOG = HOME.parent / "CHANGELOG.md"


def define(parser: argparse.ArgumentParser) -> None:
    """The options."""
    either = "a folder that holds a record as CSV files, or a Git revision of it, such as HEAD~5"
    parser.add_argument("old", metavar="OLD", help=either)
    last_argument(parser, "new", f"{either} (default: the record shipped here)")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument(
        "--changelog",
        type=Path,
        nargs="?",
        const=CHANGELOG,
        metavar="FILE",
        help=f"put the changes into a changelog, as a section of today before the others (default: {CHANGELOG.name} beside the code)",
    )
    parser.add_argument("--exit-code", action="store_true", help="leave with 1 where anything changed, as git diff does")


def run(options: argparse.Namespace) -> int:
    """Print the changes; 1 where a version can't be read."""
    # A revision is one of the repository that the other version lies in.
    home = next((Path(text) for text in (options.new, options.old) if Path(text).is_dir()), HOME)
    with busy("Comparing"):
        old, new = (versions.read(text, home) for text in (options.old, options.new))
        found = changes.changes(old, new)
    if options.changelog:
        title = f"The record on {date.today().isoformat()}, content {new.content_hash[:12]}"
        lead = f"Since content {old.content_hash[:12]}, as of {old.descriptor.get('as_of', 'an unknown day')}; written by `python -m data diff`."
        notices.into_changelog(options.changelog, title, lead, found)
        say(f"{options.changelog} begins with what changed.")
    else:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        print(FORMATS[options.format](found), end="")
    return 1 if found and options.exit_code else 0
