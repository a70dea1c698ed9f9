"""The joint kartläggning: each authority its own part, the individual theirs.

S1  One part per kind of information; each authority writes only its own, and the individual's own
    view is a part of its own, which they have read before it is signed. A part is written with the
    questions of its programme, in the words they had when it was asked for, and is due by a day:
    whoever owes it is reminded two working days before, and when it is late.
S2  A signed part is locked; a correction is a new version with a reason, and says what it changed.
"""
