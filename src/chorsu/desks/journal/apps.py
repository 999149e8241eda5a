from django.apps import AppConfig


class Journal(AppConfig):
    """Streams of sealed entries, and whom they concern."""

    name = "chorsu.desks.journal"
    label = "journal"
