"""The pages of a referral. The blueprint is hung by create_app; each file adds its addresses."""

from casework.referrals.views import answering, reading, sending, wizard
from casework.referrals.views.door import referrals

__all__ = ["answering", "reading", "referrals", "sending", "wizard"]
