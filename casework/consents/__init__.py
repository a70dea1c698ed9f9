"""The individual's say over who sees what, for what, until when.

C1  A consent is in force from the day given until the day before it is withdrawn, replaced or
    expired, counted at reading time in Swedish days.
C2  It names person, purpose, units and kinds of information, exceptions in the individual's words,
    how it was given and to whom, by whom and with what proof, and at most twelve months; nothing
    is pre-ticked.
C3  Append-only: a change is a new version in the same series, and the former ones stay.
C4  Anyone who receives a withdrawal records it, and first sees what it affects. A version that
    leaves a unit out, or gives it less, is told and takes hold in the same way.
C5  No unit gets more than the consent in force gives it. A version that gives anybody more is
    recorded by the owner or the coordinator; what others had before is told to those two alone.
C6  It is never renewed on the side: a longer time is more, and is asked for thirty days before
    the end (the cases room tells the officer).
C7  A consent that does not cover the host unit cannot open a case.
"""
