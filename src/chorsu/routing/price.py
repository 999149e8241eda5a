"""What a leg costs and emits for a load: the rate and the factor of its mode, exact."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from chorsu.facts import Fault, Faulty, Money
from chorsu.routing.model import Factor, Network, Part
from chorsu.text import say

CURRENCY = "USD"
# Where no containers are named: what a truck or a forty-foot container on a train usually takes.
TONNES_PER_LOAD = 22
MOST_TONNES, MOST_CONTAINERS = Decimal(100_000), 10_000
# ISO 6346: the first sign of a container that is priced (twenty, forty, forty-five feet), the third of every type that there is.
_LENGTHS, _TWENTY_FEET, _TYPES = "24L", "2", "ABGHKNPRSTUV"


@dataclass(frozen=True)
class Load:
    """What is to be carried: tonnes, how many forty-foot or truck loads, whether cooled, whether loads were assumed."""

    tonnes: Decimal
    loads: int
    refrigerated: bool
    assumed: bool


def load_of(tonnes: Decimal, containers: Mapping[str, int] | None) -> Load:
    """The load of a consignment: containers by ISO 6346 size and type, two of twenty feet counted as one load.

    Raises Faulty for a mass that is not above zero, a number of containers below one, or a size that there is not.
    """
    faults = []
    if not tonnes.is_finite() or not 0 < tonnes <= MOST_TONNES:
        faults.append(Fault("tonnes", say("The mass must be above zero and at most {most} t.", most=MOST_TONNES)))
    for kind, count in (containers or {}).items():
        known = len(kind) == 4 and kind[0] in _LENGTHS and kind[2] in _TYPES
        if not 1 <= count <= MOST_CONTAINERS or not known:
            message = say("This is not a number of containers of a known size and type.")
            expected = say("twenty, forty or forty-five feet by ISO 6346, for example 22G1, 45R1 or L5G1")
            faults.append(Fault(f"containers.{kind}", message, expected))
    if faults:
        raise Faulty(tuple(faults))
    if not containers:
        return Load(tonnes, math.ceil(tonnes / TONNES_PER_LOAD), False, True)
    # A third sign of R or H is a refrigerated container.
    halves = sum(count * (1 if kind[0] in _TWENTY_FEET else 2) for kind, count in containers.items())
    return Load(tonnes, math.ceil(halves / 2), any(kind[2] in "RH" for kind in containers), False)


def cents_of(network: Network, part: Part, load: Load) -> int | None:
    """What a leg costs in cents of a dollar; None where no rate is on file."""
    rate = network.rates[part.rate] if part.rate else None
    if rate is None:
        return None
    each = rate.usd if rate.usd is not None else (rate.usd_per_km or Decimal(0)) * part.km
    return _whole(each * (load.tonnes if rate.per == "tonne" else load.loads) * 100)


def factor_of(network: Network, mode: str, km: Decimal, load: Load) -> Factor:
    """The emission factor of a mode for a leg's length; that of cooled carriage where one is on file and the load is cooled."""
    fitting = [factor for factor in network.factors if factor.mode == mode and factor.km_from <= km]
    cooled = [factor for factor in fitting if factor.refrigerated] if load.refrigerated else []
    return max(cooled or [factor for factor in fitting if not factor.refrigerated], key=lambda factor: factor.km_from)


def grams_of(network: Network, part: Part, mode: str, load: Load) -> int:
    """CO2e of a leg in grams: tonnes × kilometres × factor (ISO 14083, transport activity times intensity)."""
    return _whole(load.tonnes * part.km * factor_of(network, mode, part.km, load).grams)


def money(cents: int | None) -> Money | None:
    """Cents as money; None stays unknown."""
    return None if cents is None else Money(Decimal(cents).scaleb(-2), CURRENCY)


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))
