"""What must not stand in a text is refused with its name; markup, and every sign that a script needs, is text like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import plain_text
from data.check import check

SOUND = {
    "markup": '<img src=x onerror="alert(1)"> **b** [x](javascript:alert(1)) $x^2$ :red[r] &lt; %{x}',
    "an accent": "Trentinö, Esthía",
    "Khmer, with a zero-width space where a line may break": "ក្រសួង\u200bការពារ\u200bជាតិ",
    "Persian, with a non-joiner inside a word": "می\u200cخواهم",
    "Hebrew, with a mark before a sign of no direction": "שלום\u200f!",
    "Sinhala, with a joiner": "ශ්\u200dරී",
    "an emoji of several": "👩\u200d🚀",
    "an emoji in color": "❤️",
    "spaces that do not break": "10\u00a0000\u202fkm",
}
REFUSED = {
    "an override": ("Firefly \u202egpj.exe", "U+202E (right-to-left override)"),
    "an isolate": ("Firefly\u2066", "U+2066 (left-to-right isolate)"),
    "a mark without text that runs from right to left": ("Firefly\u200f", "U+200F (right-to-left mark)"),
    "a zero-width space in a Latin word": ("Fire\u200bfly", "U+200B (zero width space)"),
    "a joiner at the end": ("ខ្មែរ\u200d", "U+200D (zero width joiner)"),
    "two joiners": ("ខ\u200b\u200bម", "U+200B (zero width space)"),
    "a byte order mark": ("\ufeffFirefly", "U+FEFF (zero width no-break space)"),
    "a soft hyphen": ("Fire\u00adfly", "U+00AD (soft hyphen)"),
    "a form of a letter that has one": ("F\ufe0firefly", "U+FE0F (variation selector-16)"),
    "an empty letter": ("\u3164", "U+3164 (hangul filler)"),
    "a control character": ("Fire\x07fly", "U+0007, a control character"),
    "an escape sequence": ("\x1b[31mFirefly", "U+001B, a control character"),
    "a null": ("Fire\x00fly", "U+0000, a control character"),
    "a line separator": ("Fire\u2028fly", "U+2028 (line separator), a line break"),
    "what was lost in reading": ("Trentin\ufffd", "U+FFFD (replacement character), which stands for what was lost"),
    "a private sign": ("\ue000", "U+E000, which means nothing to others"),
    "an accent on its own": ("Trentino\u0308", "as several signs where there is one"),
}
ADDRESSES = {
    "javascript:alert(1)": "no web address",
    "JaVaScRiPt://example.org/%0aalert(1)": "no web address",
    "data:text/html,<script>": "has '<'",
    "data:text/html;base64,eA==": "no web address",
    "file:///etc/passwd": "no web address",
    "//freedonia.example": "no web address",
    "https://": "no web address",
    "https://freedonia.example:99999/": "no web address",
    "https://rufus:duck@freedonia.example/": "a user name or a password",
    "https://freedonia.example/a b": "U+0020 (space)",
    "https://freedonia.example/\ta": "U+0009",
    'https://freedonia.example/"onmouseover="alert(1)': "has '\"'",
    "https://freedonia.example/<script>": "has '<'",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_what_a_reader_sees_is_sound(text: str) -> None:
    assert plain_text.text_fault(text) is None


@pytest.mark.parametrize(("text", "named"), REFUSED.values(), ids=REFUSED)
def test_what_no_reader_sees_is_refused_by_name(text: str, named: str) -> None:
    what, allowed = plain_text.text_fault(text) or ("", "")
    assert named in what and allowed.startswith("allowed are signs that a reader sees")
    assert what.isprintable(), "a fault does not repeat what can't be shown"


@pytest.mark.parametrize(("address", "why"), ADDRESSES.items(), ids=ADDRESSES)
def test_what_does_not_lead_to_a_page_is_no_address(address: str, why: str) -> None:
    what, allowed = plain_text.address_fault(address) or ("", "")
    assert why in what and allowed.startswith("allowed is a web address")


@pytest.mark.parametrize("address", ["https://freedonia.example:8443/a(b)?c=d&e=%20#f", "http://freedonia.example/manœuvres@home"])
def test_an_address_of_a_page_is_sound(address: str) -> None:
    assert plain_text.address_fault(address) is None


def test_the_check_names_file_line_and_column_of_each(copy: Path) -> None:
    damage = {
        "tables/events.csv": [("The two armies train together again.", "The two \u202earmies."), ("Duck Base", "Duck\u200bBase")],
        "tables/sources.csv": [("https://sylvania.example/army", "https://rufus:duck@sylvania.example/army")],
        "vocabulary/formats.yaml": [("label: Duet", 'label: "Du\\u00adet"')],
        "datapackage.yaml": [
            ("title: Freedonia–Sylvania", 'title: "Freedonia\\nSylvania"\nhomepage: javascript:alert(1)\n#'),
            ("https://creativecommons.org", "javascript://creativecommons.org"),
        ],
    }
    for name, changes in damage.items():
        file = copy / name
        text = file.read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        file.write_text(text, encoding="utf-8")
    found = {(fault.file, fault.line, fault.column): fault.what for fault in check(copy)}
    assert "U+202E" in found["events.csv", 8, "summary"]
    assert "U+200B" in found["events.csv", 3, "venue"]
    assert "password" in found["sources.csv", 5, "url"]
    assert "U+00AD" in found["formats.yaml", 2, "label"]
    assert "line break" in found["datapackage.yaml", 4, "title"]
    assert "no web address" in found["datapackage.yaml", 5, "homepage"]
    assert "no web address" in found["datapackage.yaml", 13, "licenses 1 path"]
    assert len(found) == 7
