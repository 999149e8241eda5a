"""Addresses of the desk: trade."""

app_name = "trade"
urlpatterns: list = []
