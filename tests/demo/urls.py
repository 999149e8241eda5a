"""The portal's addresses as an installation of the demo has them."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from chorsu.portal.urls import urlpatterns as portal

urlpatterns = [*portal, *i18n_patterns(path("demo/", include("chorsu.portal.demo.urls")))]
