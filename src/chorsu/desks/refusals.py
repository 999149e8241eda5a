"""Why a change of state did not happen: an answer for the person who asked, never a fault of the program."""


class Refused(Exception):
    """The change is not possible now; the message, in the reader's language, says why and what would be right.

    The message may have named places: ``Refused(_("%(broker)s has no mandate."), broker=broker)``.
    """

    def __init__(self, message, **values) -> None:
        super().__init__(message)
        self.message, self.values = message, values

    def __str__(self) -> str:
        text = str(self.message)
        return text % {name: str(value) for name, value in self.values.items()} if self.values else text


class NotAllowed(Refused):
    """Whoever asked may see the thing and may not do this to it."""
