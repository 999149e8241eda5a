"""When a person is written to about what."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chorsu.desks.journal import services
from chorsu.desks.journal.forms import NoticesForm
from chorsu.desks.journal.models import NoticeChoice
from chorsu.desks.pages import for_actor


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def notices(request):
    """Choose for each kind of thing: at once, once a day, not at all."""
    chosen = dict(NoticeChoice.objects.filter(person=request.actor.person).values_list("kind", "when"))
    form = NoticesForm(request.POST or None, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        services.choose_notices(form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("Kept. You are written to as you chose."))
        return redirect("journal:notices")
    return render(request, "journal/notices.html", {"form": form}, status=422 if form.errors else 200)
