"""Addresses: every page under its language, so that an address sent to a colleague opens as it was sent."""

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.views import list_usersessions
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from chorsu.portal import elsewhere, search, views
from chorsu.portal.api import api, nothing_here

urlpatterns = [
    *i18n_patterns(
        path("", views.home, name="home"),
        path("search/", search.search, name="search"),
        path("", include("chorsu.desks.plans.urls")),
        # More strictly than the library: the password again before sessions are ended, an agency's server looked at closely.
        path("accounts/sessions/", reauthentication_required(list_usersessions), name="usersessions_list"),
        path("accounts/oidc/<str:provider_id>/login/callback/", elsewhere.callback, name="openid_connect_callback"),
        path("accounts/", include("allauth.urls")),
        path("organisations/", include("chorsu.desks.organisations.urls")),
        path("journal/", include("chorsu.desks.journal.urls")),
        path("trade/", include("chorsu.desks.trade.urls")),
        path("reference/", include("chorsu.desks.reference.urls")),
    ),
    path("api/v1/", api.urls),
    re_path(r"^api/", nothing_here, name="no_api"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
]
handler500 = "chorsu.portal.overload.fault"
if settings.DEMO:
    urlpatterns += i18n_patterns(path("demo/", include("chorsu.portal.demo.urls")))
if settings.DEBUG:
    urlpatterns += [path("components/", views.components, name="components")]
