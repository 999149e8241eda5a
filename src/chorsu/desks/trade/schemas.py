"""Cases as the API shows and takes them."""

from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from chorsu.desks.api.paging import Paging, Taken
from chorsu.desks.api.shapes import YES_NO, fields, figure, many, maybe, shape, words
from chorsu.desks.api.types import Given, Key, Moment, Number, YesNo, one_of, text_of
from chorsu.desks.language import engine_language
from chorsu.desks.organisations.schemas import OrganisationLine, PersonLine, told_to
from chorsu.desks.plans.schemas import Consignment, Plan
from chorsu.desks.trade.models import Case, Milestone
from chorsu.desks.trade.permissions import can, when

CaseState, MilestoneKind = one_of(Case.State), one_of(Milestone.Kind)
Verb = Literal[tuple(when)]
Figures = shape(
    "CaseFigures",
    fields(
        total=maybe(figure("What the goods cost the buyer at their destination.")),
        currency=maybe(words("ISO 4217.")),
        estimated=YES_NO,
        departs=words("ISO 8601 with zone."),
        p50=words("When they arrive: as often sooner as later."),
        p90=words("When they arrive: sooner in nine of ten cases."),
        modes=many(words()),
    )
    | {"description": "What the plan comes to by the chosen way, else by its own choice; empty without a plan."},
)
Difference = shape(
    "CaseDifference",
    fields(
        total={"type": "array", "items": maybe(figure()), "description": "Before and now."},
        currency=words(),
        charges=many({"type": "object"}, "What is charged otherwise."),
        requirements={"type": "object", "description": "What is asked for no more (`gone`) and now (`added`), by measure."},
    ),
)


class CaseLine(Schema):
    """A case, in few words."""

    id: Key
    reference: str
    state: CaseState
    trader: OrganisationLine
    broker: OrganisationLine | None = Field(description="Who has it in hand.")
    carrier: OrganisationLine | None
    from_place: str = Field(description="UN/LOCODE; empty without a consignment.")
    to_place: str = Field(description="UN/LOCODE; empty without a consignment.")
    figures: Figures
    is_altered: bool = Field(description="A change of law or rate alters it, and nobody has said that it is read.")
    has_question: bool = Field(description="A question of the zone waits for its answer.")
    made_at: Moment
    changed_at: Moment
    closed_at: Moment | None

    @staticmethod
    def resolve_from_place(case: Case) -> str:
        return case.consignment.get("from", "")

    @staticmethod
    def resolve_to_place(case: Case) -> str:
        return case.consignment.get("to", "")

    @staticmethod
    def resolve_has_question(case: Case) -> bool:
        known = getattr(case, "has_question", None)
        return case.messages.filter(is_question=True, answered_by=None).exists() if known is None else known


class MilestoneShown(Schema):
    """A point on the way of a case."""

    id: Key
    number: int
    kind: MilestoneKind
    place: str = Field(description="UN/LOCODE, or the crossing.")
    planned_at: Moment | None
    planned_p90: Moment | None = Field(description="Nine in ten are there by then.")
    reached_at: Moment | None
    told_by: OrganisationLine | None
    note: str


class CaseShown(CaseLine):
    """A case."""

    consignment: dict[str, Any] = Field(description="As `Consignment`; empty until there is one.")
    reason: str = Field(description="Why the zone returned it last.")
    milestones: list[MilestoneShown]
    can: list[Verb] = Field(description="What whoever asks may do to it now.")

    @staticmethod
    def resolve_milestones(case: Case):
        return list(case.milestones.select_related("told_by"))

    @staticmethod
    def resolve_can(case: Case, context) -> list[str]:
        return [verb for verb in when if can(verb, context["request"].actor, case)]


class CasesSought(Given):
    """Which cases."""

    state: CaseState | None = Field(None, description="Only in this state.")
    text: text_of(200) = Field("", description="Words of the reference, the parties, the goods or the places, in any language.")
    open: bool = Field(False, description="Only those that are not closed, withdrawn or the like.")
    part: Literal["trader", "broker", "carrier"] | None = Field(
        None, description="Only those in which one's organisation is this."
    )
    waiting: bool = Field(False, description="Only those in which something waits for one's own organisation.")
    altered: bool = Field(False, description="Only those that a change of law or rate alters.")
    changed_since: Moment | None = Field(None, description="Only those changed at this time or later.")


class CasesAsked(CasesSought, Paging):
    """A page of which cases."""


class CasesTaken(CasesSought, Taken):
    """Which cases, in which form."""


class CaseGiven(Given):
    """What a case begins with."""

    consignment: Consignment | None = Field(None, description="What is sent from where to where; it may come later.")
    reference: text_of(200) = Field("", description="Else that of the consignment, else the next number.")


class WayGiven(Given):
    """A way of the plan."""

    way: Number = Field(ge=0, le=1000, description="Its place in `journeys` of the case's plan, from 0.")


class CarrierGiven(Given):
    """Who carries the goods."""

    carrier: Key | None = Field(description="A carrier of the zone; null for nobody.")


class BrokerGiven(Given):
    """Who is to act for the trader."""

    broker: Key = Field(description="A broker who has accepted a mandate of the trader that holds today.")


class ReachedGiven(Given):
    """When a point on the way was reached."""

    reached_at: Moment
    note: text_of(500) = ""


class MessageShown(Schema):
    """A message on a case."""

    id: Key
    organisation: OrganisationLine
    person: PersonLine
    text: str
    is_question: bool = Field(description="Asked by the zone: it accepts the case once this is answered.")
    answers: Key | None = Field(description="The question that this answers.")
    made_at: Moment

    @staticmethod
    def resolve_person(message, context):
        return told_to(context["request"].actor, message.person, message.organisation_id)

    @staticmethod
    def resolve_answers(message):
        return message.answers_id


class MessageGiven(Given):
    """What is to be written on a case."""

    text: text_of(4000, least=1)
    is_question: YesNo = Field(False, description="A question that waits for its answer; only the zone asks.")
    answers: Key | None = Field(None, description="The question that this answers.")


class FileShown(Schema):
    """A file on a case."""

    id: Key
    name: str
    media_type: str
    size: int = Field(description="Bytes.")
    digest: str = Field(description="The SHA-256 of its bytes.")
    organisation: OrganisationLine = Field(description="Who laid it there.")
    made_at: Moment
    removed_at: Moment | None


class PlanOfDayShown(Schema):
    """The plan as it was on the day on which its way was chosen."""

    version: int
    way: int = Field(description="The chosen way: its place in `journeys`.")
    made_at: Moment
    plan: Plan

    @staticmethod
    def resolve_plan(day) -> dict:
        return day.answers.get(engine_language()) or day.answers["en"]


class AlterationShown(Schema):
    """A change of law or rate that alters a case."""

    id: Key
    difference: Difference
    made_at: Moment
    read_at: Moment | None


class TemplateShown(Schema):
    """A consignment that is sent again and again."""

    id: Key
    name: str
    consignment: dict[str, Any]
    made_at: Moment
    changed_at: Moment


class TemplateGiven(Given):
    """What a template keeps: the consignment of a case, or one of its own."""

    name: text_of(120, least=1)
    case: Key | None = Field(None, description="Whose consignment; else `consignment`.")
    consignment: Consignment | None = None
