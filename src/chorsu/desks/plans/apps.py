from django.apps import AppConfig


class Plans(AppConfig):
    """Plans of consignments, kept under private links."""

    name = "chorsu.desks.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
