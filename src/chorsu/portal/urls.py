"""Addresses: every page under its language, so that an address sent to a colleague opens as it was sent."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from chorsu.portal import views

urlpatterns = [
    *i18n_patterns(path("", include("chorsu.desks.trade.urls"))),
    path("favicon.ico", views.favicon),
    path("robots.txt", views.robots),
]
if settings.DEBUG:
    urlpatterns += [path("components/", views.components, name="components")]
