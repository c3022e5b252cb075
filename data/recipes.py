"""Ready lines that fetch an extract by its address: pandas, R, Excel, the command line."""

from __future__ import annotations

from urllib.parse import quote

# Signs of an address that mean nothing to any of these languages between double quotes, nor to a shell. All others are
# percent-encoded, which names the same address: quotes, backslashes, "$", "`", "!", "#(" of Power Query, letters beyond ASCII.
_PLAIN = ":/?[]@&+,;=%-._~*"
# The one extract whose rows belong to no event, so that none of them counts or does not.
WITHOUT_TALLY = ("sources",)

LANGUAGES = ("pandas", "R", "Excel", "curl")


def recipes(name: str, url: str) -> dict[str, str]:
    """For each of LANGUAGES, the lines that read the CSV of an extract ("events") at its address and keep what is counted."""
    at = quote(url, safe=_PLAIN)
    counts = name not in WITHOUT_TALLY
    return {"pandas": _pandas(name, at, counts), "R": _r(name, at, counts), "Excel": _excel(at, counts), "curl": _curl(name, at)}


def _pandas(name: str, url: str, counts: bool) -> str:
    lines = ["import pandas as pd", "", f'{name} = pd.read_csv("{url}")']
    return "\n".join([*lines, f'counted = {name}[{name}["tally"] == "counted"]'] if counts else lines)


def _r(name: str, url: str, counts: bool) -> str:
    # Base R takes the byte order mark for a part of the first column's name unless it is told of it.
    lines = [
        f'{name} <- readr::read_csv("{url}")',
        "# the same without a package:",
        f'{name} <- read.csv("{url}", fileEncoding = "UTF-8-BOM", na.strings = "")',
    ]
    return "\n".join([*lines, f'counted <- subset({name}, tally == "counted")'] if counts else lines)


def _excel(url: str, counts: bool) -> str:
    """Power Query's M; 65001 is UTF-8."""
    lines = [
        "let",
        f'    File = Csv.Document(Web.Contents("{url}"), [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),',
        f"    Rows = Table.PromoteHeaders(File, [PromoteAllScalars = true]){',' if counts else ''}",
    ]
    if counts:
        lines.append('    Counted = Table.SelectRows(Rows, each [tally] = "counted")')
    return "\n".join([*lines, "in", f"    {'Counted' if counts else 'Rows'}"])


def _curl(name: str, url: str) -> str:
    return f'curl --fail --location --output {name}.csv "{url}"'
