"""Addresses of the desk: reference."""

app_name = "reference"
urlpatterns: list = []
