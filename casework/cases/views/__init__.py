"""The pages of a case itself. create_app hangs the blueprint; each file adds its addresses."""

from casework.cases.views import absence, file, finding, handover, people
from casework.cases.views.door import cases

__all__ = ["absence", "cases", "file", "finding", "handover", "people"]
