"""Addresses of the desk: organisations."""

app_name = "organisations"
urlpatterns: list = []
