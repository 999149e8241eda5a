"""A trader, its broker and its carrier, the zone, and cases of theirs in any state, for the tests of the trade desk."""

from dataclasses import dataclass
from datetime import date, timedelta

from chorsu.desks.actor import Actor
from chorsu.desks.organisations.models import Mandate
from chorsu.desks.trade import services
from chorsu.desks.trade.models import Case
from chorsu.planning import example
from tests.people import AT, actor

State = Case.State
APPLES = example()
WITHOUT_BROKER = {State.DRAFT, State.PLANNED}


@dataclass
class World:
    """Who there is; each acts as staff."""

    trader: Actor
    broker: Actor
    carrier: Actor
    officer: Actor
    foreign: Actor

    def case(self, state: str = State.DRAFT, **fields) -> Case:
        """A case of the trader in a state: from the first choice of a way on with a carrier, and then with the broker in hand.

        Up to its choice of a way it comes about by the services; then it is set to the state.
        """
        case = services.begin_case({**APPLES, "reference": fields.pop("reference", "")}, by=self.trader, at=AT)
        if state == State.DRAFT:
            return self._set(case, carrier=self.carrier.organisation, **fields)
        case = services.choose_way(case, 0, by=self.trader, at=AT)
        given = {"state": state, "carrier": self.carrier.organisation}
        given |= {} if state in WITHOUT_BROKER else {"broker": self.broker.organisation}
        return self._set(case, **(given | fields))

    @staticmethod
    def _set(case: Case, **fields) -> Case:
        Case.objects.filter(pk=case.pk).update(**fields)
        case.refresh_from_db()
        return case


def world() -> World:
    """A new one, the broker's mandate accepted."""
    made = World(actor(), actor("broker"), actor("carrier"), actor("zone"), actor())
    mandate(made)
    return made


def mandate(of: World, **fields) -> Mandate:
    """A mandate of the trader for the broker, accepted, for the year around the tests' day."""
    given = {
        "trader": of.trader.organisation,
        "broker": of.broker.organisation,
        "valid_from": date(2026, 6, 1),
        "valid_to": date(2027, 6, 1),
        "state": Mandate.State.ACCEPTED,
        "made_at": AT,
        "changed_at": AT,
    }
    return Mandate.objects.create(**(given | fields))


def later(**passed):
    """A moment after the tests' day."""
    return AT + timedelta(**passed)
