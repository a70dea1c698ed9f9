from casework.access import Actor
from casework.audit.service import record
from casework.cases.queries import CaseFile
from casework.records.policy import may_make_extract


def hand_out(actor: Actor, file: CaseFile) -> None:
    """D2: an extract was made for the individual."""
    may_make_extract(actor, file.facts, file.on).insist()
    record(actor, "extract made", file.case, case_id=file.id)
