"""Routing: the ways of a load over services and border crossings, with times, costs and emissions."""

from chorsu.routing.border import entry, exit_of, transits
from chorsu.routing.check import check_network
from chorsu.routing.load import load_network, read_network
from chorsu.routing.model import Basis, Entry, Journey, Journeys, Leg, Network, Refused, Transit
from chorsu.routing.plan import find_journeys

__all__ = [
    "Basis",
    "Entry",
    "Journey",
    "Journeys",
    "Leg",
    "Network",
    "Refused",
    "Transit",
    "check_network",
    "entry",
    "exit_of",
    "find_journeys",
    "load_network",
    "read_network",
    "transits",
]
