"""What each authority did.

B1  Logged by the unit that did it: day, kind, text, time spent, the commitment it serves.
B2  Locked at once; corrected by a new version with a reason.
B3  "Kan inte, därför att …" is a contribution too.
"""
