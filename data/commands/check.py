"""`check`: say whether a record is sound."""

from __future__ import annotations

import argparse

from data.commands.terminal import checked, path_argument, say

HELP = "say whether a record is sound, and every fault where it is not"


def define(parser: argparse.ArgumentParser) -> None:
    """The options."""
    path_argument(parser, "folder with a data package, or its address for an engine")


def run(options: argparse.Namespace) -> int:
    """Print every fault; 1 where there is one."""
    faults = checked(options.path)
    for fault in faults:
        print(fault)
    say(f"{len(faults)} fault{'s' if len(faults) > 1 else ''}." if faults else "The record is sound.")
    return 1 if faults else 0
