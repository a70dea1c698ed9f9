"""What is kept of somebody's typing opens nothing: for them later, for others, or for the desk."""

from uuid import uuid4

import pytest
from flask import url_for
from sqlalchemy import func, select

from casework.kit import clock, typed
from casework.kit.db import session
from casework.kit.typed import TypedText
from casework.meetings.post import links
from casework.plans import queries as plans
from casework.plans import service as planning
from tests import build
from tests.conftest import acting
from tests.followups.making import followed, hold
from tests.plans.making import a_plan, file_of, goal, promise, words
from tests.referrals import making as referring
from tests.writing.making import signed_in, token_in

SECRET = "Kanariefågeln"


def keep(client, address: str, page: str | None = None, **fields: str):
    where = {"sida": page or address, "till": address}
    return client.post("/pagaende", query_string=where, data=fields)


def _drafted(world, case) -> plans.PlanFile:
    """A draft by the owner: a goal of economy, and one of work."""
    soc, file = acting(world.user("soc")), file_of(world, "soc", case)
    plan = planning.draft(soc, file, at=clock.now())
    session.flush()
    money = goal(
        promise(world.user("soc"), f"{SECRET}s skulder"), title=f"{SECRET}s hyra", kind="ekonomi"
    )
    said = words(world.user("soc"), money, goal(promise(world.user("af"), "Ringer arbetsplatsen")))
    planning.write(soc, file, plan, said, revision=plan.revision, at=clock.now())
    session.commit()
    return plans.draft_for(soc, file_of(world, "soc", case))


def _as_shown(plan: plans.PlanFile) -> dict[str, str]:
    said = {"revision": str(plan.plan.revision)}
    for n, aim in enumerate(plan.aims):
        of = f"goals-{n}"
        said |= {f"{of}-row_id": str(aim.goal.id), f"{of}-title": aim.goal.title}
        said |= {f"{of}-kind": aim.goal.info_kind}
        for m, one in enumerate(aim.promises):
            said[f"{of}-commitments-{m}-row_id"] = str(one.commitment.id)
            said[f"{of}-commitments-{m}-what"] = str(one.commitment.what)
    return said


def test_c5_a_working_copy_gives_back_no_others_words_of_a_kind_taken_away(world, sign_in):
    case = build.case(world)
    plan = _drafted(world, case)
    af, address = sign_in(world.user("af")), f"/arenden/{case.id}/plan/utkast"
    own = {"goals-2-title": "AF:s eget nya mål", "goals-1-our_words": "Det AF la till"}
    assert SECRET in af.get(address).text
    assert keep(af, address, **_as_shown(plan), **own).status_code == 204
    session.delete(build.grant_of(case, world.unit("af"), "ekonomi"))
    session.commit()
    back = af.get(address).text
    assert "AF:s eget nya mål" in back
    assert "Det AF la till" in back
    assert "Ringer arbetsplatsen" in back
    assert SECRET not in back


def test_a_copy_from_an_older_plan_does_not_break_the_page(world, sign_in):
    case = build.case(world)
    a_plan(world, case)
    session.commit()
    plan = plans.in_force(acting(world.user("host")), file_of(world, "host", case))
    client, address = sign_in(world.user("host")), f"/arenden/{case.id}/uppfoljning"
    stale = {"plan_id": str(uuid4()), "checks-0-row_id": str(uuid4()), "checks-0-why": "Äldre"}
    stale |= {"checks-1-row_id": str(plan.promises[0].commitment.id), "checks-1-why": "Hann inte"}
    keep(client, address, **stale, own_words="Det personen sa")
    page = client.get(address)
    assert page.status_code == 200
    assert "Det personen sa" in page.text
    assert "Hann inte" in page.text
    assert "Äldre" not in page.text
    assert "Ordnar två studiebesök" in page.text
    hold(world, case, followed(world, case))


def test_ac36_working_copies_do_not_fill_the_house(world, sign_in):
    soc = sign_in(world.user("soc"))
    for number in range(typed.MOST + 5):
        assert keep(soc, f"/remisser/ny?n={number}", officer="x").status_code == 204
    session.rollback()
    assert session.scalar(select(func.count()).select_from(TypedText)) == typed.MOST
    last = f"/remisser/ny?n={typed.MOST + 4}"
    assert session.scalar(select(TypedText).where(TypedText.action == last)) is not None
    other = sign_in(world.user("af"))
    assert keep(other, "/remisser/ny", officer="x").status_code == 204
    assert session.scalar(select(func.count()).select_from(TypedText)) == typed.MOST + 1


