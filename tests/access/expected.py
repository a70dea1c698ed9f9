"""Who gets in where: the one table that the matrix is held against.

    o  let in: the page, or a form that answers (also with "fill this in", or "somebody was first")
    r  refused with a sentence: they reach the case, and this is another's to do
    -  the same 404 as for what does not exist

The columns say what somebody is to a case (`standing` below works it out from who and which state).
A new address is put in `GROUPS`, in the row that it belongs to; a row of its own where none fits.
"""

from tests.access.states import CLEARED, CONTACTS, NOWHERE

TABLE = """
                        contact person            koordinator                    no case work
                        owner named fewer nobody  own runs less wrote outside    lsg granskare admin
the case                o     o     o     -       o   o    o    -     -          -   -         -
one kind of text        o     o     -     -       o   o    -    -     -          -   -         -
writing that text       o     r     -     -       o   r    -    -     -          -   -         -
whom the case is about  o     o     o     -       o   o    o    o     -          -   -         -
keeping it going        o     r     r     -       o   o    o    -     -          -   -         -
the owner's alone       o     r     r     -       r   r    r    -     -          -   -         -
the coordinator's       r     r     r     -       o   o    o    -     -          -   -         -
the whole receipt       o     r     r     -       o   o    o    o     -          -   -         -
being away              o     o     o     o       r   r    r    r     r          -   -         -
who stands in           o     -     -     -       r   -    -    r     -          -   -         -
own writing             o     -     -     -       o   -    -    o     -          -   -         -
mending own writing     o     -     -     -       o   -    -    r     -          -   -         -
the sender's            o     r     r     -       o   r    r    o     -          -   -         -
a draft's, now sent     r     r     r     -       r   r    r    r     -          -   -         -
answering a remiss      r     r     r     -       o   o    o    r     -          -   -         -
own question            o     -     -     -       o   o    o    o     o          -   -         -
a question to oneself   o     -     -     -       o   -    -    -     -          -   -         -
sitting of the group    -     -     -     -       o   o    o    o     o          -   -         -
a series of the group   -     -     -     -       o   o    o    o     o          -   -         -
a point of its agenda   -     -     -     -       o   o    o    -     -          -   -         -
a point to be kept      -     -     -     -       r   r    r    -     -          -   -         -
own letters             -     -     -     -       o   o    o    o     o          -   -         -
everybody's             o     o     o     o       o   o    o    o     o          o   o         o
those who work          o     o     o     o       o   o    o    o     o          -   -         -
the paper on a door     r     r     r     r       o   o    o    o     o          -   -         o
convening               r     r     r     r       o   o    o    o     o          -   -         -
the report's draft      -     -     -     -       o   o    o    o     o          -   -         -
publishing it unread    -     -     -     -       r   r    r    r     r          -   -         -
the second reader       o     o     o     o       o   o    o    o     o          -   -         -
reports                 o     o     o     o       o   o    o    o     o          o   -         -
administration          -     -     -     -       -   -    -    -     -          -   -         o
a second pair of eyes   -     -     -     -       -   -    -    -     -          -   -         r
the access log          -     -     -     -       -   -    -    -     -          -   o         -
nothing to show         -     -     -     -       -   -    -    -     -          -   -         -
"""

