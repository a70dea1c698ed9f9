"""The authorities that work together, their units, and the staff who sign in for them.

A user belongs to exactly one unit of one authority. Secrecy runs between units, so consent names
units and never "kommunen".
"""
