"""What the sections on evidence say alike."""

from __future__ import annotations

import pandas as pd


def in_years(frame: pd.DataFrame, value: str) -> str:
    """A stacked chart over years in words, for a reader who can't see it. `frame` has year and the value, named as it is called."""
    total = frame.groupby("year")[value].sum()
    span, most = f"{total.index.min()} to {total.index.max()}", f"{total.idxmax()} ({total.max()})"
    return f"Stacked bars: {total.sum()} {value} from {span}, most in {most}."
