"""What is kept about a person: they see it, take it along, and have it erased."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chorsu.desks.actor import SYSTEM
from chorsu.desks.journal import erasure, keeping
from chorsu.desks.journal.forms import EraseForm
from chorsu.desks.refusals import Refused


@require_safe
@login_required
def mine(request):
    """All kinds of things that are kept about the reader, with how many of each and for how long."""
    return render(
        request, "journal/mine.html", {"parts": keeping.counted(request.user), "hindrances": erasure.hindrances(request.user)}
    )


@require_safe
@login_required
def file(request):
    """All of it as one JSON document."""
    raw = json.dumps(keeping.kept_about(request.user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    head = {"Content-Disposition": 'attachment; filename="my-data.json"', "Cache-Control": "no-store"}
    return HttpResponse(raw.encode("utf-8", "replace"), content_type="application/json", headers=head)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def erase(request):
    """Erase the reader's data, once they have typed their address; then nobody is signed in any more."""
    form = EraseForm(request.POST if request.method == "POST" else None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            erasure.erase_person(request.user, by=request.actor or SYSTEM, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            logout(request)
            messages.success(request, _("Your data were erased. You cannot sign in any more."))
            return redirect("home")
    words = {"form": form, "hindrances": erasure.hindrances(request.user)}
    return render(request, "journal/erase.html", words, status=422 if form.errors else 200)
