"""What a text of the record may hold: signs that a reader sees, in one line, and addresses that lead to a page and do nothing else.

Markup is text like any other and may stand anywhere: every place that shows it shows it as it is. What is refused here is what no
place can show: signs that are not seen, or that change how others are seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

Wrong = tuple[str, str]

# Where they are opened and not closed, they turn round what stands after the text, on a page and in an extract.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Needed where a text that runs from right to left holds numbers or signs of neither direction.
MARKS = frozenset("\u200e\u200f\u061c")
# Zero-width space, non-joiner and joiner, and the scripts that are not written rightly without one of them: Khmer, say, marks by the
# first where a line may break.
JOINERS = frozenset("\u200b\u200c\u200d")
SCRIPTS = frozenset(
    [
        "ARABIC",
        "BALINESE",
        "BENGALI",
        "BUGINESE",
        "CHAM",
        "DEVANAGARI",
        "GUJARATI",
        "GURMUKHI",
        "JAVANESE",
        "KANNADA",
        "KHMER",
        "LAO",
        "MALAYALAM",
        "MANDAIC",
        "MEETEI",
        "MONGOLIAN",
        "MYANMAR",
        "NKO",
        "ORIYA",
        "SINHALA",
        "SUNDANESE",
        "SYRIAC",
        "TAI",
        "TAMIL",
        "TELUGU",
        "THAANA",
        "THAI",
        "TIBETAN",
    ]
)
# Signs without a shape of their own that are letters or marks by their category, and the sign for what was lost in reading.
UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\ufffd")
# They choose the form of a sign before them that has several, such as an emoji.
VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))
SEEN = "allowed are signs that a reader sees, each as one sign (Unicode NFC)"
# Every text that is worth a closer look: it has a sign beyond printable ASCII.
_LOOKED_AT = re.compile(r"[^ -~]")
_ADDRESS = "allowed is a web address: http:// or https://, a host, and neither white space, quotation marks, brackets < > { } nor a password"
_NEVER_IN_ADDRESS = re.compile(r"[\s\x00-\x20\x7f\"<>\\^`{|}]")
# Where a data package holds an address, and where a path within its own folder would do as well.
_WEB, _WEB_OR_PATH = ("homepage", "url"), ("licenses", "sources", "contributors")
# Of a data package, what may run over several lines.
_LONG = ("description", "method")


def text_fault(text: str) -> Wrong | None:
    """What must not stand in a text, and what may; None for a sound one. That a text is one line is another rule's matter."""
    if not _LOOKED_AT.search(text):
        return None
    turned = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text if sign not in MARKS)
    for place, sign in enumerate(text):
        if sign not in "\r\n" and (why := _why_not(text, place, turned)):
            return f"holds {_called(sign)}, {why}", SEEN
    if not unicodedata.is_normalized("NFC", text):
        place = next(place for place, sign in enumerate(unicodedata.normalize("NFC", text)) if text[place : place + 1] != sign)
        return f"spells {text[place : place + 2]!r} as several signs where there is one", SEEN
    return None


def address_fault(address: str) -> Wrong | None:
    """What is wrong with an address that is to become a link, and what is allowed; None for a sound one."""
    if sign := _NEVER_IN_ADDRESS.search(address):
        return f"has {_called(sign[0])} in the address", _ADDRESS
    try:
        parts = urlsplit(address)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        return f"{_cut(address)!r} is no web address", _ADDRESS
    return ("carries a user name or a password", _ADDRESS) if "@" in parts.netloc else None


def faults(content: Any, place: str = "") -> Iterator[tuple[str, Wrong]]:
    """Everything that must not stand in a description: the path to it in words ("licenses 1 path"), what it is, what is allowed."""
    if isinstance(content, Mapping):
        for name, inner in content.items():
            yield from faults(inner, f"{place} {name}".strip())
    elif isinstance(content, list):
        for number, inner in enumerate(content, 1):
            yield from faults(inner, f"{place} {number}".strip())
    elif isinstance(content, str):
        found = text_fault(content) or _lines(content, place) or (address_fault(content) if _is_address(content, place) else None)
        if found:
            yield place, found


def _is_address(content: str, place: str) -> bool:
    first, last = place.split()[0], place.split()[-1]
    relative = not re.match("[A-Za-z][A-Za-z0-9+.-]*:|//", content)
    return place in _WEB or (first in _WEB_OR_PATH and last in ("path", "url") and not relative)


def _lines(content: str, place: str) -> Wrong | None:
    if len(content.strip("\n").splitlines()) > 1 and place.split()[-1] not in _LONG:
        return "has a line break in it", "allowed is one line of text"
    return None


def _why_not(text: str, place: int, turned: bool) -> str | None:
    """Why a sign must not stand at a place of a text; None where it may."""
    sign = text[place]
    if sign in TURNING:
        return "which changes the direction of what stands after it"
    if sign in MARKS:
        return None if turned else "which is needed only in text that runs from right to left"
    if sign in JOINERS:
        return None if _joins(text, place) else "which is not seen, and which the letters around it do not need"
    if sign in VARIANTS:
        before = text[place - 1 : place]
        several = before and (
            unicodedata.category(before)[0] == "S" or unicodedata.category(before) == "Lo" or before in "0123456789#*‼⁉"
        )
        return None if several else "which is not seen, and the sign before it has one form only"
    category = unicodedata.category(sign)
    if category == "Cc":
        return "a control character"
    if category in ("Zl", "Zp"):
        return "a line break"
    if category in ("Co", "Cs") or ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF:
        return "which means nothing to others"
    if sign == "\ufffd":
        return "which stands for what was lost when the text was read"
    return "which is not seen" if category == "Cf" or sign in UNSEEN else None


def _joins(text: str, place: int) -> bool:
    """Whether a joiner stands inside a word of a script that needs it, or inside an emoji."""
    before, after = text[:place].rstrip("".join(VARIANTS))[-1:], text[place + 1 : place + 2]
    if not before or not after or before in JOINERS or after in JOINERS:
        return False
    if text[place] == "\u200d" and unicodedata.category(before) in ("So", "Sk") and unicodedata.category(after) == "So":
        return True
    return bool(SCRIPTS & {_script(before), _script(after)})


def _script(sign: str) -> str:
    """The script of a letter, mark or digit, by its name."""
    return unicodedata.name(sign, "").partition(" ")[0] if unicodedata.category(sign)[0] in "LMNP" else ""


def _called(sign: str) -> str:
    """A sign that can't be shown, by its number and name."""
    name = unicodedata.name(sign, "")
    return f"{sign!r}" if " " < sign <= "~" else f"U+{ord(sign):04X}{f' ({name.lower()})' if name else ''}"


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."
