"""The story of one case of the demo zone, told step by step up to the state in which it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from chorsu.desks.actor import Actor
from chorsu.desks.plans import examples, planner
from chorsu.desks.trade import services
from chorsu.desks.trade.models import Case

Actors = dict[str, Actor]
"""The people of an organisation: one for each role."""

# How far each state lies along the story.
PATH = ("draft", "planned", "with_broker", "submitted", "accepted", "under_way", "closed")


@dataclass(frozen=True)
class Told:
    """A case as it is written down, and who acts in it."""

    row: dict[str, Any]
    trader: Actor
    broker: Actor | None
    carrier: Actor | None
    officer: Actor
    at: datetime

    @classmethod
    def of(cls, row: dict[str, Any], people: dict[str, Actors], at: datetime) -> Told:
        """The story of a row of the plot."""
        broker, carrier = (people[row[name]]["staff"] if name in row else None for name in ("broker", "carrier"))
        return cls(row, people[row["trader"]]["staff"], broker, carrier, people["zone"]["staff"], at)

    def is_told(self) -> bool:
        """Whether the case is there already."""
        return Case.objects.filter(trader=self.trader.organisation, reference=self.row["reference"]).exists()

    def reaches(self, state: str) -> bool:
        """Whether the story goes on to a state of the path."""
        until = {"returned": "submitted", "withdrawn": "planned"}.get(self.row["until"], self.row["until"])
        return PATH.index(state) <= PATH.index(until)

    def document(self) -> dict[str, Any]:
        """The example as this case sends it: under its own reference, ready on its own day."""
        document = dict(examples.documents()[self.row["example"]]) | {"reference": self.row["reference"]}
        if "ready" in self.row:
            document["ready"] = (self.at + timedelta(days=self.row["ready"])).date().isoformat()
        return document

    def after(self, hours: float) -> datetime:
        """A time of the story, counted from its beginning, never in the future."""
        return min(self.at + timedelta(days=self.row["began"], hours=hours - 8), self.at)


@transaction.atomic
def tell(story: Told) -> Case:
    """Do what the story says, each step by the service that people use, as whoever does it. Whole or not at all."""
    case = services.begin_case(story.document(), by=story.trader, at=story.after(0), reference=story.row["reference"])
    if story.reaches("planned"):
        case = services.choose_way(case, planner.answer(case.consignment).chosen, by=story.trader, at=story.after(1))
    if story.carrier and story.reaches("planned"):
        case = services.name_carrier(case, story.carrier.organisation, by=story.trader, at=story.after(2))
    hand = story.trader
    if story.broker and story.reaches("with_broker"):
        case, hand = services.hand_to_broker(case, story.broker.organisation, by=story.trader, at=story.after(3)), story.broker
    if story.reaches("submitted"):
        case = services.submit(case, by=hand, at=story.after(8))
        _talk(case, story, hand)
    if story.row["until"] == "returned":
        case = services.return_case(case, *story.row["reason"].values(), by=story.officer, at=story.after(30))
    if story.row["until"] == "withdrawn":
        case = services.withdraw(case, by=story.trader, at=story.after(20))
    if story.reaches("accepted"):
        case = services.accept(case, by=story.officer, at=story.after(34))
    if story.reaches("under_way"):
        _travel(case, story)
    if story.reaches("closed"):
        case = services.close(Case.objects.get(pk=case.pk), by=story.trader, at=story.at - timedelta(days=1))
    return case


def _talk(case: Case, story: Told, hand: Actor) -> None:
    asked = None
    for words in story.row.get("asks", {}).values():
        asked = services.write(case, words, by=story.officer, at=story.after(24), is_question=True)
    for words in story.row.get("says", {}).values():
        services.write(case, words, by=hand, at=story.after(28), answers=asked)


def _travel(case: Case, story: Told) -> None:
    """Reach the milestones: all of a closed case, the first few of one that is under way."""
    milestones = list(case.milestones.order_by("number"))
    until = len(milestones) if story.reaches("closed") else story.row.get("reached", 1)
    told_by = story.carrier or story.broker or story.trader
    reached = story.after(36)
    for milestone in milestones[:until]:
        # An hour or two behind the plan, as goods are; what has no planned time is half a day after the point before it.
        planned = milestone.planned_at + timedelta(minutes=75) if milestone.planned_at else reached + timedelta(hours=12)
        reached = min(max(reached, planned), story.at - timedelta(hours=2))
        services.reach(milestone, reached, by=told_by, at=min(reached + timedelta(hours=1), story.at))
