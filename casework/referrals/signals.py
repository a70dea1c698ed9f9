"""One moment that a later room must feel. Connected in create_app; same transaction.

`accepted` is sent with the Referral; keywords: actor, contact_ids (users to assign), next_on, at.
The cases room answers by opening the case (R7).
"""

from blinker import Signal

accepted = Signal()
