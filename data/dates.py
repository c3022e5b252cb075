"""Dates as the record writes them: EDTF (ISO 8601-2) days, months and years, approximate or uncertain where sources are."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from edtf.parser import grammar
from edtf.parser.parser_classes import Date, UncertainOrApproximate
from pyparsing import ParseException

ALLOWED = "an EDTF day, month or year such as 2024-06-04, 2024-06 or 2024, with ~ (approximate) or ? (uncertain) at the end"

# In characters; the longest that is allowed has eleven.
LONGEST = 40
# Of the library's grammar only what a record may write: the whole of it takes many times as long to read a date.
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_GRAMMAR = grammar.date ^ grammar.uncertainOrApproxDate


@dataclass(frozen=True, slots=True)
class Span:
    """The days that an EDTF date can mean: first and last day, both included.

    `precision` is "day", "month" or "year"; `approximate` and `uncertain` are the marks ~ and ? (% is both).
    """

    first: date
    last: date
    precision: str
    approximate: bool
    uncertain: bool


# How far a date marked approximate or uncertain may lie from what it says, by its precision.
_TOLERANCE = {"day": timedelta(days=31), "month": timedelta(days=31), "year": timedelta(days=366)}


def widened(span: Span) -> tuple[date, date]:
    """The days that a date may mean when its mark ~ or ? is taken seriously: a year more for a year, else a month, both ways."""
    slack = _TOLERANCE[span.precision] if span.approximate or span.uncertain else timedelta(0)
    first = span.first - min(slack, span.first - date.min)
    return first, span.last + min(slack, date.max - span.last)


@lru_cache(maxsize=65536)
def parse(text: str) -> Span:
    """Read an EDTF date.

    Raises ValueError, in a sentence that says what is allowed, for anything but a day, month or year.
    """
    if _ISO_DAY.fullmatch(text):
        # Nearly all dates are plain days; the grammar takes a thousand times as long to find the same.
        with suppress(ValueError):
            day = date.fromisoformat(text)
            return Span(day, day, "day", False, False)
    if len(text) > LONGEST:
        raise ValueError(f"{text[:LONGEST]!r} and what follows is not a date; allowed is {ALLOWED}")
    try:
        value = _GRAMMAR.parse_string(text, parse_all=True)[0]
    except (ParseException, ValueError) as error:
        raise ValueError(f"{text!r} is not a date; allowed is {ALLOWED}") from error
    plain = value.date if isinstance(value, UncertainOrApproximate) else value
    # A season is a kind of Date there, and so is a year of which so many digits are significant (2024S2).
    if type(plain) is not Date or "S" in text:
        raise ValueError(f"{text!r} is not a day, month or year; allowed is {ALLOWED}")
    try:
        first, last = (date(*day[:3]) for day in (plain.lower_strict(), plain.upper_strict()))
    except ValueError as error:
        # The year 0 and, where the grammar takes any day up to 31, the last days of shorter months.
        why = "is outside the years 1 to 9999" if text.startswith("0000") else "is not a date"
        raise ValueError(f"{text!r} {why}; allowed is {ALLOWED}") from error
    both = bool(value.is_uncertain_and_approximate)
    return Span(first, last, plain.precision, both or bool(value.is_approximate), both or bool(value.is_uncertain))


def in_words(text: str) -> str:
    """An EDTF date for a reader, its precision included: "October 2024, day not stated".

    Raises ValueError as `parse` does.
    """
    span = parse(text)
    month = calendar.month_name[span.first.month]
    words = {
        "day": f"{month} {span.first.day}, {span.first.year}",
        "month": f"{month} {span.first.year}, day not stated",
        "year": f"{span.first.year}, day and month not stated",
    }[span.precision]
    marks = [word for word, holds in (("approximate", span.approximate), ("uncertain", span.uncertain)) if holds]
    return f"{words} ({' and '.join(marks)})" if marks else words


def range_in_words(start: str, end: str | None) -> str:
    """Start and end of an event for a reader: one day, "from … to …", or a start whose end is not known.

    Raises ValueError as `parse` does.
    """
    if not end:
        return f"{in_words(start)}; end not stated" if parse(start).precision == "day" else in_words(start)
    return in_words(start) if start == end else f"{in_words(start)} to {in_words(end)}"
