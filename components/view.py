"""What every page is given: the whole record, the selection, and the part of the record that it keeps."""

from __future__ import annotations

from dataclasses import dataclass

from data.record import Tables
from data.selection import Selection


@dataclass(frozen=True)
class View:
    """The record as one reader sees it now."""

    whole: Tables
    selected: Tables
    selection: Selection

    def label(self, vocabulary: str, code: object) -> str:
        """The label of a code of a vocabulary."""
        return self.whole.words(vocabulary).label(code)
