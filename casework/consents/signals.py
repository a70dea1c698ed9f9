"""Two moments that later rooms must feel. Connected in create_app; same transaction.

`withdrawn` is sent with the Consent; keywords: actor, unit_id (None = all), on, at. A new version
that leaves a unit out is the same for that unit, and sends it too.
`impact_asked` is sent with the Consent; keywords: actor, unit_id, on, kinds. Each listener returns
a list of Impact: what would change, in sentences that the actor may read. `kinds` is None when the
unit loses everything, otherwise the kinds it loses while it keeps others.
"""

from dataclasses import dataclass, field

from blinker import Signal


@dataclass(frozen=True)
class Impact:
    """One consequence. `icon` names a sign of own.svg; `lines` are details under the heading."""

    icon: str
    heading: str
    lines: tuple[str, ...] = field(default=())


withdrawn = Signal()
impact_asked = Signal()
