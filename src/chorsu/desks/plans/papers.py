"""A plan and what is drawn up from it as files: for the pages and for programs alike."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse

from chorsu import documents
from chorsu.consignment import Consignment
from chorsu.desks.language import engine_language
from chorsu.desks.plans import planner, sheets
from chorsu.desks.plans.present import present
from chorsu.documents.declaration import Declaration
from chorsu.documents.declaration_pdf import render_declaration_pdf

DRAFTS = {"invoice": documents.draft_invoice, "packing_list": documents.draft_packing_list}
FORMS = {"plan": ("json", "xlsx", "pdf"), "declaration": ("json", "xlsx", "pdf"), **dict.fromkeys(DRAFTS, ("pdf", "xml"))}
# The papers of a consignment by their names as files.
NAMES = tuple(f"{kind}.{form}" for kind, forms in FORMS.items() for form in forms)
JSON, PDF, XML = "application/json", "application/pdf", "application/xml; charset=utf-8"


@dataclass(frozen=True)
class Paper:
    """A file, made."""

    content: bytes
    media_type: str

    def download(self, name: str) -> HttpResponse:
        """As an answer that is saved under a name."""
        head = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(self.content, content_type=self.media_type, headers=head)


@dataclass(frozen=True)
class Stored:
    """Of a plan that was stored, what a workbook reads beside its page."""

    consignment: Consignment
    assessments: tuple = ()


def paper_of(name: str, document: dict, way: int | None, *, on: date) -> Paper | None:
    """A paper of a consignment by its name (:data:`NAMES`), by the law and rates of now. None where no declaration is on file.

    Raises Faulty where the consignment cannot be planned, or where something for the paper is missing.
    """
    kind, _dot, form = name.partition(".")
    answer = planner.answer(document)
    if kind in DRAFTS:
        places = place_names(answer.to_json(engine_language()))
        return trade_paper(kind, form, answer.consignment, places=places, on=on)
    number = answer.chosen if way is None else way
    if kind == "plan":
        shown = answer.to_json(engine_language())
        chosen = shown["chosen"] = number if 0 <= number < len(answer.journeys) else None
        declaration = planner.declaration(document, chosen) if form == "xlsx" else None
        return plan_paper(form, shown, answer, way=chosen, on=on, declaration=declaration)
    declaration = planner.declaration(document, number)
    return declaration and declaration_paper(form, declaration, reference=answer.consignment.reference)


def plan_paper(form: str, shown: dict, plan, *, way: int | None, on: date, declaration: Declaration | None = None) -> Paper:
    """A plan as ``json``, ``xlsx`` or ``pdf``. ``shown`` is the plan in the reader's language, ``plan`` the plan itself or the
    :class:`Stored` rest of it; ``way`` is told in full. A workbook has the boxes of the ``declaration`` too.
    """
    if form == "json":
        return Paper(_text(shown), JSON)
    if form == "xlsx":
        return Paper(sheets.workbook(present(shown, way=way), plan, declaration), sheets.MEDIA_TYPE)
    # On paper as on the page: the ways compared, and the one that is shown told in full.
    return Paper(documents.render_plan_pdf(shown, engine_language(), places=place_names(shown), on=on, way=way), PDF)


def declaration_paper(form: str, declaration: Declaration, *, reference: str) -> Paper:
    """The boxes of a customs declaration as ``json``, ``xlsx`` or ``pdf``."""
    if form == "json":
        return Paper(_text(declaration.to_json(engine_language())), JSON)
    if form == "xlsx":
        return Paper(sheets.declaration_workbook(declaration), sheets.MEDIA_TYPE)
    return Paper(render_declaration_pdf(declaration, engine_language(), reference=reference), PDF)


def trade_paper(kind: str, form: str, consignment: Consignment, *, places: dict[str, str], on: date) -> Paper:
    """A draft of the ``invoice`` or the ``packing_list`` as ``pdf`` or ``xml``. Raises Faulty where something is missing."""
    drafted = DRAFTS[kind](consignment, number=consignment.reference, on=on)
    if form == "xml":
        return Paper(documents.to_xml(drafted), XML)
    return Paper(documents.render_pdf(drafted, engine_language(), places=places), PDF)


def place_names(shown: dict) -> dict[str, str]:
    """The names of the places of a plan, in its language."""
    return {code: place["name"] for code, place in shown.get("places", {}).items()}


def _text(shown: dict[str, Any]) -> bytes:
    return json.dumps(shown, ensure_ascii=False, indent=1).encode()
