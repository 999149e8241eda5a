from django.apps import AppConfig


class Organisations(AppConfig):
    """People, organisations, roles, mandates and tokens."""

    name = "chorsu.desks.organisations"
    label = "organisations"
