"""What a PDF says, for tests: its words, its letters' sizes, and what it promises of itself."""

import io
import re
from collections import Counter

from pypdf import PdfReader


def opened(body):
    return PdfReader(io.BytesIO(body))


def bare(text):
    """Without spaces and line breaks: where a line is broken is the typesetter's affair."""
    return re.sub(r"\s+", "", text)


def said(body):
    return bare("".join(page.extract_text() for page in opened(body).pages))


def sizes(body):
    """{points: how many letters}, measured on the page."""
    found = Counter()

    def seen(text, _cm, tm, _font, size):
        if letters := len(text.strip()):
            found[round(abs(size * tm[3]), 1)] += letters

    for page in opened(body).pages:
        page.extract_text(visitor_text=seen)
    return found


def promises(body):
    """What the file says of itself: tagged, its language, PDF/A and PDF/UA in the metadata."""
    reader = opened(body)
    root = reader.trailer["/Root"]
    meta = root["/Metadata"].get_object().get_data().decode()
    return {
        "tagged": root["/MarkInfo"]["/Marked"].value,
        "lang": str(root["/Lang"]),
        "title": reader.metadata.title,
        "a": "".join(re.findall(r"pdfaid:(?:part|conformance)>(\w)<", meta)),
        "ua": re.findall(r"pdfuaid:part>(\d)<", meta),
    }
