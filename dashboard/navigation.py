"""The pages, in the order in which they are offered: what draws each, its title, its address and its icon."""

from __future__ import annotations

from dashboard.views import data, events, evidence, focus_areas, frequency, officials, overview

PAGES = (
    (overview, "Overview", "", ":material/home:"),
    (frequency, "Frequency", "frequency", ":material/bar_chart:"),
    (focus_areas, "Focus areas", "focus-areas", ":material/grid_on:"),
    (officials, "Officials", "officials", ":material/groups:"),
    (events, "Events", "events", ":material/event_note:"),
    (evidence, "Evidence", "evidence", ":material/fact_check:"),
    (data, "Data", "data", ":material/download:"),
)
# The addresses of those that draw charts at once.
CHARTED = ("", "frequency", "focus-areas", "officials", "evidence")
