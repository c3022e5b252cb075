"""What every page is given: the whole record, the selection, and the part of the record that it keeps."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeVar

from streamlit.navigation.page import Page

from components.kept import Kept
from data.record import Tables
from data.selection import Selection

Found = TypeVar("Found")
KEPT = Kept()


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

    def measure(self, function: Callable[..., Found], *arguments: Hashable) -> Found:
        """What a measure finds in the selected part of the record, worked out once for all readers of this selection.

        The function is a module's own, pure, and takes the part and these arguments.
        """
        return self.kept((function, arguments), lambda: function(self.selected, *arguments))

    def overall(self, function: Callable[..., Found], *arguments: Hashable) -> Found:
        """What a measure finds in the whole record, whatever the selection, worked out once as in `measure`."""
        return KEPT.get((self.whole.content_hash, None, (function, arguments)), lambda: function(self.whole, *arguments))

    def once(self, function: Callable[..., Found], *arguments: Hashable) -> Found:
        """What a function makes of this view and the arguments, worked out once as in `measure`."""
        return self.kept((function, arguments), lambda: function(self, *arguments))

    def kept(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """What is known of this selection of this record under a key; made where it is not known yet."""
        return KEPT.get((self.whole.content_hash, self.selection, key), make)

    def stamp(self, *arguments: Hashable) -> str:
        """A short name for this selection of this record and these arguments."""
        return sha256(repr((self.whole.content_hash, self.selection, arguments)).encode()).hexdigest()[:12]
