"""Pages of the project itself: what browsers and robots ask for, and the sheet of template components for developers."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from chorsu.desks.plans import views as plans_views


@require_http_methods(["GET", "HEAD", "POST"])
def home(request):
    """The first page. A visitor says what goes from where to where."""
    return plans_views.home(request)


@require_safe
def favicon(request):
    """The mark, for browsers that ask at the root."""
    return redirect(staticfiles_storage.url("chorsu/mark.svg"), permanent=False)


@require_safe
def robots(request):
    """Plans are private: robots may read the first page and nothing behind it."""
    return HttpResponse("User-agent: *\nDisallow: /*/plans/\nDisallow: /*/search/\n", content_type="text/plain")


@require_safe
def components(request):
    """Every template component on one page, with each of its states. Served only where DEBUG is on."""
    source = {"number": 1, "title": "Common Customs Tariff", "address": "https://example.org/", "checked_on": "2026-11-23"}
    return render(request, "components/all.html", {"source": source, "figures": ["1234567.891", "0.03", None]})
