"""Pages of the project itself: what browsers and robots ask for, and the sheet of template components for developers."""

from django import forms
from django.contrib.messages.constants import ERROR, SUCCESS, WARNING
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from chorsu.desks.plans import views as plans_views
from chorsu.portal import today


@require_http_methods(["GET", "HEAD", "POST"])
def home(request):
    """The first page. A visitor says what goes from where to where; who is signed in reads what waits for them."""
    if request.user.is_authenticated and request.method != "POST":
        return today.today(request)
    return plans_views.home(request)


@require_safe
def favicon(request):
    """The mark, for browsers that ask at the root."""
    return redirect(staticfiles_storage.url("chorsu/mark.svg"), permanent=False)


@require_safe
def robots(request):
    """Plans are private: robots may read the first page and nothing behind it."""
    return HttpResponse("User-agent: *\nDisallow: /*/plans/\nDisallow: /*/search/\n", content_type="text/plain; charset=utf-8")


class _Shown(forms.Form):
    """The fields that the sheet of components shows: as they are, with a hint, with a fault."""

    name = forms.CharField(label="As it is")
    hinted = forms.CharField(label="With a hint", help_text="What belongs here.")
    faulty = forms.CharField(label="With a fault")


@require_safe
def components(request):
    """Every template component on one page, with each of its states. Served only where DEBUG is on."""
    form = _Shown({"name": "Fuji", "hinted": "0808", "faulty": ""})
    tabs = [
        {"label": "Overview", "address": "#main", "current": True},
        {"label": "Messages", "address": "#main", "current": False, "count": 3},
    ]
    context = {
        "source": {"number": 1, "title": "Common Customs Tariff", "address": "https://example.org/", "checked_on": "2026-11-23"},
        "figures": ["1234567.891", "0.03", None],
        "tabs": tabs,
        "facts": [("Reference", "TAO-2026-0042"), ("Left out where empty", ""), ("Broker", "Jiaozhou Brokers")],
        "page": Paginator(range(60), 25).page(2),
        "form": form,
        "shown_messages": [
            Message(level, said) for level, said in ((SUCCESS, "Saved."), (WARNING, "Saved, but…"), (ERROR, "No."))
        ],
    }
    return render(request, "components/all.html", context)
