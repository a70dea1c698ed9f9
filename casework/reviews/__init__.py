"""Ärendegenomgång: the work group goes through new referrals and cases whose turn it is.

V1  The agenda is last time's open points, new referrals, cases whose turn it is and consultations.
V2  For each item the page names who may hear it; units outside the consent leave the room.
V3  Each item ends in a decision, a responsible person and a date.

A consultation is a question without a person, under a code; it is purged after six months.
"""
