"""The pages of the kartläggning. The blueprint is hung by create_app; each file adds its own."""

from casework.assessments.views import asking, paper, reading, writing
from casework.assessments.views.door import assessments

__all__ = ["asking", "assessments", "paper", "reading", "writing"]
