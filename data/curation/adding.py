"""Add engagements from notes: what they name is matched to the rows on record, and the rows that are missing are put in their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from data import dates
from data.checks.cells import Column
from data.curation import matching
from data.curation.asking import Asker
from data.curation.matching import LIST, Found, plain
from data.curation.notes import Fields, Mistake, NotesError, Word, line_of, text_of
from data.curation.sheets import Book, Row
from data.record import is_vocabulary
from data.search import nearest_of
from data.texts import fold

# A post for a position that is no listed office.
NO_POST = "none"
# Left out of an identifier that is made of a title.
SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"))
SLUG_WORDS = 5
SIGNS = "~?%"


class Plan:
    """A record with the engagements of some notes put in, in memory: what is new, what is altered, what was taken for what."""

    def __init__(self, book: Book, file: str, asker: Asker | None = None, allow_duplicate: bool = False) -> None:
        self.book, self.file = book, file
        # The rows put in, by table, each with the line of the notes that it comes from.
        self.added: dict[str, list[tuple[Row, int]]] = {}
        # The cells altered: table, key, column, before, after.
        self.altered: list[tuple[str, str, str, str, str]] = []
        # What was taken for what, in sentences.
        self.told: list[str] = []
        self.mistakes: list[Mistake] = []
        self._asker, self._allow_duplicate = asker, allow_duplicate
        self._columns = _columns(book)
        self._keys = _keys(book)
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

    def place_of(self, table: str, line: int) -> str:
        """Where in the notes a line of an altered table comes from; empty where it stood there before."""
        rows = self.book[table].rows
        if 2 <= line < len(rows) + 2:
            return next((f"{self.file}:{of}" for row, of in self.added.get(table, ()) if row is rows[line - 2]), "")
        return ""

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
        self._put("events", event, given.line)
        heads = given.get("headcount") or {}
        for country in given.get("parties") or self.book.pair:
            row = {"event_id": event_id, "country": country, "headcount": text_of(heads.get(country))}
            self._put("event_parties", row, line_of(country, given.line))
        for country in set(heads) - set(given.get("parties") or self.book.pair):
            self._wrong(heads.lines[country], f"headcount names {country}, which is not among the parties")
        for area in given.get("focus_areas") or ():
            code, words = (area["focus_area"], area.get("words")) if isinstance(area, Fields) else (area, None)
            row = {"event_id": event_id, "focus_area": code, "words": text_of(words)}
            self._put("event_focus_areas", row, line_of(area))
        places = self._places(given, event_id)
        for unit in given.get("units") or ():
            name, country = (unit["unit"], unit.get("country")) if isinstance(unit, Fields) else (unit, None)
            self._put("event_units", {"event_id": event_id, "unit": name, "country": text_of(country)}, line_of(unit))
        for number, outcome in enumerate(given.get("outcomes") or (), 1):
            self._put("event_outcomes", {"event_id": event_id, "number": str(number), "outcome": outcome}, line_of(outcome))
        pages = self._sources(given, event_id)
        self._conflicts(given, event_id, pages)
        people = {self._participant(one, number, event) for number, one in enumerate(given.get("participants") or (), 1)}
        self._duplicates(given, event, people, places)

    def _event_id(self, given: Fields) -> str:
        line = given.lines.get("id", given.line)
        event_id = text_of(given.get("id")) or _slug(text_of(given["start"]), text_of(given["title"]))
        if self.book.one("events", "event_id", event_id) or event_id in self._own:
            self._wrong(line, f"{event_id} is on record already; give this engagement an id of its own, or leave it out")
        elif retracted := self.book.one("retractions", "event_id", event_id):
            self._wrong(
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
            self._wrong(line_of(event_id), f"{name}: the record has no event {event_id}{meant}")
        return event_id

    def _lifts(self, given: Fields, event_id: str) -> None:
        for one in given.get("lifts") or ():
            lifted = self._reference(given, "lifts", one)
            row = self.book.one("events", "event_id", lifted)
            if row and row["lifted_by"] not in ("", event_id):
                self._wrong(line_of(one), f"lifts: {lifted} is lifted by {row['lifted_by']} already")
            elif row:
                self._alter("events", row, "event_id", "lifted_by", event_id)

    def _series(self, given: Fields) -> str:
        asked = given.get("series")
        if asked is None:
            return ""
        if isinstance(asked, Fields):
            row = {
                "series_id": _own_slug(asked["name"], {row["series_id"] for row in self.book["series"].rows}),
                "name": asked["name"],
                "other_names": LIST.join(asked.get("other_names") or ()),
                "description": asked["description"],
            }
            return self._put("series", row, asked.line)["series_id"]
        found = matching.named(asked, self.book["series"].rows, "series_id", "name", "other_names")
        if row := self._chosen(f"series “{asked}”", asked, found, lambda row: row["name"], ""):
            self._took(asked, row["name"], row["series_id"])
            return row["series_id"]
        if not found.near:
            self._wrong(line_of(asked), f"series: the record has no “{asked}”; a new series is given as name and description")
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
                        "place_id": _own_slug(place["name"], {row["place_id"] for row in known.rows}),
                        "name": place["name"],
                        "country": text_of(place.get("country")) or country,
                        "other_names": LIST.join(place.get("other_names") or ()),
                    }
                    ids[self._put("places", row, place.line)["place_id"]] = place.line
                    continue
                found = matching.named(place, known.rows, "place_id", "name", "other_names")
                if row := self._chosen(f"place “{place}”", place, found, lambda row: f"{row['name']}, {row['country']}", ""):
                    self._took(place, row["name"], row["place_id"])
                    ids[row["place_id"]] = line_of(place)
                elif not found.near:
                    self._wrong(line_of(place), f"places: “{place}” is not listed; a new place is given as name and country")
        for place_id, line in ids.items():
            self._put("event_places", {"event_id": event_id, "place_id": place_id}, line)
        return set(ids)

    def _sources(self, given: Fields, event_id: str) -> dict[str, str]:
        """Put in the pages that are not on record, and the citations; returns the source of each address of the notes."""
        pages: dict[str, str] = {}
        for page in given["sources"]:
            if problem := _problem(self._columns["sources"]["url"], page["url"]):
                self._wrong(line_of(page["url"]), f"url: {', '.join(problem)}")
                continue
            row = matching.source(page["url"], self.book)
            if row is None:
                if missing := [name for name in ("publisher", "kind") if name not in page]:
                    self._wrong(
                        page.line, f"the page is not on record; needed are its publisher and kind (missing: {', '.join(missing)})"
                    )
                numbers = [int(known["source_id"][1:]) for known in self.book["sources"].rows]
                values = {name: text_of(page.get(name)) for name in ("url", "publisher", "title", "published", "kind")}
                row = self._put("sources", {"source_id": f"s{max(numbers, default=0) + 1:04d}"} | values, page.line)
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
                self._put("citations", row, page.line)
        return pages

    def _page(self, name: str, url: Word | None, pages: Mapping[str, str]) -> str:
        if url is None:
            return ""
        row = matching.source(url, self.book)
        if row is None:
            self._wrong(line_of(url), f"{name}: {url} is neither among the sources of this engagement nor on record")
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
            self._put("conflicts", row, conflict.line)
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
                self._put("conflict_values", row, one.line)

    def _participant(self, given: Fields, number: int, event: Row) -> str:
        """Put in one who takes part; returns the official, empty for an office without a named holder."""
        person = self._official(given)
        role, post = self._post(given, person, event)
        level = text_of(given.get("level")) or (post["level"] if post else "")
        if not level:
            level = self._level(given)
        row = {
            "event_id": event["event_id"],
            "number": str(number),
            "official_id": person,
            **{name: text_of(given.get(name)) for name in ("name_as_given", "country", "position", "organization", "capacity")},
            "post_id": post["post_id"] if post else "",
            "tenure_role": role if post else "",
            "tenure_exception": text_of(given.get("tenure_exception")),
            "level": level,
        }
        if person and any(
            one["official_id"] == person for one, _ in self.added.get("participants", ()) if one["event_id"] == row["event_id"]
        ):
            self._wrong(given.line, f"{person} takes part already; each person stands once")
        self._put("participants", row, given.line)
        return person

    def _official(self, given: Fields) -> str:
        name = text_of(given.get("name"))
        if official_id := text_of(given.get("official")):
            row = self.book.one("officials", "official_id", official_id)
            merged = self.book.one("merged_officials", "official_id", official_id)
            if merged:
                row = self.book.one("officials", "official_id", merged["kept_as"])
            if row is None:
                found = matching.official(official_id.replace("-", " "), given["country"], self.book)
                ids = [one["official_id"] for one in ([found.sure] if found.sure else found.near)]
                meant = f"; did you mean {' or '.join(ids)}?" if ids else ""
                self._wrong(line_of(official_id), f"official: the record has no {official_id}{meant}")
                return ""
            self._spelled(row, [name, *given.get("other_spellings", ())])
            return row["official_id"]
        if not name:
            return ""
        found = matching.official(name, given["country"], self.book)
        if given.get("new"):
            row = None
        elif found.sure or not found.near:
            row = found.sure
        else:
            row = self._chosen(
                f"“{name}”, {given['country']}",
                name,
                found,
                self._about,
                "none of these: a new person",
                "official: ID or new: true",
            )
            if row is None and self._asker is None:
                return ""
        if row:
            self._took(name, row["name"], row["official_id"])
            self._spelled(row, [name, *given.get("other_spellings", ())])
            return row["official_id"]
        given_up = {one["official_id"] for one in self.book["merged_officials"].rows}
        values = {
            "official_id": _own_slug(name, {one["official_id"] for one in self.book["officials"].rows} | given_up),
            "name": name,
            "sort_name": text_of(given.get("sort_name")) or name,
            "country": given["country"],
            "other_spellings": LIST.join(given.get("other_spellings") or ()),
            "notes": text_of(given.get("about")),
        }
        if not given.get("sort_name"):
            self.told.append(
                f"“{name}” is new and is sorted by the name as it stands; give sort_name where the family name comes last."
            )
        return self._put("officials", values, given.line)["official_id"]

    def _about(self, row: Row) -> str:
        """A person among several: identifier, country, other spellings, posts."""
        posts = {term["post_id"] for term in self.book["tenures"].where(official_id=row["official_id"])}
        posts |= {one["post_id"] for one in self.book["participants"].where(official_id=row["official_id"]) if one["post_id"]}
        titles = [one["title"] for one in self.book["posts"].rows if one["post_id"] in posts]
        also = f", also {row['other_spellings']}" if row["other_spellings"] else ""
        return f"{row['name']} ({row['official_id']}, {row['country']}{also}){': ' + '; '.join(titles[:3]) if titles else ''}"

    def _spelled(self, row: Row, names: Sequence[str]) -> None:
        """Keep spellings that the record does not have."""
        known = matching.spellings(row, "name", "sort_name", "other_spellings")
        fresh = [name for name in dict.fromkeys(names) if name and name not in known]
        if fresh:
            spelled = LIST.join([*filter(None, [row["other_spellings"]]), *fresh])
            self._alter("officials", row, "official_id", "other_spellings", spelled)

    def _post(self, given: Fields, person: str, event: Row) -> tuple[str, Row | None]:
        """How the post is held, and the post; none where the position is no listed office."""
        position, asked, country = text_of(given.get("position")), given.get("post"), given["country"]
        role, office = self._role(position)
        role = text_of(given.get("holds_as")) or role
        if isinstance(asked, Fields):
            values = {name: text_of(asked.get(name)) for name in ("title", "organization", "level")}
            ids = {row["post_id"] for row in self.book["posts"].rows}
            values["post_id"] = _own_slug(f"{country} {asked['title']}", ids)
            values |= {"country": country, "other_titles": LIST.join(asked.get("other_titles") or ())}
            return role, self._put("posts", values | {"shared": text_of(asked.get("shared")) or "false"}, asked.line)
        if asked is not None:
            if asked == NO_POST:
                return role, None
            own = [row for row in self.book["posts"].rows if row["country"] == country or row["post_id"] == asked]
            found = matching.named(asked, own, "post_id", "title", "other_titles")
            row = self._chosen(f"post “{asked}”", asked, found, _office, "")
            if row is None and not found.near:
                told = "a new post is given as title, organization and level, no listed office as none"
                self._wrong(line_of(asked), f"post: {country} has no office “{asked}” on record; {told}")
            return role, row
        if not position:
            return role, None
        found = matching.post(office, text_of(given.get("organization")), country, self.book)
        if not found.sure and person:
            terms = matching.held(person, event["start"], event["end"], self.book)
            found.near += [row for row in terms if row not in found.near]
        if found.sure or not found.near:
            return role, found.sure
        place = Word(position)
        place.line = line_of(given["position"])
        return role, self._chosen(
            f"position “{position}”", place, found, _office, "none of these: no listed office", f"post: ID or post: {NO_POST}"
        )

    def _role(self, position: str) -> tuple[str, str]:
        """How an office is held as its wording says, and the office without that."""
        roles = self.book.words["tenure_roles"]
        for code in roles.codes[1:]:
            label = plain(roles.label(code))
            if plain(position).startswith(f"{label} "):
                return code, re.sub(r"^(of )?(the )?", "", plain(position).removeprefix(label).strip())
        return roles.codes[0], position

    def _level(self, given: Fields) -> str:
        levels = self.book.words["levels"]
        who = text_of(given.get("name") or given.get("name_as_given") or given.get("position"))
        listed = [f"{code} {levels.label(code)}" for code in levels.codes]
        if self._asker is None:
            self._wrong(given.line, f"“{who}” has no post that gives a level; needed is level: {', '.join(listed)}")
            return str(levels.codes[-1])
        return str(levels.codes[self._asker.choose(f"Line {given.line}: at which level is “{who}”?", listed)])

    def _chosen(
        self, what: str, place: Word, found: Found, about: Callable[[Row], str], none: str, instead: str = "its identifier"
    ) -> Row | None:
        """The row that is meant; asked for where several may be. `none` is the last option, where there may be none."""
        if found.sure or not found.near:
            return found.sure
        options = [about(row) for row in found.near]
        if self._asker is None:
            listed = "".join(f"\n    {option}" for option in options)
            self._wrong(line_of(place), f"{what} may be one of these; say which by {instead}:{listed}")
            return None
        answer = self._asker.choose(f"Line {line_of(place)}: {what} may be", [*options, none or "none of these"])
        if answer < len(options):
            return found.near[answer]
        if not none:
            self._wrong(line_of(place), f"{what} is not on record")
        return None

    def _duplicates(self, given: Fields, event: Row, people: set[str], places: set[str]) -> None:
        for row, common in matching.duplicates(event, people, places, self.book):
            names = [one["name"] for one in self.book["officials"].rows if one["official_id"] in common]
            with_whom = f" with {', '.join(names)}" if names else ""
            what = f"this may be {row['event_id']} once more: {row['title']}, {row['start']}{with_whom}"
            if self._allow_duplicate:
                self.told.append(f"Line {given.line}: {what}.")
            elif self._asker is None:
                self._wrong(given.line, f"{what}. Where it is another event, say so by --allow-duplicate, or name it in part_of")
            elif not self._asker.agree(f"Line {given.line}: {what}. Add it all the same?"):
                self._wrong(given.line, f"{row['event_id']} is the same event; it is not added again")

    def _put(self, table: str, values: dict[str, str], line: int) -> Row:
        """Put a row where it belongs; a cell that may not be so is a mistake on its line, or on that of the row."""
        told = {mistake.line for mistake in self.mistakes}
        for name, value in values.items():
            # What is empty because of a mistake that is told already is not told again.
            if (value or line not in told) and (problem := _problem(self._columns[table][name], value)):
                self._wrong(line_of(value, line), f"{name}: {', '.join(problem)}")
        key = self._keys[table]
        if self.book[table].where(**{name: values[name] for name in key}):
            self._wrong(line, f"{table} has {' '.join(values[name] for name in key)} already; each stands once")
        sheet = self.book[table]
        if table == "events":
            row = self.book.put_event(values)
        elif table == "conflict_values":
            row = self.book.put_of_conflict(values)
        elif "event_id" in sheet.columns:
            row = self.book.put_of_event(table, values)
        elif table in ("sources", "posts"):
            row = sheet.put(values)
        else:
            row = sheet.put_in_order(values, lambda row: row[key[0]])
        self.added.setdefault(table, []).append((row, line))
        return row

    def _alter(self, table: str, row: Row, key: str, column: str, value: str) -> None:
        if any(row is own for own, _ in self.added.get(table, ())):
            row[column] = str(value)
            return
        self.altered.append((table, row[key], column, row[column], str(value)))
        self.book[table].change(row, **{column: str(value)})

    def _took(self, asked: str, name: str, identifier: str) -> None:
        if asked not in (name, identifier):
            self.told.append(f"“{asked}” is taken for {name} ({identifier}).")

    def _wrong(self, line: int, what: str) -> None:
        self.mistakes.append(Mistake(self.file, line, what))


def _office(row: Row) -> str:
    return f"{row['title']}, {row['organization']} ({row['post_id']})"


def _columns(book: Book) -> dict[str, dict[str, Column]]:
    """For each table, its columns and what they allow."""
    return {
        resource["name"]: {field["name"]: Column(resource["name"], field) for field in resource["schema"]["fields"]}
        for resource in book.descriptor["resources"]
        if not is_vocabulary(resource)
    }


def _problem(column: Column, text: str) -> tuple[str, str] | None:
    return column.broken(text) or column.unfit(text)


def _keys(book: Book) -> dict[str, list[str]]:
    keys = {resource["name"]: resource["schema"]["primaryKey"] for resource in book.descriptor["resources"]}
    return {name: [key] if isinstance(key, str) else key for name, key in keys.items()}


def _slug(start: str, title: str) -> str:
    words = [word for word in re.findall(r"[a-z0-9]+", fold(title).replace("’", "").replace("'", "")) if word not in SMALL_WORDS]
    return "-".join([start.rstrip(SIGNS), *words[:SLUG_WORDS]])


def _own_slug(name: str, taken: set[str]) -> str:
    """An identifier made of a name that no row has."""
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(name))) or "unnamed"
    number = next(number for number in range(1, len(taken) + 2) if (slug if number == 1 else f"{slug}-{number}") not in taken)
    return slug if number == 1 else f"{slug}-{number}"
