"""How the two sides are called and colored."""

from __future__ import annotations

from components.view import View


def names(view: View) -> dict[str, str]:
    """The code of each side of the pair with its label, in the pair's order."""
    return {code: view.label("countries", code) for code in view.whole.pair}


def colors(view: View) -> dict[str, str]:
    """The code of each country with its color."""
    return view.whole.words("countries").colors
