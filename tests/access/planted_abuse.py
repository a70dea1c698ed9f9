"""A fault for each abuse case of ACCESS.md that is tried in the house, by its number.

AC01 to AC14, AC24, AC33 and AC35; those of the trail (AC27, AC37, AC38) have a list of their own.
Where two checks stand behind each other the fault takes both: one alone would not show.
"""

from tests.access.planted import READING, Fault
from tests.access.planted_rule import CASES, CONSENTS, FACTS, RULES, WORKING

STALE, GUESSING = "tests/access/test_stale_pages.py", "tests/authorities/test_guessing.py"
TAMPERING, SEARCH = "tests/access/test_abuse_tampering.py", "tests/cases/test_search.py"
TWO, LEAVING = "tests/authorities/test_two_administrators.py", "tests/cases/test_leaving.py"
SIGN_IN = "casework/authorities/sign_in_form.py"
FACTOR = "casework/authorities/second_factor.py"
SEARCHING = "casework/cases/queries/searching.py"
LOST = "casework/cases/queries/lost.py"


def _fault(
    what: str, where: str, old: str, new: str, tests: str, *also: tuple[str, str, str]
) -> Fault:
    return Fault(what, where, old, new, (tests,), also=also)


READS = (
    _fault(
        "AC01: whichever unit the consent names",
        CONSENTS,
        "        _grant.unit_id == unit_id,\n        true() if",
        "        true() if",
        f"{READING}::test_ac01_fk_opens_a_case_whose_consent_names_af_and_the_municipality",
        (FACTS, "for unit, kind in self.grants if unit == unit_id)", "for _, kind in self.grants)"),
    ),
    _fault(
        "AC02: lists of whichever unit the consent names",
        CONSENTS,
        "        _grant.unit_id == unit_id,\n        true() if",
        "        true() if",
        f"{READING}::test_ac02_search_lists_calendar_and_desk_say_nothing_of_it",
    ),
    _fault(
        "AC05: whoever is assigned",
        CASES,
        "or_(_case.owner_unit_id == actor.unit_id, covered))",
        "true())",
        f"{READING}::test_ac05_another_unit_of_the_same_party_or_the_same_unit_of_another",
        (CASES, "exists, false, func, or_, select\n", "exists, false, func, or_, select, true\n"),
        (RULES, "if q.owner or _basis(q):", "if q.facts.assigned:"),
    ),
    _fault(
        "AC06: whoever is covered",
        WORKING,
        "    return or_(oneself(actor), _in_somebodys_place(actor, on))",
        "    return _case.c.id.is_not(None)",
        f"{READING}::test_ac06_a_covered_unit_but_not_assigned",
    ),
    _fault(
        "AC07: LSG works with cases",
        "casework/access/__init__.py",
        "return self.role in CASE_ROLES",
        "return self.role in CASE_ROLES or self.role is Role.STEERING",
        f"{READING}::test_ac07_lsg_calls_every_address_with_real_ids",
    ),
)

WHILE_IT_IS_OPEN = (
    _fault(
        "AC03: a lost save is a 404",
        "casework/pages/refusals.py",
        'lost = _why_lost() if request.method == "POST" else None',
        "lost = None",
        STALE,
    ),
    _fault(
        "AC03: told to whoever asks",
        LOST,
        "        AuditEntry.user_id == actor.user_id,\n",
        "",
        STALE,
    ),
    _fault(
        "AC03: told of another unit's withdrawal",
        LOST,
        "if w.unit_id in (None, unit_id)]",
        "if unit_id]",
        STALE,
    ),
    _fault(
        "AC04: midnight in London",
        "casework/kit/clock.py",
        "return now().astimezone(STOCKHOLM).date()",
        "return now().date()",
        "tests/consents/test_midnight.py",
    ),
    _fault(
        "AC24: the second of two tabs writes over the first",
        "casework/plans/service/__init__.py",
        "    if revision is not None and plan.revision != revision:\n"
        '        raise Stale("Någon annan har ändrat utkastet medan',
        "    if revision is not None and plan.revision < revision:\n"
        '        raise Stale("Någon annan har ändrat utkastet medan',
        "tests/plans/test_pages.py::test_p4_ac24_of_two_tabs_the_second_gets_409_with_both_texts",
    ),
    _fault(
        "AC24: a double click is two rows",
        "casework/pages/twice.py",
        '    key = g.get("form_key") if g else None\n',
        "    key = None\n",
        STALE,
    ),
)

