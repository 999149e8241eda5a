"""Addresses of the demo zone; there are none unless the installation is one."""

from django.urls import path

from chorsu.portal.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.zone, name="zone"),
    path("as/<uuid:membership>/", views.sign_in, name="sign_in"),
]
