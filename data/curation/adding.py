"""Add engagements from notes: what they name is matched to the rows on record, and the rows that are missing are put in their places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from data import dates
from data.curation import matching, people
from data.curation.asking import Asker
from data.curation.draft import Draft, own_slug
from data.curation.matching import LIST, plain
from data.curation.notes import Fields, Mistake, NotesError, Word, line_of, text_of
from data.curation.sheets import Book, Row
from data.search import nearest_of
from data.texts import fold

# Left out of an identifier that is made of a title.
SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"))
SLUG_WORDS = 5
SIGNS = "~?%"


class Plan(Draft):
    """A draft that takes engagements as notes have them."""

    def __init__(self, book: Book, file: str, asker: Asker | None = None, allow_duplicate: bool = False) -> None:
        super().__init__(book, file, asker)
        self._allow_duplicate = allow_duplicate
        self._own: set[str] = set()

    def add(self, engagements: Sequence[Fields]) -> None:
        """Put in engagements.

        Raises NotesError with every mistake, and with every question that nobody answers.
        """
        named = [(engagement, self._event_id(engagement)) for engagement in engagements]
        self._own = {event_id for _, event_id in named}
        for engagement, event_id in named:
            self._engagement(engagement, event_id)
        for engagement, event_id in named:
            self._lifts(engagement, event_id)
        if self.mistakes:
            raise NotesError(sorted(set(self.mistakes), key=lambda mistake: (mistake.line, mistake.what)))

    def _engagement(self, given: Fields, event_id: str) -> None:
        if any(dates_wrong := [self._date(given, name) for name in ("start", "end")]):
            self.mistakes += filter(None, dates_wrong)
            return
        types = self.book.words["event_types"].frame.set_index("code")
        context = bool(types.at[given["type"], "context"])
        event = {
            "event_id": event_id,
            **{name: text_of(given.get(name)) for name in ("title", "type", "start", "end", "country", "place", "venue", "format")},
            "scope": text_of(given.get("scope")) or ("context" if context else "engagement"),
            "status": text_of(given.get("status")) or "occurred",
            "date_basis": text_of(given.get("date_basis")) or "stated",
            "place_basis": text_of(given.get("place_basis")) or ("stated" if given.get("place") or given.get("venue") else ""),
            "series_id": self._series(given),
            **{name: text_of(given.get(name)) for name in ("round", "summary", "confidence", "notes")},
            **{name: self._reference(given, name) for name in ("part_of", "lifted_by")},
        }
        self.put("events", event, given.line)
        heads = given.get("headcount") or {}
        for country in given.get("parties") or self.book.pair:
            row = {"event_id": event_id, "country": country, "headcount": text_of(heads.get(country))}
            self.put("event_parties", row, line_of(country, given.line))
        for country in set(heads) - set(given.get("parties") or self.book.pair):
            self.wrong(heads.lines[country], f"headcount names {country}, which is not among the parties")
        for area in given.get("focus_areas") or ():
            code, words = (area["focus_area"], area.get("words")) if isinstance(area, Fields) else (area, None)
            row = {"event_id": event_id, "focus_area": code, "words": text_of(words)}
            self.put("event_focus_areas", row, line_of(area))
        places = self._places(given, event_id)
        for unit in given.get("units") or ():
            name, country = (unit["unit"], unit.get("country")) if isinstance(unit, Fields) else (unit, None)
            self.put("event_units", {"event_id": event_id, "unit": name, "country": text_of(country)}, line_of(unit))
        for number, outcome in enumerate(given.get("outcomes") or (), 1):
            self.put("event_outcomes", {"event_id": event_id, "number": str(number), "outcome": outcome}, line_of(outcome))
        pages = self._sources(given, event_id)
        self._conflicts(given, event_id, pages)
        persons = {people.participant(self, one, number, event) for number, one in enumerate(given.get("participants") or (), 1)}
        self._duplicates(given, event, persons, places)

    def _event_id(self, given: Fields) -> str:
        line = given.lines.get("id", given.line)
        event_id = text_of(given.get("id")) or _slug(text_of(given["start"]), text_of(given["title"]))
        if self.book.one("events", "event_id", event_id) or event_id in self._own:
            self.wrong(line, f"{event_id} is on record already; give this engagement an id of its own, or leave it out")
        elif retracted := self.book.one("retractions", "event_id", event_id):
            self.wrong(
                line, f"{event_id} was retracted on {retracted['retracted']}: {retracted['why']} An identifier is never used again"
            )
        self._own.add(event_id)
        return event_id

    def _date(self, given: Fields, name: str) -> Mistake | None:
        text = text_of(given.get(name))
        try:
            dates.parse(text) if text else None
        except ValueError as error:
            return Mistake(self.file, line_of(text), f"{name}: {error}")
        return None

    def _reference(self, given: Fields, name: str, value: Any = None) -> str:
        event_id = text_of(given.get(name) if value is None else value)
        if event_id and event_id not in self._own and not self.book.one("events", "event_id", event_id):
            near = nearest_of(event_id, {row["event_id"]: row["title"] for row in self.book["events"].rows}, 3)
            meant = f"; did you mean {' or '.join(near)}?" if near else "; needed is an event_id"
            self.wrong(line_of(event_id), f"{name}: the record has no event {event_id}{meant}")
        return event_id

    def _lifts(self, given: Fields, event_id: str) -> None:
        for one in given.get("lifts") or ():
            lifted = self._reference(given, "lifts", one)
            row = self.book.one("events", "event_id", lifted)
            if row and row["lifted_by"] not in ("", event_id):
                self.wrong(line_of(one), f"lifts: {lifted} is lifted by {row['lifted_by']} already")
            elif row:
                self.alter("events", row, "event_id", "lifted_by", event_id)

    def _series(self, given: Fields) -> str:
        asked = given.get("series")
        if asked is None:
            return ""
        if isinstance(asked, Fields):
            row = {
                "series_id": own_slug(asked["name"], {row["series_id"] for row in self.book["series"].rows}),
                "name": asked["name"],
                "other_names": LIST.join(asked.get("other_names") or ()),
                "description": asked["description"],
            }
            return self.put("series", row, asked.line)["series_id"]
        found = matching.named(asked, self.book["series"].rows, "series_id", "name", "other_names")
        if row := self.chosen(f"series “{asked}”", asked, found, lambda row: row["name"], ""):
            self.took(asked, row["name"], row["series_id"])
            return row["series_id"]
        if not found.near:
            self.wrong(line_of(asked), f"series: the record has no “{asked}”; a new series is given as name and description")
        return ""

    def _places(self, given: Fields, event_id: str) -> set[str]:
        """Put in the listed places of an event: those that the notes list, or else those that its place names."""
        country, listed = text_of(given.get("country")), given.get("places")
        known = self.book["places"]
        if listed is None:
            text = text_of(given.get("place"))
            here = [row for row in known.rows if not country or row["country"] in (country, "")]
            whole = matching.named(text, here, "place_id", "name", "other_names").sure if text else None
            pieces = (
                [whole]
                if whole
                else [
                    matching.named(piece, here, "place_id", "name", "other_names").sure
                    for piece in re.split(r",| and |;", text)
                    if piece
                ]
            )
            ids = {row["place_id"]: line_of(text) for row in pieces if row}
            if text and not ids:
                self.told.append(
                    f"“{text}” is no listed place; it stands on the event alone. To list it, give places with its name."
                )
        else:
            ids = {}
            for place in listed:
                if isinstance(place, Fields):
                    row = {
                        "place_id": own_slug(place["name"], {row["place_id"] for row in known.rows}),
                        "name": place["name"],
                        "country": text_of(place.get("country")) or country,
                        "other_names": LIST.join(place.get("other_names") or ()),
                    }
                    ids[self.put("places", row, place.line)["place_id"]] = place.line
                    continue
                found = matching.named(place, known.rows, "place_id", "name", "other_names")
                if row := self.chosen(f"place “{place}”", place, found, lambda row: f"{row['name']}, {row['country']}", ""):
                    self.took(place, row["name"], row["place_id"])
                    ids[row["place_id"]] = line_of(place)
                elif not found.near:
                    self.wrong(line_of(place), f"places: “{place}” is not listed; a new place is given as name and country")
        for place_id, line in ids.items():
            self.put("event_places", {"event_id": event_id, "place_id": place_id}, line)
        return set(ids)

    def _sources(self, given: Fields, event_id: str) -> dict[str, str]:
        """Put in the pages that are not on record, and the citations; returns the source of each address of the notes."""
        pages: dict[str, str] = {}
        for page in given["sources"]:
            if problem := self.problem("sources", "url", page["url"]):
                self.wrong(line_of(page["url"]), f"url: {', '.join(problem)}")
                continue
            row = matching.source(page["url"], self.book)
            if row is None:
                if missing := [name for name in ("publisher", "kind") if name not in page]:
                    self.wrong(
                        page.line, f"the page is not on record; needed are its publisher and kind (missing: {', '.join(missing)})"
                    )
                numbers = [int(known["source_id"][1:]) for known in self.book["sources"].rows]
                values = {name: text_of(page.get(name)) for name in ("url", "publisher", "title", "published", "kind")}
                row = self.put("sources", {"source_id": f"s{max(numbers, default=0) + 1:04d}"} | values, page.line)
            else:
                self.told.append(f"{page['url']} is on record as {row['source_id']}, {row['publisher']}.")
                for name in ("publisher", "title", "published", "kind"):
                    if page.get(name) and text_of(page[name]) != row[name]:
                        self.told.append(f"  Its {name} stays “{row[name]}”; the notes say “{text_of(page[name])}”.")
            pages[page["url"]] = row["source_id"]
        for page in given["sources"]:
            if page["url"] in pages:
                row = {
                    "event_id": event_id,
                    "source_id": pages[page["url"]],
                    "supports": " ".join(page.get("supports") or ()),
                    "same_text_as": self._page("same_text_as", page.get("same_text_as"), pages),
                }
                self.put("citations", row, page.line)
        return pages

    def _page(self, name: str, url: Word | None, pages: Mapping[str, str]) -> str:
        if url is None:
            return ""
        row = matching.source(url, self.book)
        if row is None:
            self.wrong(line_of(url), f"{name}: {url} is neither among the sources of this engagement nor on record")
        return row["source_id"] if row else ""

    def _conflicts(self, given: Fields, event_id: str, pages: Mapping[str, str]) -> None:
        for number, conflict in enumerate(given.get("conflicts") or (), 1):
            key, resolution = f"{event_id}-c{number}", text_of(conflict.get("resolution"))
            row = {
                "conflict_id": key,
                "event_id": event_id,
                "field": conflict["field"],
                "resolution": resolution,
                "why": conflict["why"],
            }
            self.put("conflicts", row, conflict.line)
            for place, one in enumerate(conflict["values"], 1):
                accepted = text_of(one.get("accepted")) or (
                    "true" if plain(text_of(one["value"])) == plain(resolution) else "false"
                )
                row = {
                    "conflict_id": key,
                    "number": str(place),
                    "value": text_of(one["value"]),
                    "source_id": self._page("source", one["source"], pages),
                    "accepted": accepted if resolution else "",
                }
                self.put("conflict_values", row, one.line)

    def _duplicates(self, given: Fields, event: Row, persons: set[str], places: set[str]) -> None:
        for row, common in matching.duplicates(event, persons, places, self.book):
            names = [one["name"] for one in self.book["officials"].rows if one["official_id"] in common]
            with_whom = f" with {', '.join(names)}" if names else ""
            what = f"this may be {row['event_id']} once more: {row['title']}, {row['start']}{with_whom}"
            if self._allow_duplicate:
                self.told.append(f"Line {given.line}: {what}.")
            elif self.asker is None:
                self.wrong(given.line, f"{what}. Where it is another event, say so by --allow-duplicate, or name it in part_of")
            elif not self.asker.agree(f"Line {given.line}: {what}. Add it all the same?"):
                self.wrong(given.line, f"{row['event_id']} is the same event; it is not added again")


def _slug(start: str, title: str) -> str:
    words = [word for word in re.findall(r"[a-z0-9]+", fold(title).replace("’", "").replace("'", "")) if word not in SMALL_WORDS]
    return "-".join([start.rstrip(SIGNS), *words[:SLUG_WORDS]])
