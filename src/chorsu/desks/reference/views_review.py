"""What is done with a draft, each by one button; the publications, and taking one back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chorsu.desks.pages import for_actor, paged, typed
from chorsu.desks.permissions import allows
from chorsu.desks.reference import services, sheets, told
from chorsu.desks.reference.models import Publication
from chorsu.desks.reference.permissions import may
from chorsu.desks.reference.queries import draft_of, publication_of
from chorsu.desks.reference.views_drafts import get_change


@require_POST
@for_actor
def examine(request, pk):
    """Have a draft checked."""
    draft = draft_of(request.actor, pk)
    services.ask(draft, by=request.actor, at=timezone.now())
    return redirect(f"{draft.get_absolute_url()}#found")


@require_POST
@for_actor
def submit(request, pk):
    """Send a draft to review."""
    draft = services.submit(draft_of(request.actor, pk), by=request.actor, at=timezone.now())
    messages.success(request, _("The draft waits for a second person of the zone."))
    return redirect(draft)


@require_POST
@for_actor
def take_back(request, pk):
    """Take a draft back from review."""
    return redirect(services.take_back(draft_of(request.actor, pk), by=request.actor, at=timezone.now()))


@require_POST
@for_actor
def send_back(request, pk):
    """Return a draft to its writer."""
    draft = draft_of(request.actor, pk)
    services.return_draft(draft, typed(request.POST, "reason", most=4000), by=request.actor, at=timezone.now())
    messages.success(request, _("The draft went back to its writer."))
    return redirect(draft)


@require_POST
@for_actor
def publish(request, pk):
    """Put a draft on file."""
    made = services.publish(draft_of(request.actor, pk), by=request.actor, at=timezone.now())
    messages.success(
        request, _("On file as publication %(number)s: every plan counts with it from now on.") % {"number": made.number}
    )
    return redirect(made)


@require_POST
@for_actor
def withdraw(request, pk):
    """Put a draft away."""
    draft = services.withdraw(draft_of(request.actor, pk), by=request.actor, at=timezone.now())
    messages.success(request, _("The draft is withdrawn; you can bring it back."))
    return redirect(draft)


@require_POST
@for_actor
def restore(request, pk):
    """Bring a draft back."""
    return redirect(services.restore(draft_of(request.actor, pk), by=request.actor, at=timezone.now()))


@require_POST
@for_actor
def take_out(request, pk, change):
    """Take one change out of a draft."""
    found = get_change(request.actor, pk, change)
    draft = services.take_out(found, by=request.actor, at=timezone.now())
    messages.success(request, _("%(name)s is no longer in the draft.") % {"name": found.key})
    return redirect(draft)


@require_POST
@for_actor
def take_file_out(request, pk):
    """Take out of a draft all that was read from a file."""
    draft = draft_of(request.actor, pk)
    gone = services.take_file_out(draft, typed(request.POST, "file", most=200), by=request.actor, at=timezone.now())
    messages.success(request, _("%(count)s changes are no longer in the draft.") % {"count": gone})
    return redirect(draft)


@require_safe
@for_actor
def publications(request):
    """All that was published, the latest first."""
    page, asked = paged(request, Publication.objects.select_related("draft", "reviewed_by", "drafted_by"))
    return render(request, "reference/publications.html", {"page": page, "asked": asked})


@require_safe
@for_actor
def publication(request, number):
    """One publication: what it changed, when, by whom, and the button that takes it back."""
    found = publication_of(request.actor, number)
    changes = found.draft.changes.all()
    if request.GET.get("as") in ("xlsx", "csv", "toml"):
        return sheets.answer_changes(request.GET["as"], f"chorsu-publication-{found.number}", list(changes))
    page, asked = paged(request, changes)
    rows = [
        {
            "change": each,
            "title": told.title_of(each.dataset, each.key, each.after or each.before),
            "address": told.address_of(each.dataset, each.key),
            "differences": told.differences(each),
        }
        for each in page.object_list
    ]
    context = {"publication": found, "draft": found.draft, "page": page, "asked": asked, "changes": rows}
    context["may_reverse"] = allows(may.reverse, request.actor, found.draft)
    context["sees_drafts"] = allows(may.view_drafts, request.actor)
    return render(request, "reference/publication.html", context)


@require_POST
@for_actor
def reverse(request, number):
    """Write the draft that takes a publication back."""
    made = services.reverse(publication_of(request.actor, number), by=request.actor, at=timezone.now())
    messages.success(request, _("This draft takes the publication back. Have it checked and reviewed like any other."))
    return redirect(made)
