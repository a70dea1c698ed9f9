"""The pages of the room. Importing them hangs them on the blueprint."""

from casework.programmes.views import criteria, questions, setting_up, settings
from casework.programmes.views.door import programmes

__all__ = ["criteria", "programmes", "questions", "setting_up", "settings"]
