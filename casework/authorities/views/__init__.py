"""The pages of the room. The blueprint is hung by create_app; each file adds its addresses."""

from casework.authorities.views import own, people, places, proposals
from casework.authorities.views.door import authorities

__all__ = ["authorities", "own", "people", "places", "proposals"]
