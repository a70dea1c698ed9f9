"""Ärendegenomgång: the work group goes through new referrals and cases whose turn it is.

V2  For each item the page names who may hear it; units outside the consent leave the room.
V3  Each item ends in a decision, a responsible person and a date.
"""
