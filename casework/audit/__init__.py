"""What was read and done, by whom, on what ground. Rows are added and never changed.

A1  Every read and write of person-level data leaves one row in the same transaction; if it cannot,
    the request fails.
A2  Rows are only added, chained by a keyed hash, and verifiable.

What a row holds. Who (user, unit, authority), what (action, outcome), on what ground (the reason
of the Decision, and as basis the version of the consent), about what (the subject and its case).
Ids only, never a name or a text. A refusal names what was asked for and never whether it exists.

What the chain holds (chain.py). The code of a row is a keyed hash over the code of the row before,
all fields that stay for ever, and a commitment: a hash over a salt of the row's own and the three
ids that lead to an individual. So the ids can go without a break in the chain: with the salt
gone too, nobody can try which id the commitment was made of, not even with the audit key.

Erasing (erasing.py). The three ids and the salt become NULL, nothing else changes, and each erased
row is vouched for by a later row of the chain (`vouches_for`), with who erased it and when. One
row for each, not one digest over all: then a row that somebody with the database emptied by hand
is named by its own number. An erased row that nobody vouches for does not hold.

The database refuses too (guard.py). Triggers stop every UPDATE but that one shape, every DELETE
and a head that goes backwards. They stop mistakes and injected SQL, not whoever owns the database:
therefore the chain. On PostgreSQL the service can run as a role that does not own the tables.

The head (head.py), one row, is the end of the chain under the key: without it, rows taken from
the end would not be missed. It is also the lock that keeps two writers from forking the chain.

Anchors (anchors.py). A file beside the database, DATA_DIR/audit-anchors.log: one line with a row's
number and code for every 500 rows, every morning (`casework remind`) and after each verification
that went well. The head says at which row it was anchored last. So an old database put back, or a
chain made anew by somebody who has the key but not the file, is found, and so is a file that has
been shortened. A line always tells of rows already committed: a request that fails, or a machine
that stops, leaves no line that is untrue. Keep a copy of the file where the database is not.
"""
