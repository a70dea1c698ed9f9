from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from casework.access.web import actor
from casework.cases.queries import CaseFile, case_for
from casework.kit import clock
from casework.kit.db import writing
from casework.kit.saving import kept, submitted
from casework.outcomes import queries, service
from casework.outcomes.forms import REACHED, DeclineForm, OutcomeForm
from casework.outcomes.policy import may_agree, may_propose
from casework.programmes.queries import choices, labels, programme_for

outcomes = Blueprint("outcomes", __name__, url_prefix="/arenden/<uuid:case_id>/avslut")


@outcomes.route("", methods=["GET", "POST"])
def propose(case_id: UUID) -> Any:
    file = case_for(actor(), case_id, clock.today())
    may_propose(actor(), file.facts, file.on, is_open=file.case.is_open).insist()
    form = _form(file)
    if form.validate_on_submit() and _saved(form, file):
        if may_agree(actor(), file.facts, file.on):
            return redirect(url_for(".agree", case_id=case_id))
        flash(f"Du föreslog avslut. {file.owner.short_name} får frågan.", "success")
        return redirect(url_for("desk.case", case_id=case_id))
    return _page("outcomes/propose.html", form, file)


@outcomes.route("/svar", methods=["GET", "POST"])
def agree(case_id: UUID) -> Any:
    file = case_for(actor(), case_id, clock.today())
    may_agree(actor(), file.facts, file.on).insist()
    outcome = queries.waiting(actor(), file)
    form = _form(file, outcome)
    if submitted(form, lambda: service.agree(actor(), file, outcome, form.answers, at=clock.now())):
        flash(f"Ärendet {file.case.reference} är avslutat.", "success")
        return redirect(url_for("desk.case", case_id=case_id))
    return _page("outcomes/agree.html", form, file, outcome=outcome)


@outcomes.route("/nej", methods=["GET", "POST"])
def decline(case_id: UUID) -> Any:
    file = case_for(actor(), case_id, clock.today())
    may_agree(actor(), file.facts, file.on).insist()
    outcome, form = queries.waiting(actor(), file), DeclineForm()
    if form.validate_on_submit():
        with writing():
            service.decline(actor(), file, outcome, because=form.because.data, at=clock.now())
        flash("Du sa nej till avslut nu. Ärendet fortsätter.", "success")
        return redirect(url_for("desk.case", case_id=case_id))
    return _page("outcomes/decline.html", form, file)


def _saved(form: OutcomeForm, file: CaseFile) -> bool:
    before = queries.before(actor(), file)
    propose = lambda: service.propose(  # noqa: E731
        actor(), file, form.answers, before=before, at=clock.now()
    )
    return kept(form, propose)


def _form(file: CaseFile, outcome: Any = None) -> OutcomeForm:
    start = _values(outcome) if outcome and request.method == "GET" else {}
    form = OutcomeForm(data=start)
    on, who = file.on, actor()
    form.closing_reason.choices = choices(who, "avslutsskal", on)
    form.occupation_after.choices = choices(who, "sysselsattning", on)
    form.income_after.choices = choices(who, "inkomst", on)
    form.goals_reached.choices = REACHED
    ladder = programme_for(who, file.case.programme_id).ladder
    form.ladder_end.choices = [(s.number, f"{s.number}. {s.name}") for s in ladder]
    for name in _left_out(file, outcome):
        del form[name]
    return form


def _left_out(file: CaseFile, outcome: Any) -> set[str]:
    """C5: nobody is asked about income that they may not read of, nor shown others' answers."""
    income = set() if "ekonomi" in file.kinds else {"income_after"}
    return income | queries.hidden(actor(), file, outcome) if outcome else income


def _values(outcome: Any) -> dict[str, Any]:
    names = (*service.PLAIN, "goals_reached", "summary")
    income = (outcome.income_after or "").split(",") if outcome.income_after else []
    return {name: getattr(outcome, name) for name in names} | {"income_after": income}


def _page(template: str, form: Any, file: CaseFile, **more: Any) -> Any:
    status = 422 if form.errors or form.form_errors else 200
    words = labels(actor(), "avslutsskal", "sysselsattning", "inkomst")
    return render_template(template, form=form, file=file, labels=words, **more), status
