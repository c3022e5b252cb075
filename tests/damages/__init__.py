"""Ways to damage a record, each with the faults that must then be told: the table, the line, the column and words of the sentence.

What must be told is worked out from the damage and the sound record, never from what the check says.
"""
