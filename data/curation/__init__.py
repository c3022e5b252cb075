"""The curator's day: add engagements from notes, rename and merge officials, retract events, and say what changed.

It works on the text of the tables, not on frames: a row that is not touched keeps its bytes.
"""
