"""The words for modes of carriage and sides of a border."""

from __future__ import annotations

from chorsu.text import Text, say

_MODES = {"rail": say("rail"), "road": say("road"), "sea": say("sea"), "air": say("air")}
_SIDES = {"import": say("import"), "export": say("export"), "transit": say("transit")}


def mode_name(mode: str) -> Text:
    """A mode of carriage in words."""
    return _MODES.get(mode) or Text("{mode}", {"mode": mode})


def side_name(side: str) -> Text:
    """Import, export or transit, in words."""
    return _SIDES[side]
