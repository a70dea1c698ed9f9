"""What waits for me, a case on one page, and search.

The desk is open on screens that others pass: references there, never names.
"""
