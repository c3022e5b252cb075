"""What a command needs that only reads: a sound record."""

from __future__ import annotations

from data.commands.terminal import checked, say


def unsound(path: str) -> bool:
    """Whether a record has faults, which are told."""
    faults = checked(path)
    for fault in faults:
        say(str(fault))
    if faults:
        say(f"{len(faults)} fault{'s' if len(faults) > 1 else ''}.")
    return bool(faults)
