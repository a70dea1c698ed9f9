"""The pages of a consent. The blueprint is hung by create_app; each file adds its addresses."""

from casework.consents.views import paper, reading, receiving, withdrawing, writing
from casework.consents.views.door import consents, offer, offered, read_back

__all__ = [
    "consents",
    "offer",
    "offered",
    "paper",
    "read_back",
    "reading",
    "receiving",
    "withdrawing",
    "writing",
]
