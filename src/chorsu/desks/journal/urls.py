"""Addresses of the desk: journal."""

app_name = "journal"
urlpatterns: list = []
