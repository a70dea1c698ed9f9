"""The pages of the work group. create_app hangs the blueprint; each file adds its addresses."""

from casework.reviews.views import consulting, live, ordering, planning, reading
from casework.reviews.views.door import reviews

__all__ = ["consulting", "live", "ordering", "planning", "reading", "reviews"]
