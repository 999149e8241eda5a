from django.apps import AppConfig


class Trade(AppConfig):
    """Plans of consignments, kept under private links."""

    name = "chorsu.desks.trade"
    label = "trade"
    default_auto_field = "django.db.models.BigAutoField"
