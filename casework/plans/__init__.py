"""Gemensam plan: goals in the individual's words and ours; who does what by when.

P1  Goals in both words; under each, commitments: what, which unit, which person, by when, and what
    the individual does.
P2  Exactly one overall responsible.
P3  The next follow-up date is mandatory.
P4  Versions; approval recorded per party and by the individual; a version in force is never edited.
"""
