"""The joint kartläggning: each authority its own part, the individual theirs.

S1  One part per kind of information; each authority writes only its own, and the individual's own
    view is a part of its own.
S2  A signed part is locked; a correction is a new version with a reason.
"""
