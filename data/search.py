"""Find an event by an identifier that the record does not have: a link mistyped, cut off or written from memory."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher

import narwhals as nw

from data.frames import collect, lazy, number
from data.record import Tables
from data.texts import fold

# How alike an event must be to be offered, between 0 (nothing in common) and 1 (the same).
ENOUGH = 0.5
# Of a record with more events, so many are compared at most, among those that hold a word or the date as it was asked for.
MANY = 20_000
# A longer identifier than any; what comes after it in an address is not looked at.
_LONGEST = 120
_DATE = re.compile(r"(?<!\d)(\d{4})(?:\D(\d{1,2})(?!\d))?(?:\D(\d{1,2})(?!\d))?")
# A year further off than this from every event's is a number, not a date.
_YEARS = range(1000, 3000)


def nearest(event_id: str, tables: Tables, limit: int = 5) -> list[str]:
    """The identifiers of the events of a record that are most like an identifier; see `nearest_of`."""
    asked = lazy(tables.events, "event_id", "title")
    if number(tables.events) > MANY:
        folded = fold(event_id[:_LONGEST])
        likely = [*_words(folded), *(folded[match.start() : match.end()] for match in [_DATE.search(folded)] if match)]
        asked = asked.filter(nw.any_horizontal(*map(_holds, likely), ignore_nulls=True)).head(MANY) if likely else asked.head(0)
    events = collect(asked, "event_id")
    return nearest_of(event_id, dict(zip(events["event_id"], events["title"], strict=True)), limit)


def nearest_of(event_id: str, titles: Mapping[str, str], limit: int = 5) -> list[str]:
    """The identifiers that are most like an identifier, the most alike first; empty where none is like it. `titles` has each one's title.

    An event is like it by its spelling (Dice's coefficient of the letters in threes, which one slip of the pen hardly
    changes) or by its words and date: the share of the words, rare ones weighing more, that the event's identifier or
    title has, a misspelled word included. An event that has just this identifier comes first. Never raises.
    """
    asked = fold(event_id[:_LONGEST])
    day, words = _date(asked), _words(asked)
    own = {name: set(_words(f"{name} {fold(title)}")) for name, title in titles.items()}
    frequency = Counter(word for found in own.values() for word in found)
    meant = {word: _spellings(word, frequency) for word in words}
    weight = {word: math.log(1 + len(own) / (1 + max((frequency[other] for other in meant[word]), default=0))) for word in words}
    threes = _threes(asked)
    ranked = []
    for name, found in own.items():
        alike = _dice(threes, _threes(name))
        shared = sum(weight[word] for word in words if not found.isdisjoint(meant[word])) / (sum(weight.values()) or 1)
        close = _closeness(day, _date(name))
        told = shared if day is None else close if not words else 0.75 * shared + 0.25 * close
        if max(alike, told) >= ENOUGH:
            ranked.append((name != event_id, -(alike + told), name))
    return [name for _, _, name in sorted(ranked)[:limit]]


def _holds(text: str) -> nw.Expr:
    return nw.col("event_id").str.contains(text, literal=True)


def findable(event_id: str, tables: Tables) -> str:
    """The words of an identifier for the record's own search, so that it finds something; empty where it has none.

    A misspelled word is taken for the most frequent one that is spelled almost like it. Words that the record does not have
    are left out, and so are words that occur in no event together with the rarer ones. A record of very many events is not
    looked through: empty.
    """
    if number(tables.events) > MANY:
        return ""
    text = collect(lazy(tables.event_texts, "text"))["text"]
    frequency = Counter(word for line in text for word in set(_words(line)))
    meant = [
        max(found, key=lambda other: frequency[other])
        for word in _words(fold(event_id[:_LONGEST]))
        if (found := _spellings(word, frequency))
    ]
    kept: list[str] = []
    for word in sorted(set(meant), key=lambda word: (frequency[word], word)):
        holds = text.str.contains(word, regex=False)
        if holds.any():
            kept.append(word)
            text = text[holds]
    return " ".join(word for word in dict.fromkeys(meant) if word in kept)


def _words(text: str) -> list[str]:
    """The words of an identifier or title: letters, and digits that belong to a word rather than to the date in front."""
    plain = _DATE.sub(" ", text, count=1) if _date(text) else text
    return [word for word in re.findall(r"[^\W_]+", plain) if len(word) > 2 and not word.isdecimal()]


def _date(text: str) -> tuple[int, int, int] | None:
    """The first date in a text as year, month and day, 0 for what it does not say; None where it has none."""
    for year, month, day in _DATE.findall(text):
        if int(year) in _YEARS:
            return int(year), int(month or 0), int(day or 0)
    return None


def _closeness(asked: tuple[int, int, int] | None, other: tuple[int, int, int] | None) -> float:
    """How near two dates are: 1 the same as far as both go, less for another day, month or year."""
    if asked is None or other is None:
        return 0.0
    for worth, one, two in zip((0.0, 0.5, 0.8), asked, other, strict=True):
        if one != two and one and two:
            return worth
    return 1.0


def _spellings(word: str, known: Counter[str]) -> list[str]:
    """The words of the record that a word may be meant for: itself, or those spelled almost like it, in alphabetical order."""
    if word in known:
        return [word]
    near = (other for other in known if abs(len(other) - len(word)) <= 2 and len(word) > 3)
    return sorted(other for other in near if SequenceMatcher(None, word, other).ratio() > 0.8)


def _threes(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def _dice(one: set[str], two: set[str]) -> float:
    return 2 * len(one & two) / (len(one) + len(two))
