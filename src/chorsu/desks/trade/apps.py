from django.apps import AppConfig


class Trade(AppConfig):
    """Cases, offers and requests, partners."""

    name = "chorsu.desks.trade"
    label = "trade"
