"""What the pages of a new programme are filled in with."""

from casework.programmes.models import ProgrammeUnit
from tests import build
from tests.programmes.test_settings import GOOD


def ready(world, *keys, **more):
    """The answers of the page for READY: pupils of 20 to 25, with these units (none: all)."""
    return {
        **GOOD,
        **{"name": "READY", "target_text": "Elever mellan 20 och 25 år.", "age_from": "20"},
        **{"age_to": "25", "host_unit_id": str(world.unit("host").id), "source": "vanliga"},
        "unit_ids": [str(world.unit(key).id) for key in keys],
        **more,
    }


def only(world, *keys, programme=None):
    """The programme's consents can name only these units, beside the host."""
    programme = programme or world.programme
    for key in keys:
        build.kept(ProgrammeUnit(programme_id=programme.id, unit_id=world.unit(key).id))
