"""A consent on paper: a blank form to fill in with a pen, and the receipt of what was agreed."""

from typing import Any
from uuid import UUID

from flask import Response, current_app, request

from casework.access.web import actor
from casework.authorities.queries import unit_for, units_in_consents, user_for
from casework.consents import paper, queries, service
from casework.consents.models import Consent
from casework.consents.policy import may_record
from casework.consents.receipt import Agreed, receipt
from casework.consents.views.door import asked, consents
from casework.kit import clock
from casework.kit.errors import NotVisible
from casework.kit.pdf import typeset
from casework.people.models import Person
from casework.programmes.languages import SWEDISH, offered
from casework.programmes.queries import KINDS, choices, labels, languages


@consents.get("/blankett.pdf")
def form_pdf() -> Response:
    """The reference in the address is printed as it stands: nothing is looked up by it."""
    may_record(actor()).insist()
    reference = request.args.get("referens", "")
    if reference and not paper.REFERENCE.fullmatch(reference):
        raise NotVisible("papers")
    chosen = _chosen(list(_listed()))
    kinds = choices(actor(), KINDS, clock.today())
    data = paper.form(_setting(kinds), reference, chosen)
    return _pdf(typeset("consent_form", data), f"samtycke-blankett-{_size()}")


@consents.get("/<uuid:consent_id>/kvitto.pdf")
def receipt_pdf(consent_id: UUID) -> Response:
    consent, person = queries.consent_for(actor(), consent_id, clock.today())
    service.print_receipt(actor(), consent, on=clock.today())
    language = _chosen(list(offered()), request.args.get("sprak", SWEDISH))[0]
    kinds = list(labels(actor(), KINDS)[KINDS].items())
    data = receipt(_setting(kinds), _agreed(consent, person), language)
    return _pdf(typeset("consent_receipt", data), f"samtycke-kvitto-{_size()}")


def _agreed(consent: Consent, person: Person) -> Agreed:
    reference = queries.reference_of(actor(), consent.series_id, clock.today())
    received_by = user_for(actor(), consent.taken_by_id or consent.recorded_by_id)
    return Agreed(consent, person, reference, received_by, unit_for(actor(), consent.unit_id))


def _setting(kinds: list[tuple[str, str]]) -> paper.Setting:
    service_name = f"{current_app.config['SERVICE_NAME']} {current_app.config['SERVICE_AREA']}"
    return paper.Setting(service_name, units_in_consents(actor()), kinds, _size(), clock.today())


def _size() -> str:
    size = request.args.get("variant", "normal")
    if size not in paper.SIZES:
        raise NotVisible("papers")
    return size


def _listed() -> dict[str, str]:
    programme_id = asked("verksamhet") if request.args.get("verksamhet") else None
    return languages(actor(), programme_id, clock.today())


def _chosen(known: list[str], code: str | None = None) -> list[str]:
    """The one language in the address, or all that are known."""
    code = code or request.args.get("sprak")
    if code and code not in known:
        raise NotVisible("papers")
    return [code] if code else known


def _pdf(body: bytes, name: str) -> Response:
    """Shown in the browser, kept nowhere; the name says nothing about anybody."""
    answer = Response(body, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def paper_languages(programme_id: UUID | None = None) -> dict[str, Any]:
    """For the templates: the languages of the blank form, or of one programme's."""
    return languages(actor(), programme_id, clock.today())


consents.add_app_template_global(paper_languages)
consents.add_app_template_global(offered, "receipt_languages")