# an endpoint stands for its GET and its POST, unless the method is written before it
GROUPS = {
    "the case": """desk.case assessments.individual assessments.show assessments.finish cases.tell
        assessments.blank assessments.summary
        contributions.new?arende followups.history meetings.answer meetings.show outcomes.propose
        plans.approve plans.draft plans.set_aside plans.show plans.take_up plans.version
        plans.begin GET:plans.put_in_force polls.answer polls.show""",
    "one kind of text": """assessments.part assessments.correct GET:assessments.sign
        GET:assessments.write""",
    "writing that text": "POST:assessments.sign POST:assessments.write",
    "whom the case is about": """consents.alter consents.show consents.withdraw people.protect
        referrals.show referrals.printed""",
    "keeping it going": """assessments.ask cases.assign cases.next_step cases.pause cases.unassign
        followups.new plans.print_view plans.discard POST:plans.put_in_force""",
    # K1: the question whether another unit takes the case over is the owner's to put
    "the owner's alone": """cases.hand_over cases.take_back cases.reopen outcomes.agree
        outcomes.decline oversight.who_has_seen records.extract""",
    "the coordinator's": """meetings.addition meetings.agenda meetings.book?arende meetings.cancel
        meetings.change meetings.interpreter meetings.invite meetings.minutes meetings.remove
        meetings.summons polls.ask?arende polls.close polls.extend polls.pick polls.take_back""",
    # C5: it says all that was agreed; the coordinator of "wrote" took that consent themselves
    "the whole receipt": "consents.receipt_pdf",
    # K4: the coordinator reaches cases by role, and nobody stands in for them
    "being away": "cases.absence",
    "who stands in": "cases.end_absence",
    "own writing": "assessments.own contributions.show",
    "mending own writing": "contributions.correct",
    "the sender's": "referrals.amend referrals.withdraw",
    "a draft's, now sent": "referrals.complete referrals.discard referrals.step",
    "answering a remiss": "referrals.answer",
    "own question": "reviews.consultation",
    "a question to oneself": "reviews.question",
    "sitting of the group": """reviews.show reviews.screen reviews.finish reviews.refresh
        reviews.order reviews.arrange reviews.attend reviews.print_view""",
    # the organiser is asked to it and may answer; nobody else of these reaches it
    "a series of the group": """meetings.show_series meetings.answer_series meetings.change_rest
        meetings.cancel_rest meetings.add_to_series meetings.remove_from_series""",
    "a point of its agenda": "reviews.decide reviews.postpone reviews.move reviews.weigh",
    "a point to be kept": "reviews.keep",
    "own letters": "letters.show letters.put_aside letters.try_again",
    # in the demo everybody may look at the post, which names nobody
    "everybody's": "authorities.account desk.home letters.listing letters.folder typed.awake",
    "those who work": """cases.listing cases.search consents.form_pdf consents.receive
        calendars.mine calendars.address calendars.file
        contributions.listing contributions.new desk.overview desk.references meetings.end_feed
        meetings.listing meetings.new_feed referrals.listing referrals.new reviews.consult
        reviews.listing""",
    "the paper on a door": "meetings.door_list",
    "convening": "meetings.book polls.ask reviews.plan",
    "the report's draft": """reports.draft reports.show reports.text reports.underlag
        GET:reports.publish""",
    "publishing it unread": "POST:reports.publish",
    "the second reader": "reports.second_read",
    "reports": "reports.listing",
    "administration": """authorities.admin authorities.new_authority authorities.new_user
        authorities.people authorities.room authorities.rooms authorities.travel
        authorities.units authorities.close_room
        authorities.close_unit authorities.end_user authorities.new_password authorities.new_unit
        authorities.proposals GET:authorities.proposal authorities.decline_proposal
        authorities.reset_second_factor authorities.user programmes.listing
        programmes.close_code programmes.codes programmes.ladder programmes.programme
        programmes.new programmes.overview programmes.units programmes.close programmes.reopen
        programmes.template programmes.preview programmes.question programmes.close_question
        programmes.shift_question programmes.criteria programmes.close_criterion
        programmes.shift_criterion""",
    # AC08: whoever proposed it does not approve it, and here there is one administrator
    "a second pair of eyes": "POST:authorities.proposal",
    "the access log": """oversight.home oversight.access_log oversight.size oversight.draw
        oversight.sample oversight.sample_row oversight.sample_sign_off oversight.task""",
    # a letter, a file, a question and a form that are not there; a consent is begun from a remiss;
    # the demo asks for no second factor (where one is asked for: tests/authorities);
    # a calendar of none of those who ask: everybody keeps their own (tests/calendars)
    "nothing to show": """letters.message reports.download reports.answer consents.new
        calendars.fetch calendars.remove authorities.second_factor typed.keep typed.drop""",
    # K1: not read in the table; see `_asked`
    "being asked to take over": "cases.handover cases.decline",
}

CONTACT = ("owner", "named", "fewer", "nobody")
COORDINATOR = ("own", "runs", "less", "wrote", "outside")
COLUMNS = (
    *(("contact", column) for column in CONTACT),
    *(("koordinator", column) for column in COORDINATOR),
    *((role, role) for role in ("lsg", "granskare", "admin")),
)


def standing(who: str, state: str) -> tuple[str, str]:
    """The column of somebody before a case in a state."""
    if who in CONTACTS:
        return "contact", _of_a_contact(who, state)
    if who == "koordinator":
        return "koordinator", _of_the_coordinator(state)
    return who, who


def _of_a_contact(who: str, state: str) -> str:
    if state.startswith("own"):
        return "owner"  # also after the consent was taken back
    if state == "protected":
        return "named" if who in CLEARED else "nobody"
    return {"consented": "named", "narrowed": "fewer"}.get(state, "nobody")


def _of_the_coordinator(state: str) -> str:
    """No assignment is needed; without a consent that names the host there is no case."""
    reach = {"own": "own", "own, taken back": "wrote", "narrowed": "less"}
    reach |= dict.fromkeys(("consented", "not assigned", "protected"), "runs")
    return reach.get(state, "outside")


def _asked(who: str, state: str) -> str:
    """K1: the social office (or AF) asks FK, who sees the question and not the case.

    Only while the consent covers FK. Nobody there is cleared, so of a protected identity they are
    not asked.
    """
    return "o" if who == "fk" and state in ("consented", "narrowed", "not assigned") else "-"


def _rows() -> dict[str, dict[tuple[str, str], str]]:
    """{group: {column: o, r or -}}"""
    lines = [line for line in TABLE.splitlines() if line.strip()][2:]
    read = {line[:24].strip(): line[24:].split() for line in lines}
    return {name: dict(zip(COLUMNS, answers, strict=True)) for name, answers in read.items()}


ROWS = _rows()
GROUP_OF = {name: group for group, names in GROUPS.items() for name in names.split()}


def group_of(method: str, name: str) -> str | None:
    return GROUP_OF.get(f"{method}:{name}") or GROUP_OF.get(name)


def expected(method: str, name: str, who: str, state: str, *, of_a_case: bool) -> str:
    """What that cell should hold. Nothing is there for nobody."""
    if of_a_case and state == NOWHERE:
        return "-"
    group = group_of(method, name)
    if group == "being asked to take over":
        return _asked(who, state)
    assert group, (
        f"{method} {name} is not in the matrix: put it in GROUPS of tests/access/expected.py,"
        " in the row that says who should get in"
    )
    return ROWS[group][standing(who, state)]
