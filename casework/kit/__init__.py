"""The floor every room stands on: session, clock, errors, sealed fields, forms and pages.

No word of the domain is spoken here, and nothing stays that three rooms do not use.
"""
