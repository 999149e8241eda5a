from django.apps import AppConfig


class Reference(AppConfig):
    """Drafts of changes to the facts on file, and their review."""

    name = "chorsu.desks.reference"
    label = "reference"
