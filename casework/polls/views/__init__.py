"""The pages of polls. create_app hangs the blueprint; each file adds its addresses."""

from casework.polls.views import answering, asking, deciding, reading
from casework.polls.views.door import polls

__all__ = ["answering", "asking", "deciding", "polls", "reading"]
