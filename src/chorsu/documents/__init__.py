"""The papers: invoice and packing list as types, XML, JSON and printed pages; the papers needed; the printed plan."""

from chorsu.consignment import Packages
from chorsu.documents.doors import from_xml, read_paper, render_pdf, to_xml
from chorsu.documents.draft import draft_invoice, draft_packing_list
from chorsu.documents.model import (
    DocumentFault,
    Invoice,
    InvoiceLine,
    Issuer,
    PackedLine,
    PackingList,
    Paper,
)
from chorsu.documents.paper_json import from_json, to_json
from chorsu.documents.papers import papers_needed
from chorsu.documents.plan_pdf import render_plan_pdf
from chorsu.documents.validate import validate

__all__ = [
    "DocumentFault",
    "Invoice",
    "InvoiceLine",
    "Issuer",
    "Packages",
    "PackedLine",
    "PackingList",
    "Paper",
    "draft_invoice",
    "draft_packing_list",
    "from_json",
    "from_xml",
    "papers_needed",
    "read_paper",
    "render_pdf",
    "render_plan_pdf",
    "to_json",
    "to_xml",
    "validate",
]
