"""The doors of a paper, whichever it is: to and from XML and JSON, and to a printed page."""

from __future__ import annotations

from chorsu.documents.invoice_xml import invoice_from_xml, invoice_to_xml
from chorsu.documents.model import Invoice, PackingList
from chorsu.documents.packing_list_xml import packing_list_from_xml, packing_list_to_xml
from chorsu.documents.paper_json import from_json
from chorsu.documents.paper_pdf import invoice_to_pdf, packing_list_to_pdf
from chorsu.documents.words import Places
from chorsu.documents.xml import root_name

_NO_PLACES: Places = {}


def to_xml(paper: Invoice | PackingList) -> bytes:
    """Write a paper as UBL 2.1 (``Invoice``, ``PackingList``). Raises Faulty where a text holds a character that XML cannot."""
    return invoice_to_xml(paper) if isinstance(paper, Invoice) else packing_list_to_xml(paper)


def from_xml(raw: bytes | str) -> Invoice | PackingList:
    """Read a UBL 2 invoice or packing list, by its root element. Raises Faulty with every fault and its XPath."""
    return packing_list_from_xml(raw) if root_name(raw) == "PackingList" else invoice_from_xml(raw)


def read_paper(raw: bytes) -> Invoice | PackingList:
    """Read a paper from UBL XML, or from the JSON of :func:`.paper_json.to_json`. Raises Faulty with every fault and its path."""
    return from_json(raw) if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else from_xml(raw)


def render_pdf(paper: Invoice | PackingList, language: str = "en", *, places: Places = _NO_PLACES) -> bytes:
    """Print a paper on A4 in English and, beside it, in ``zh`` or ``ru``; see :func:`.paper_pdf.invoice_to_pdf`."""
    if isinstance(paper, Invoice):
        return invoice_to_pdf(paper, language, places=places)
    return packing_list_to_pdf(paper, language, places=places)
