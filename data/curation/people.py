"""Who takes part: the officials and posts that notes mean, known, asked for or new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from data.curation import matching
from data.curation.draft import Draft, own_slug
from data.curation.matching import LIST, plain
from data.curation.notes import Fields, Word, line_of, text_of
from data.curation.sheets import Row

# A post for a position that is no listed office.
NO_POST = "none"


def participant(draft: Draft, given: Fields, number: int, event: Row) -> str:
    """Put in one who takes part; returns the official, empty for an office without a named holder."""
    person = _official(draft, given)
    role, post = _post(draft, given, person, event)
    level = text_of(given.get("level")) or (post["level"] if post else "")
    if not level:
        level = _level(draft, given)
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
        one["official_id"] == person for one, _ in draft.added.get("participants", ()) if one["event_id"] == row["event_id"]
    ):
        draft.wrong(given.line, f"{person} takes part already; each person stands once")
    draft.put("participants", row, given.line)
    return person


def _official(draft: Draft, given: Fields) -> str:
    name = text_of(given.get("name"))
    if official_id := text_of(given.get("official")):
        row = draft.book.one("officials", "official_id", official_id)
        merged = draft.book.one("merged_officials", "official_id", official_id)
        if merged:
            row = draft.book.one("officials", "official_id", merged["kept_as"])
        if row is None:
            found = matching.official(official_id.replace("-", " "), given["country"], draft.book)
            ids = [one["official_id"] for one in ([found.sure] if found.sure else found.near)]
            meant = f"; did you mean {' or '.join(ids)}?" if ids else ""
            draft.wrong(line_of(official_id), f"official: the record has no {official_id}{meant}")
            return ""
        _spelled(draft, row, [name, *given.get("other_spellings", ())])
        return row["official_id"]
    if not name:
        return ""
    found = matching.official(name, given["country"], draft.book)
    if given.get("new"):
        row = None
    elif found.sure or not found.near:
        row = found.sure
    else:
        row = draft.chosen(
            f"“{name}”, {given['country']}",
            name,
            found,
            partial(_about, draft),
            "none of these: a new person",
            "official: ID or new: true",
        )
        if row is None and draft.asker is None:
            return ""
    if row:
        draft.took(name, row["name"], row["official_id"])
        _spelled(draft, row, [name, *given.get("other_spellings", ())])
        return row["official_id"]
    given_up = {one["official_id"] for one in draft.book["merged_officials"].rows}
    values = {
        "official_id": own_slug(name, {one["official_id"] for one in draft.book["officials"].rows} | given_up),
        "name": name,
        "sort_name": text_of(given.get("sort_name")) or name,
        "country": given["country"],
        "other_spellings": LIST.join(given.get("other_spellings") or ()),
        "notes": text_of(given.get("about")),
    }
    if not given.get("sort_name"):
        draft.told.append(
            f"“{name}” is new and is sorted by the name as it stands; give sort_name where the family name comes last."
        )
    return draft.put("officials", values, given.line)["official_id"]


def _about(draft: Draft, row: Row) -> str:
    """A person among several: identifier, country, other spellings, posts."""
    posts = {term["post_id"] for term in draft.book["tenures"].where(official_id=row["official_id"])}
    posts |= {one["post_id"] for one in draft.book["participants"].where(official_id=row["official_id"]) if one["post_id"]}
    titles = [one["title"] for one in draft.book["posts"].rows if one["post_id"] in posts]
    also = f", also {row['other_spellings']}" if row["other_spellings"] else ""
    return f"{row['name']} ({row['official_id']}, {row['country']}{also}){': ' + '; '.join(titles[:3]) if titles else ''}"


def _spelled(draft: Draft, row: Row, names: Sequence[str]) -> None:
    """Keep spellings that the record does not have."""
    known = matching.spellings(row, "name", "sort_name", "other_spellings")
    fresh = [name for name in dict.fromkeys(names) if name and name not in known]
    if fresh:
        spelled = LIST.join([*filter(None, [row["other_spellings"]]), *fresh])
        draft.alter("officials", row, "official_id", "other_spellings", spelled)


def _post(draft: Draft, given: Fields, person: str, event: Row) -> tuple[str, Row | None]:
    """How the post is held, and the post; none where the position is no listed office."""
    position, asked, country = text_of(given.get("position")), given.get("post"), given["country"]
    role, office = _role(draft, position)
    role = text_of(given.get("holds_as")) or role
    if isinstance(asked, Fields):
        values = {name: text_of(asked.get(name)) for name in ("title", "organization", "level")}
        ids = {row["post_id"] for row in draft.book["posts"].rows}
        values["post_id"] = own_slug(f"{country} {asked['title']}", ids)
        values |= {"country": country, "other_titles": LIST.join(asked.get("other_titles") or ())}
        return role, draft.put("posts", values | {"shared": text_of(asked.get("shared")) or "false"}, asked.line)
    if asked is not None:
        if asked == NO_POST:
            return role, None
        own = [row for row in draft.book["posts"].rows if row["country"] == country or row["post_id"] == asked]
        found = matching.named(asked, own, "post_id", "title", "other_titles")
        row = draft.chosen(f"post “{asked}”", asked, found, _office, "")
        if row is None and not found.near:
            told = "a new post is given as title, organization and level, no listed office as none"
            draft.wrong(line_of(asked), f"post: {country} has no office “{asked}” on record; {told}")
        return role, row
    if not position:
        return role, None
    found = matching.post(office, text_of(given.get("organization")), country, draft.book)
    if not found.sure and person:
        terms = matching.held(person, event["start"], event["end"], draft.book)
        found.near += [row for row in terms if row not in found.near]
    if found.sure or not found.near:
        return role, found.sure
    place = Word(position)
    place.line = line_of(given["position"])
    return role, draft.chosen(
        f"position “{position}”", place, found, _office, "none of these: no listed office", f"post: ID or post: {NO_POST}"
    )


def _role(draft: Draft, position: str) -> tuple[str, str]:
    """How an office is held as its wording says, and the office without that."""
    roles = draft.book.words["tenure_roles"]
    for code in roles.codes[1:]:
        label = plain(roles.label(code))
        if plain(position).startswith(f"{label} "):
            return code, re.sub(r"^(of )?(the )?", "", plain(position).removeprefix(label).strip())
    return roles.codes[0], position


def _level(draft: Draft, given: Fields) -> str:
    levels = draft.book.words["levels"]
    who = text_of(given.get("name") or given.get("name_as_given") or given.get("position"))
    listed = [f"{code} {levels.label(code)}" for code in levels.codes]
    if draft.asker is None:
        draft.wrong(given.line, f"“{who}” has no post that gives a level; needed is level: {', '.join(listed)}")
        return str(levels.codes[-1])
    return str(levels.codes[draft.asker.choose(f"Line {given.line}: at which level is “{who}”?", listed)])


def _office(row: Row) -> str:
    return f"{row['title']}, {row['organization']} ({row['post_id']})"
