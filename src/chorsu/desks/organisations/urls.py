"""Addresses of the desk: organisations."""

from django.urls import path

from chorsu.desks.organisations.views import beginning, mandates, organisations, people, tokens

app_name = "organisations"
urlpatterns = [
    path("", organisations.organisations, name="organisations"),
    path("organisations.<str:form>", organisations.organisations_file, name="organisations_file"),
    path("begin/", beginning.begin, name="begin"),
    path("register/", beginning.register, name="register"),
    path("invitations/<str:key>/", beginning.invitation, name="invitation"),
    path("join/<uuid:pk>/", beginning.join, name="join"),
    path("switch/", beginning.switch, name="switch"),
    path("members/", people.members, name="members"),
    path("members/invite/", people.invite, name="invite"),
    path("members/invitations/<uuid:pk>/withdraw/", people.withdraw, name="withdraw_invitation"),
    path("members/<uuid:pk>/role/", people.role, name="change_role"),
    path("members/<uuid:pk>/end/", people.end, name="end_membership"),
    path("mandates/", mandates.mandates, name="mandates"),
    path("mandates/offer/", mandates.offer, name="offer_mandate"),
    path("mandates/<uuid:pk>/accept/", mandates.accept, name="accept_mandate"),
    path("mandates/<uuid:pk>/decline/", mandates.decline, name="decline_mandate"),
    path("mandates/<uuid:pk>/end/", mandates.end, name="end_mandate"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/make/", tokens.make, name="make_token"),
    path("tokens/<uuid:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("<uuid:pk>/", organisations.organisation, name="organisation"),
    path("<uuid:pk>/change/", organisations.change, name="change"),
    path("<uuid:pk>/verify/", organisations.verify, name="verify"),
    path("<uuid:pk>/refuse/", organisations.refuse, name="refuse"),
    path("<uuid:pk>/suspend/", organisations.suspend, name="suspend"),
]