TAMPERED = (
    _fault(
        "AC09: a field that no form has",
        "casework/cases/views/file.py",
        "    file = file_of(case_id)\n    may_tell(",
        "    file = file_of(case_id)\n"
        '    file.case.owner_unit_id = UUID(request.form["owner_unit_id"])\n'
        "    commit()\n    may_tell(",
        f"{TAMPERING}::test_ac09_ownership_is_not_changed_by_a_field_that_no_form_has",
        (
            "casework/cases/views/file.py",
            "from flask import flash\n",
            "from flask import flash, request\n\n"
            "from casework.kit.db import seal_and_commit as commit\n",
        ),
    ),
    _fault(
        "AC10: an override is passed by",
        "casework/pages/overriding.py",
        "    abort(400)\n",
        "    del abort\n",
        TAMPERING,
    ),
    _fault(
        "AC11: a stored text is markup",
        "templates/desk/_case.html",
        "{{ line.sentence }}",
        "{{ line.sentence|safe }}",
        "tests/access/test_stored_scripts.py",
    ),
)

GUESSED = (
    _fault(
        "AC12: a search that finds nothing is not told of",
        SEARCHING,
        '        note_refusal(actor, SEARCH, "people", _index_id(number))\n',
        "",
        SEARCH,
    ),
    _fault("AC12: as many as one likes", SEARCHING, "MOST:\n", "MOST * 99:\n", SEARCH),
    _fault(
        "AC12: the number finds everybody's cases",
        SEARCHING,
        "        visible_cases(actor, on)\n",
        '        select(Case).execution_options(**{"beyond the wall": "a fault"})\n',
        SEARCH,
    ),
    _fault(
        "AC13: somebody known elsewhere is known",
        "casework/people/service.py",
        "    known = born(digits)\n",
        "    known = born(digits)\n"
        "    found = Person.__table__.c.number_index == number_index(digits)\n"
        "    if session.execute(Person.__table__.select().where(found)).first():\n"
        '        raise RuleBroken("number", "Personen finns redan.")\n',
        "tests/referrals/test_known_elsewhere.py",
    ),
    _fault(
        "AC14: no slow work where nobody is",
        FACTOR,
        "right = verify_password(password, kept or _nobody().password)",
        "right = bool(kept) and verify_password(password, kept)",
        GUESSING,
    ),
    _fault(
        "AC14: an address that is never shut",
        SIGN_IN,
        "account is None or used is None or shut or not",
        "account is None or used is None or not",
        GUESSING,
    ),
    _fault(
        "AC14: one shut address shuts all",
        SIGN_IN,
        'index = UUID(hex=keyring.blind_index(address, "address")[:32])',
        'index = UUID(hex=keyring.blind_index("", "address")[:32])',
        GUESSING,
    ),
    _fault(
        "AC14: a code that works twice",
        FACTOR,
        "        account.totp_counter = used.counter\n",
        "        pass\n",
        "tests/authorities/test_second_factor.py",
    ),
    _fault(
        "AC14: from inside one guesses for ever",
        "casework/authorities/views/proving.py",
        "clock.now() - WHILE) >= WRONG_TRIES",
        "clock.now() - WHILE) < 0",
        "tests/authorities/test_own_password.py",
    ),
)

WHO_ONE_IS = (
    _fault(
        "AC08: one agrees with oneself",
        "casework/authorities/policy.py",
        "    if proposal.proposed_by_id == actor.user_id:\n",
        "    if proposal.proposed_by_id == actor.authority_id:\n",
        TWO,
    ),
    _fault(
        "AC08: a case role is given by one",
        "casework/authorities/rules.py",
        "new_role = is_trusted(post.role) and",
        "new_role = post.role is Role.ADMINISTRATOR and",
        TWO,
    ),
    _fault(
        "AC33: the number still finds who is protected",
        "casework/people/service.py",
        '"number", "number_index", "phone",',
        '"number", "phone",',
        f"{SEARCH}::test_ac33_a_protected_person_is_found_by_nobody",
        ("casework/people/models.py", '" number_index IS NULL AND', '"'),
    ),
    _fault(
        "AC35: a move ends no session",
        "casework/authorities/hiring.py",
        "        account.end_sessions()\n",
        "        pass\n",
        LEAVING,
    ),
    _fault(
        "AC35: who has left still works with the case",
        WORKING,
        "who.unit_id == unit_id, who.left_at.is_(None), joined_before",
        "who.unit_id == unit_id, joined_before",
        "tests/cases/test_absence.py",
    ),
    _fault(
        "AC35: the session of who has left",
        "casework/authorities/service/staff.py",
        "    user.left_at, account.active = at, False\n    user.feed_token = None\n"
        "    account.end_sessions()\n",
        "    user.left_at = at\n    del account\n",
        LEAVING,
        (
            "casework/pages/__init__.py",
            "    if actor and not actor.active:\n",
            "    if actor and actor.active is None:\n",
        ),
        (
            "casework/authorities/accounts.py",
            "return self.active and self.user.left_at is None",
            "return self.active",
        ),
    ),
)

BY_NUMBER = (*READS, *WHILE_IT_IS_OPEN, *TAMPERED, *GUESSED, *WHO_ONE_IS)
