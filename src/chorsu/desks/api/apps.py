from django.apps import AppConfig


class Api(AppConfig):
    """What the operations of every desk share, and the answers kept for a request that is sent twice."""

    name = "chorsu.desks.api"
    label = "api"
