"""The outbox: a letter is written in the transaction of what it tells, rendered and sent after it.

M8  A letter that cannot be sent waits in the outbox and is visible; if the consent it rests on is
    withdrawn while it waits, it is never sent.
"""
