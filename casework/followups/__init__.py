"""Was it done, how is it going, when do we look again.

U1  Per commitment: done, partly, not, no longer needed, and why.
U2  Per goal: reached, partly, not.
U3  The place on the rehabiliteringstrappa is a gauge over time, never a gate.
U4  The individual's own scale 0-10: life situation, closeness to work or studies, influence.
U5  Each follow-up sets the next date or proposes closing.
"""
