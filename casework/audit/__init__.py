"""What was read and done, by whom, on what ground. Rows are added and never changed.

A1  Every read and write of person-level data leaves one row in the same transaction; if it cannot,
    the request fails.
A2  Rows are only added, chained by a keyed hash, and verifiable.
"""
