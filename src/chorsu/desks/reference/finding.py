"""What a search finds at the reference desk: facts of every dataset, and drafts for those who see them."""

from django.utils.translation import gettext_lazy as _

from chorsu.desks.finding import Asked, Found, Kind
from chorsu.desks.permissions import allows
from chorsu.desks.reference import index, told
from chorsu.desks.reference.models import Dataset, Draft
from chorsu.desks.reference.permissions import may
from chorsu.desks.reference.queries import visible_drafts


def _facts(dataset: str):
    def rows(asked: Asked):
        if not allows(may.view_facts, asked.actor):
            return []
        return [(dataset, entry) for entry in index.find(dataset, {"q": " ".join(asked.words)})]

    return rows


def _fact(row) -> Found:
    dataset, entry = row
    line = told.line(dataset, entry)
    cells = [str(cell) for cell in line["cells"] if cell]
    return Found(cells[0], " · ".join(cells[1:5]), line["address"])


def _drafts(asked: Asked):
    rows = visible_drafts(asked.actor).order_by("-changed_at")
    for word in asked.words:
        rows = rows.filter(title__icontains=word)
    return rows


def _draft(draft: Draft) -> Found:
    return Found(draft.title, draft.effective, draft.get_absolute_url(), draft.get_state_display())


KINDS = (
    *(Kind(f"fact-{name}", label, "reference:read", _facts(name), _fact) for name, label in Dataset.choices),
    Kind("draft", _("Drafts of facts"), "reference:read", _drafts, _draft),
)
