"""R2, R3, C5: everything such a form asks about, on pages and on paper, for its readers only."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.kit import clock
from casework.kit.db import session
from casework.referrals.models import ReferralText
from tests.referrals.making import answered, consent_answers, door, draft, need, sent
from tests.referrals.test_pages import listed  # noqa: F401  a fixture

ALL = dict.fromkeys(("host", "soc", "af", "psykiatri"), "all")


def whole(world):
    """Every answer of the three steps about the need, with two contacts."""
    af, psyk = (f"contact_{world.unit(key).id.hex}" for key in ("af", "psykiatri"))
    return need() | {
        "support_since": "2023-04",
        "employment": "Tjänstledig från lager.",
        "housing": "Eget kontrakt.",
        "strengths_arbete": "Noggrann.",
        "obstacles_fysisk": "Ont i ryggen.",
        f"{af}_who": "Eva Ek, 0910-12 34 56",
        f"{af}_plan": "Handlingsplan",
        f"{af}_since": "2024-03",
        f"{psyk}_who": "Mottagningen",
        f"{psyk}_plan": "Vårdplan",
        "contact_other_plan": "SIP i hemkommunen",
    }


SAID = (
    *("april 2023", "Tjänstledig från lager.", "Eget kontrakt.", "Noggrann.", "Ont i ryggen."),
    *("Kontakt och plan: AF Provlunda", "Eva Ek, 0910-12 34 56", "Handlingsplan", "mars 2024"),
    *("Kontakt och plan: Psykiatrin", "Vårdplan", "SIP i hemkommunen"),
)


def test_r2_every_answer_stands_on_the_check_page_the_referral_and_paper(listed, sign_in):  # noqa: F811
    referral = draft(listed, grants=ALL, needed=whole(listed))
    client, url = sign_in(listed.user("soc")), f"/remisser/{referral.id}"
    for page in (f"{url}/steg/7", f"{url}/utskrift"):
        text = client.get(page).text
        assert [one for one in SAID if one not in text] == [], page
    assert client.post(f"{url}/steg/7", data={}).status_code == 302
    for who in ("soc", "host"):
        for page in (url, f"{url}/utskrift"):
            text = sign_in(listed.user(who)).get(page).text
            assert [one for one in SAID if one not in text] == [], (who, page)


def test_r2_each_answer_of_the_check_page_leads_to_its_field(listed, sign_in):  # noqa: F811
    referral = draft(listed, grants=ALL, needed=whole(listed))
    client, url = sign_in(listed.user("soc")), f"/remisser/{referral.id}/steg"
    page = client.get(f"{url}/7").text
    for number, field in (
        *((2, "name"), (4, "support_since"), (4, "employment"), (4, "background_ekonomi")),
        *((5, "tried_arbete"), (6, "strengths_arbete"), (6, "reasons"), (6, "own_goal")),
    ):
        assert f'href="{url}/{number}#{field}"' in page
        assert f'id="{field}"' in client.get(f"{url}/{number}").text


def test_c5_a_contact_in_psychiatry_is_of_that_kind_and_not_even_sent_without_it(world):
    """C5: planering alone does not tell that somebody is in contact with psychiatry."""
    grants = {"host": ("planering", "arbete"), "soc": "all", "psykiatri": "all", "af": "all"}
    sent(world, grants=grants, needed=whole(world))
    kept = session.scalars(select(ReferralText)).all()
    contacts = {text.field: text.info_kind for text in kept if text.field.startswith("contact-")}
    assert contacts == {"contact-AF Provlunda": "planering", "contact-någon annan": "planering"}
    assert "housing" not in {text.field for text in kept}
    assert "obstacles" not in {text.field for text in kept}


def test_c5_the_page_offers_only_what_the_host_may_read(listed, sign_in):  # noqa: F811
    grants = {"host": ("planering",), "soc": "all", "psykiatri": "all", "af": "all"}
    referral = draft(listed, grants=grants)
    client, url = sign_in(listed.user("soc")), f"/remisser/{referral.id}/steg"
    now, support = client.get(f"{url}/4").text, client.get(f"{url}/5").text
    for field in ("support_since", "employment", "housing", "background_ekonomi"):
        assert f'id="{field}"' not in now
    assert f"contact_{listed.unit('af').id.hex}_who" in support
    assert f"contact_{listed.unit('psykiatri').id.hex}_who" not in support


def test_c5_a_reason_that_tells_of_health_is_shown_only_to_those_given_that_kind(listed, sign_in):  # noqa: F811
    grants = {"host": "all", "soc": "all", "af": ("arbete", "planering")}
    referral = sent(listed, grants=grants)
    af, next_on = listed.user("af"), clock.today() + timedelta(days=14)
    answered(listed, referral, "antas", contact_ids=[af.id], next_on=next_on)
    shown = {
        (who, page): sign_in(listed.user(who)).get(f"/remisser/{referral.id}{page}").text.lower()
        for who in ("host", "af")
        for page in ("", "/utskrift")
    }
    told = {asked: "psykisk_ohalsa" in text for asked, text in shown.items()}
    assert told == {(who, page): who == "host" for who, page in shown}
    assert all("kort_fast" in text for text in shown.values())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *(("2024-03", "2024-03"), ("2024", "2024"), ("mars 2024", "2024-03")),
        *(("2024-03-15", "2024-03"), ("3/2024", "2024-03"), ("2024-3", "2024-03")),
    ],
)
def test_since_when_is_read_as_people_write_it(listed, sign_in, typed, kept):  # noqa: F811
    referral = draft(listed)
    url = f"/remisser/{referral.id}/steg/4"
    assert sign_in(listed.user("soc")).post(url, data={"support_since": typed}).status_code == 302
    session.expire_all()
    assert door(listed, referral).draft["now"]["support_since"] == kept


def test_since_when_that_is_no_month_is_said_at_its_field(listed, sign_in):  # noqa: F811
    referral = draft(listed)
    url = f"/remisser/{referral.id}/steg/4"
    page = sign_in(listed.user("soc")).post(url, data={"support_since": "länge sedan"})
    assert page.status_code == 422
    assert "Skriv år och månad" in page.text
    assert "länge sedan" in page.text


def test_the_case_officer_is_the_one_who_writes_until_another_is_named(listed, sign_in):  # noqa: F811
    client = sign_in(listed.user("soc"))
    assert 'value="Signe Lingonhed"' in client.get("/remisser/ny").text
    referral = draft(listed)
    sender = {"programme_id": str(listed.programme.id), "officer": "Kurt Vide"}
    sender["officer_phone"] = "0910-73 50 00"
    url = f"/remisser/{referral.id}"
    assert client.post(f"{url}/steg/1", data=sender).status_code == 302
    assert client.post(f"{url}/steg/7", data={}).status_code == 302
    page = sign_in(listed.user("host")).get(url).text
    assert "Kurt Vide, telefon 0910-73 50 00" in page


def test_e3_of_a_protected_person_paper_has_a_code_only(listed, sign_in):  # noqa: F811
    typed = {"protected": True, "name": "Linn Hjortronmo", "phone": "070-174 06 05"}
    referral = sent(listed, person=typed, grants=ALL, needed=whole(listed))
    listed.user("host").cleared = True
    session.commit()
    page = sign_in(listed.user("host")).get(f"/remisser/{referral.id}/utskrift").text
    assert "Skyddade personuppgifter" in page
    assert "Hjortronmo" not in page
    assert "070-174" not in page


def test_c5_paper_of_a_draft_is_for_its_unit_alone(listed, sign_in):  # noqa: F811
    referral = draft(listed)
    for who in ("host", "af", "lsg", "granskare"):
        client = sign_in(listed.user(who))
        assert client.get(f"/remisser/{referral.id}/utskrift").status_code == 404


def test_r1_an_older_draft_with_all_in_one_step_is_read_in_the_new_ones(listed, sign_in):  # noqa: F811
    referral = draft(listed, needed=need())
    client, url = sign_in(listed.user("soc")), f"/remisser/{referral.id}/steg"
    assert "Bakgrund om ekonomi." in client.get(f"{url}/4").text
    changed = {"background_ekonomi": "Ny bakgrund."}
    assert client.post(f"{url}/4", data=changed).status_code == 302
    text = client.get(f"{url}/7").text
    assert "Ny bakgrund." in text
    assert "Bakgrund om ekonomi." not in text
    assert "Prövat om ekonomi." in text


def test_consent_answers_are_of_the_world(world):
    """The maker that these tests lean on gives the host what they say it does."""
    scope = consent_answers(world, {"host": ("arbete",)})["scope"]
    assert scope == [f"{world.unit('host').id}:arbete"]
