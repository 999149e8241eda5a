"""Geography: states, unions with dates, places of trade, and how to find them."""

from chorsu.geography.find import find_places, names_whole, resolve_place
from chorsu.geography.load import load_atlas, read_groups
from chorsu.geography.measure import great_circle_km
from chorsu.geography.model import Ambiguous, Atlas, Found, Group, Member, Place, State, Unfound

__all__ = [
    "Ambiguous",
    "Atlas",
    "Found",
    "Group",
    "Member",
    "Place",
    "State",
    "Unfound",
    "find_places",
    "great_circle_km",
    "load_atlas",
    "names_whole",
    "read_groups",
    "resolve_place",
]
