from typing import Any, cast
from uuid import UUID

from casework.cases.forms import WAY
from casework.desk.rules.overview import BY_DAY, BY_OWNER, BY_SILENCE, BY_STEP, Choices, Shown
from casework.kit.forms import HouseForm, Pick, Tick

ORDER = [
    (BY_SILENCE, "Längst sedan något hände"),
    (BY_DAY, "Dag för nästa steg"),
    (BY_OWNER, "Ansvarig enhet"),
]


class OverviewForm(HouseForm):
    """Asked in the address, so it carries no token and saves nothing."""

    class Meta(HouseForm.Meta):
        csrf = False

    steg = Pick("Steg", choices=WAY, blank="Alla steg")
    enhet = Pick("Ansvarig enhet", coerce=UUID, blank="Alla enheter")
    insats = Pick("Verksamhet", coerce=UUID, blank="Alla verksamheter")
    vantar = Pick("Väntar på", blank="Vem som helst")
    sena = Tick("Bara det som är försenat")
    ordning = Pick("Ordning", choices=ORDER, blank="Steg för steg")

    def offer(self, choices: Choices) -> None:
        """Only what is among the rows can be chosen."""
        self.enhet.choices = choices.owners
        self.insats.choices = choices.programmes
        self.vantar.choices = choices.whose
        self.validate()

    @property
    def wanted(self) -> Shown:
        return Shown(
            step=self.steg.data,
            owner=cast(UUID | None, self.enhet.data),
            programme=cast(UUID | None, self.insats.data),
            whose=self.vantar.data,
            late=bool(self.sena.data),
            order=self.ordning.data or BY_STEP,
        )

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, to carry into another address."""
        return {name: value for name, value in self.answers.items() if value}
