"""Addresses of the desk: organisations."""

from django.urls import path

from chorsu.desks.organisations.views import beginning

app_name = "organisations"
urlpatterns = [
    path("begin/", beginning.begin, name="begin"),
    path("register/", beginning.register, name="register"),
    path("invitations/<str:key>/", beginning.invitation, name="invitation"),
    path("join/<uuid:pk>/", beginning.join, name="join"),
    path("act/", beginning.act, name="act"),
]
