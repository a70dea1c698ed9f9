"""One moment that a later room must feel. Connected in create_app; same transaction.

`protected` is sent with the Person when the identity is marked protected; keywords: actor, at.
The meetings room answers by erasing the address that an invitation was to go to (E3).
"""

from blinker import Signal

protected = Signal()
