"""How far: the great-circle distance between two places."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from chorsu.geography.model import Place

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


def great_circle_km(here: Place, there: Place) -> float:
    """The shortest way over the globe in kilometres (haversine formula on the mean radius; within 0.6 % of the ellipsoid)."""
    latitude, other_latitude = radians(here.latitude), radians(there.latitude)
    across = sin((other_latitude - latitude) / 2) ** 2
    along = sin(radians(there.longitude - here.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(across + cos(latitude) * cos(other_latitude) * along))
