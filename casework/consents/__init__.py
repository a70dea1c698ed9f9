"""The individual's say over who sees what, for what, until when.

C1  A consent is in force from the day given until the day before it is withdrawn, replaced or
    expired, counted at reading time in Swedish days.
C2  It names person, purpose, units and kinds of information, exceptions in the individual's words,
    how it was given, and at most twelve months; nothing is pre-ticked.
C3  Append-only: a change is a new version in the same series.
C4  Anyone who receives a withdrawal records it, and first sees what it affects.
C5  No unit gets more than the consent in force gives it.
C7  A consent that does not cover the host unit cannot open a case.
"""
