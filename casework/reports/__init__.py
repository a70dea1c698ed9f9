"""Delårsrapport: drafted, protected, frozen, published; LSG reads it and nothing else.

L1  A report is frozen when published: the same bytes for everybody for ever.
L2  Every number passes disclosure control together with everything published before.
L3  Words too: free text is checked for personnummer and names, and read by a second person.
L4  Contents: inflow per authority and sex, outcomes, income source before and after, and more.
"""
