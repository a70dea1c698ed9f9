"""Faults in the trail: what it notes, how it is chained and walked, and what guards it (AC27)."""

from tests.access.planted import Fault

CHAIN, WALK = "casework/audit/chain.py", "casework/audit/queries.py"
TRAIL, GUARD = "casework/audit/service.py", "casework/audit/guard.py"
PAGES, OWN = "casework/pages/__init__.py", "tests/audit/"


def _fault(what: str, file: str, old: str, new: str, *tests: str) -> Fault:
    return Fault(what, file, old, new, tests)


VERIFYING = (
    _fault(
        "skip the commitment",
        WALK,
        "return commit_to(hidden) == chained[_COMMITMENT]",
        "return True",
        f"{OWN}test_chain.py::test_ac27_any_changed_field_names_its_row",
    ),
    _fault(
        "half emptied is emptied",
        WALK,
        "return not any(hidden)",
        "return True",
        f"{OWN}test_walk_alone.py",
    ),
    _fault(
        "nobody has to vouch",
        WALK,
        "        if self.emptied:\n",
        "        if not self:\n",
        f"{OWN}test_erasing.py",
    ),
    _fault(
        "vouched for beforehand",
        WALK,
        "            self.emptied.discard(chained[_VOUCHES_FOR])\n",
        "            self.seq, _ = self.seq, self.emptied.clear()\n",
        f"{OWN}test_erasing.py",
    ),
    _fault(
        "a number that is not the next",
        WALK,
        "if chained[0] != number:",
        "if chained[0] < number:",
        f"{OWN}test_walk_alone.py",
    ),
    _fault(
        "rows cut from the end",
        WALK,
        "if (head.seq, head.chain_mac) != (self.seq, self.chain_mac):",
        "if (head.seq, head.chain_mac) < (self.seq, self.chain_mac):",
        f"{OWN}test_walk_alone.py",
    ),
    _fault(
        "anchors are not asked",
        WALK,
        "walk.anchors = anchors.kept()",
        "anchors.kept()",
        f"{OWN}test_anchors.py",
    ),
    _fault(
        "an anchor's own code is not checked",
        "casework/audit/anchors.py",
        "if not seal or not hmac.compare_digest(seal, sealed):",
        "if not seal:",
        f"{OWN}test_anchors_alone.py",
    ),
    _fault(
        "the file of anchors may be gone",
        WALK,
        "if head.anchored and head.anchored not in anchors.kept():",
        "if head.anchored < 0:",
        f"{OWN}test_anchors.py",
    ),
    _fault(
        "the head's code is not checked",
        WALK,
        "if head.mac != seal_head(head.seq, head.chain_mac, head.anchored):",
        "if not head.mac:",
        f"{OWN}test_chain.py::test_ac27_a_changed_head_is_found",
    ),
)

CHAINING = (
    _fault(
        "the chain is not keyed",
        CHAIN,
        'return hmac.digest(Key.value, orjson.dumps(values), "sha256").hex()',
        "return sha256(orjson.dumps(values)).hexdigest()",
        f"{OWN}test_chain.py::test_ac27_a_chain_made_anew_without_the_key_is_found",
    ),
    _fault(
        "the row before is not in the code",
        CHAIN,
        "return _code((before, *chained))",
        "return _code(chained)",
        f"{OWN}test_walk_alone.py",
    ),
    _fault(
        "the outcome is not in the chain",
        CHAIN,
        '"action", "outcome", "reason"),',
        '"action", "reason"),',
        f"{OWN}test_chain.py::test_a2_every_column_is_in_the_chain",
    ),
    _fault(
        "two writers at once, SQLite",
        "casework/kit/db.py",
        'c.exec_driver_sql("BEGIN IMMEDIATE")',
        'c.exec_driver_sql("BEGIN")',
        f"{OWN}test_two_at_once.py",
    ),
    Fault(
        "two writers at once, PostgreSQL: the head is not locked",
        "casework/audit/head.py",
        "        .with_for_update()\n",
        "",
        (f"{OWN}test_two_at_once.py",),
        on="postgresql",
    ),
    _fault(
        "an erasure that nobody tells of",
        "casework/audit/erasing.py",
        "        vouch(actor, seq)\n",
        "        pass\n",
        f"{OWN}test_erasing.py",
    ),
    _fault(
        "an erasure forgets what was the ground",
        "casework/audit/erasing.py",
        "AuditEntry.case_id, AuditEntry.basis_id)",
        "AuditEntry.case_id)",
        f"{OWN}test_erasing.py::test_a2_a_row_is_found_by_any_of_its_ids",
    ),
)

