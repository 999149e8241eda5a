from django.apps import AppConfig


class Trade(AppConfig):
    """Cases, offers and requests, partners."""

    name = "chorsu.desks.trade"
    label = "trade"

    def ready(self) -> None:
        """Tell the planning desk whose its private plans are."""
        from chorsu.desks.plans import belonging
        from chorsu.desks.trade.plans import Cases

        belonging.register(Cases())
