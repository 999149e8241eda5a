"""What a case can begin with beside a form: a template, or a case of before."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.journal import services as journal
from chorsu.desks.organisations.models import Organisation
from chorsu.desks.permissions import require
from chorsu.desks.plans.services import planned
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Case, Template
from chorsu.desks.trade.permissions import may
from chorsu.desks.trade.services.cases import begin_case
from chorsu.desks.trade.services.said import cleaned, told_of

MOST_OF_NAME = 120
MOST_TEMPLATES = 200
# A repeated consignment is ready a week from now, until somebody says better.
READY_IN = timedelta(days=7)


def save_template(case_or_document: Case | dict, name: str, *, by: Actor, at: datetime) -> Template:
    """Keep a consignment under a name, to begin cases with it; its reference and its day do not belong to it.

    Raises Faulty for a document that cannot be planned, Refused where the name is taken.
    """
    if isinstance(case_or_document, Case):
        require(may.save_template, by, case_or_document)
        document = case_or_document.consignment
        if not document:
            raise Refused(_("Say first what is sent from where to where: that is what a template keeps."))
    else:
        require(may.begin, by)
        document, _answer = planned(case_or_document)
    return _save(document, name, by=by, at=at)


@transaction.atomic
def _save(document, name, *, by, at) -> Template:
    organisation = Organisation.objects.select_for_update().get(pk=by.organisation.pk)
    name = cleaned(name, most=MOST_OF_NAME, missing=_("Give the template a name by which you know it again."))
    rows = Template.objects.filter(organisation=organisation)
    if rows.filter(name=name).exists():
        raise Refused(_("There is a template “%(name)s” already. Choose another name, or delete that one first."), name=name)
    if rows.count() >= MOST_TEMPLATES:
        raise Refused(_("You have %(most)s templates; delete one that is no longer used."), most=MOST_TEMPLATES)
    kept = {part: value for part, value in document.items() if part not in ("reference", "ready")}
    template = Template.objects.create(organisation=organisation, name=name, consignment=kept, made_at=at, changed_at=at)
    journal.record("template.saved", template, by=by, at=at, consignment=told_of(kept), personal={"name": name})
    return template


@transaction.atomic
def delete_template(template: Template, *, by: Actor, at: datetime) -> None:
    """Delete a template; the cases that began with it stay."""
    template = Template.objects.select_for_update().filter(pk=template.pk).first()
    if template is None:
        raise Refused(_("The template was deleted already."))
    require(may.use_template, by, template)
    journal.record("template.deleted", template, by=by, at=at, consignment=told_of(template.consignment))
    template.delete()


def begin_from_template(template: Template, *, by: Actor, at: datetime) -> Case:
    """Begin a case with the consignment of a template, ready in a week. Raises Faulty where the facts no longer bear it."""
    require(may.use_template, by, template)
    return begin_case(_anew(template.consignment, at), by=by, at=at, template=template.pk)


def repeat(case: Case, *, by: Actor, at: datetime) -> Case:
    """Begin a case with the consignment of one of the trader's, ready in a week, under a number of its own. Raises Faulty."""
    require(may.save_template, by, case)
    document = _anew(case.consignment, at) if case.consignment else None
    return begin_case(document, by=by, at=at, repeats=case.pk)


def _anew(consignment: dict, at: datetime) -> dict:
    kept = {part: value for part, value in consignment.items() if part != "reference"}
    return {**kept, "ready": (at + READY_IN).date().isoformat()}