@pytest.mark.parametrize(
    "question",
    [
        "_external=1&_scheme=javascript",
        "_scheme=x",
        "endpoint=desk.home",
        "self=1",
        "_method=POST",
        "_anchor=x",
        "=",
        "text=stor&text=x",
    ],
)
def test_ac17_a_page_with_a_strange_question_leads_nowhere_else(world, sign_in, question):
    soc = sign_in(world.user("soc"))
    assert keep(soc, "/remisser/ny", f"/remisser/ny?{question}", officer="x").status_code == 204
    desk = soc.get("/")
    assert desk.status_code == 200
    assert "utan att spara" in desk.text
    assert 'href="/remisser/ny' in desk.text
    assert "javascript:" not in desk.text


def test_e3_what_a_colleague_typed_goes_when_the_person_is_protected(world, sign_in):
    draft = referring.draft(world, person={}, grants={}, needed={})
    colleague = build.user(world.unit("soc"))
    mine, theirs = sign_in(colleague), sign_in(world.user("soc"))
    address = f"/remisser/{draft.id}/steg/2"
    keep(mine, address, name=SECRET, phone="070-174 06 35")
    assert SECRET in mine.get(address).text
    assert theirs.post(address, data={"protected": "y", "seen": "0"}).status_code == 302
    assert SECRET not in mine.get(address).text
    session.rollback()
    assert session.scalar(select(TypedText)) is None
    keep(mine, address, name=SECRET)  # from a window that was open all the time
    assert SECRET not in mine.get(address).text


def test_ac28_the_link_of_somebody_without_an_account_is_not_kept(app, world, sign_in):
    with app.test_request_context():
        token = links.token(app.config["SECRET_KEY"], uuid4())
        address = url_for("meetings.answer_by_link", token=token)
    assert keep(sign_in(world.user("soc")), address, line="Hej på er").status_code == 404


@pytest.mark.parametrize(
    "page",
    [
        "/remisser/ny?a=%0d%0aSet-Cookie:%20x=1",
        "/remisser/ny?n=//evil.example",
        "/remisser/ny?\\evil.example",
        '/remisser/ny?"><script>x</script>',
    ],
)
def test_ac17_beginning_anew_leads_to_the_page_and_says_nothing_else(world, sign_in, page):
    soc = sign_in(world.user("soc"))
    assert keep(soc, page, officer="x").status_code == 204
    back = soc.post("/pagaende/slang", data={"till": page})
    assert back.status_code == 303
    assert back.location.startswith("/remisser/ny?")
    assert "x=1" not in back.headers.getlist("Set-Cookie")
    assert "\n" not in back.location
    assert "<script>" not in back.text


STRANGE = (
    "/\\evil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/static/../..//evil.example",
    "/remisser/ny?a=\r\nSet-Cookie: evil=1",
)


@pytest.mark.parametrize("page", STRANGE)
def test_ac17_what_is_no_page_of_ours_is_not_kept(world, sign_in, page):
    soc = sign_in(world.user("soc"))
    assert keep(soc, "/remisser/ny", page, officer="x").status_code in (204, 404)
    back = soc.post("/pagaende/slang", data={"till": "/remisser/ny"})
    assert "evil" not in back.location or back.location.startswith("/static/")


def test_ac11_what_is_given_back_is_text(world, sign_in):
    soc, script = sign_in(world.user("soc")), "\"'></textarea><script>alert(1)</script>"
    case = build.case(world)
    session.commit()
    address = f"/arenden/{case.id}/plan/utkast"
    _drafted(world, case)
    said = {"goals-0-title": script, "goals-0-own_words": script, "goals-0-kind": script}
    keep(soc, address, **said, **{"goals-0-commitments-0-who": script, "revision": script})
    page = soc.get(address)
    assert page.status_code == 200
    assert "alert(1)" in page.text
    assert "<script>alert" not in page.text


def test_ac15_an_old_window_gives_its_text_to_nobody_else(app, world):
    """A window of one person, and somebody else who signed in beside it: the token tells."""
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        mine, theirs = signed_in(app, world.user("soc")), signed_in(app, world.user("af"))
        token = token_in(mine.get("/remisser/ny").text)
        sent = keep(theirs, "/remisser/ny", officer=SECRET, csrf_token=token)
        assert sent.status_code == 400
        session.rollback()
        assert session.scalar(select(TypedText)) is None
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
