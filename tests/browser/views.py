"""The views that are looked at: every page, one event and one official in full, on a desk, a small desk and a phone, light and dark."""

from __future__ import annotations

VIEWS = {
    "overview": "/",
    "frequency": "/frequency",
    "focus-areas": "/focus-areas",
    "officials": "/officials",
    "official": "/officials?official=tea-banh",
    "events": "/events",
    "event": "/events?event=2024-10-15-defense-policy-dialogue",
    "evidence": "/evidence",
    "data": "/data",
}
WIDTHS = {"desk": 1440, "small-desk": 1024, "phone": 390}
THEMES = ("light", "dark")
HEIGHT = 900
