"""What every page is given: the whole record, the selection, and the part of the record that it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from streamlit.navigation.page import Page

from data.record import Tables
from data.selection import Selection


@dataclass(frozen=True)
class View:
    """The record as one reader sees it now."""

    whole: Tables
    selected: Tables
    selection: Selection
    # The pages by their address, to link to; empty where a page is drawn alone.
    pages: Mapping[str, Page] = field(default_factory=dict)

    def label(self, vocabulary: str, code: object) -> str:
        """The label of a code of a vocabulary."""
        return self.whole.words(vocabulary).label(code)
