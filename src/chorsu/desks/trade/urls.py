"""Addresses of the desk: trade."""

from chorsu.desks.trade import urls_cases

app_name = "trade"
urlpatterns = [*urls_cases.urlpatterns]
