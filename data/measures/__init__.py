"""The measures behind the charts: pure functions from a record, or the part that a selection keeps, to a small frame.

Each is written as Narwhals expressions over the tables, so that the same code runs on any engine that Narwhals speaks;
what comes back is a pandas frame. Only events with the tally "counted" are counted as engagements; officials are taken
from the parts of counted events as well, because a meeting inside a visit is where two people met. Context never counts.
"""
