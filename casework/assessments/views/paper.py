"""The individual's own part on paper, to be written at home."""

from uuid import UUID

from flask import Response, current_app, request

from casework.access.web import actor
from casework.assessments import paper
from casework.assessments.views.door import PERSON, assessments, load
from casework.kit.errors import NotVisible
from casework.kit.pdf import typeset
from casework.programmes.queries import questions


@assessments.get(f"{PERSON}/blankett.pdf")
def blank(case_id: UUID) -> Response:
    file = load(case_id)
    size = request.args.get("variant", "normal")
    if size not in paper.SIZES:
        raise NotVisible("papers")
    service = f"{current_app.config['SERVICE_NAME']} {current_app.config['SERVICE_AREA']}"
    template = questions(actor(), file.case.programme_id, file.on)
    asked = [one.words for one in template if one.info_kind is None]
    data = paper.blank(service, file.case.reference, asked, size, file.on)
    answer = Response(typeset("own_part", data), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="egen-del-{size}.pdf"'
    return answer
