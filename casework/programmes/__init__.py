"""Insatser: whom a programme is for, who takes part, what it asks and weighs, and the local codes.

All of it is data, so that a programme for another group is set up on pages, without code.

O3  Codes, questions and criteria have validity dates: what was written with one keeps it, and a
    new one is offered only what is valid.
R6  The target group is shown as advice: a human decides.
U3  The ladder is a gauge: steps are renamed and added, none is taken away.
V4  The criteria of a programme are stated, each with few points, so that the sum can be seen.
"""