NOTING = (
    _fault(
        "reads are not kept",
        PAGES,
        "    if waiting():\n",
        '    if waiting() and request.method == "POST":\n',
        f"{OWN}test_failing.py",
    ),
    _fault(
        "a list of texts is not noted",
        "casework/contributions/queries.py",
        "        note_read(actor, one, OWN, case_id=one.case_id)\n",
        "        pass\n",
        "tests/house/test_reads_are_noted.py",
    ),
    _fault(
        "a read that cannot be told is shown",
        PAGES,
        "            return make_response(*refusals.no_database(trouble))\n",
        "            refusals.no_database(trouble)\n",
        f"{OWN}test_failing.py",
    ),
    _fault(
        "refusals are not noted",
        "casework/pages/refusals.py",
        "    if signed_in():\n",
        '    if code == "":\n',
        "tests/access/test_abuse_reading.py::test_ac01_fk_opens_a_case_whose_consent_names_af_and_the_municipality",
    ),
    _fault(
        "a refusal is noted as allowed",
        TRAIL,
        'outcome="allowed" if ground else "denied"',
        'outcome="allowed"',
        f"{OWN}test_waiting_alone.py",
    ),
    _fault(
        "the version of the consent is not noted",
        TRAIL,
        "basis_id=ground.basis,",
        "basis_id=None,",
        f"{OWN}test_waiting_alone.py",
    ),
    _fault(
        "the reason is not noted",
        TRAIL,
        "reason=str(ground.reason),",
        'reason="",',
        f"{OWN}test_waiting_alone.py",
    ),
    _fault(
        "what waits outlives its transaction",
        TRAIL,
        '"after_rollback", _undo)',
        '"after_rollback", lambda _over: None)',
        f"{OWN}test_grounds.py",
    ),
    _fault(
        "what a page shows again after a refused save is not noted",
        PAGES,
        "note_what_was_undone(shown=answer.status_code in SHOWN)",
        "note_what_was_undone(shown=False)",
        f"{OWN}test_grounds.py",
    ),
    _fault(
        "what a save that came too late shows is not noted",
        "casework/pages/refusals.py",
        "        note_what_was_undone()\n",
        "        pass\n",
        "tests/plans/test_pages.py::test_a1_the_text_that_stands_there_now_is_read",
    ),
)

GUARDING = (
    _fault(
        "rows may change",
        GUARD,
        "        f\"NOT ({_erasure('IS')})\",\n",
        '        "0",\n',
        f"{OWN}test_guard.py",
    ),
    _fault(
        "rows may be deleted",
        GUARD,
        '    _sqlite("audit_entries_not_deleted", "BEFORE DELETE ON audit_entries", "", _ADDED),\n',
        "",
        f"{OWN}test_guard.py",
    ),
    _fault(
        "rows may be replaced",
        GUARD,
        '"EXISTS (SELECT 1 FROM audit_entries WHERE',
        '"0 AND EXISTS (SELECT 1 FROM audit_entries WHERE',
        f"{OWN}test_guard.py",
    ),
    _fault(
        "the head may go backwards",
        GUARD,
        'SQLITE_HEAD = (\n    _sqlite("audit_head_forward", "BEFORE UPDATE ON audit_head", '
        "_HEAD_BACKWARDS, _FORWARD),\n",
        "SQLITE_HEAD = (\n",
        f"{OWN}test_guard.py",
    ),
)

OF_THE_TRAIL = (*VERIFYING, *CHAINING, *NOTING, *GUARDING)
