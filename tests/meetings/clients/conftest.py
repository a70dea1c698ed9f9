from collections.abc import Iterator

import pytest

from tests.meetings.clients.programs import Khal, Node, Program, radicale


@pytest.fixture(scope="session")
def programs(tmp_path_factory) -> Iterator[dict[str, Program]]:
    """Each is started once for all that asks for it."""
    with radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield {
            "ical.js": Node("ical_js.mjs", "ical.js/dist/ical.js"),
            "node-ical": Node("node_ical.mjs", "node-ical/node-ical.js"),
            "khal": Khal(tmp_path_factory.mktemp("khal")),
            "radicale": server,
        }
