from django.apps import AppConfig


class Portal(AppConfig):
    """The web project itself: what all desks share."""

    name = "chorsu.portal"
    label = "portal"

    def ready(self) -> None:
        """Listen for what the log tells of signing in."""
        from chorsu.portal import events

        events.listen()
