"""The documents of the planning desk as the API describes them. Their meaning: docs/reference/consignment.md and results.md."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from chorsu.desks.api.shapes import YES_NO, fields, figure, given_figure, many, maybe, ref, sent, shape, whole, words
from chorsu.desks.api.types import Day, Given, Number, text_of
from chorsu.desks.plans.examples import documents

WayNumber = Annotated[
    Number | None, Field(ge=0, le=1000, description="Its place in `journeys` of the plan, from 0; else the plan's own choice.")
]
MODES = "^(|rail|road|sea|air)$"

MoneyGiven = shape("MoneyGiven", sent("amount currency", amount=given_figure(), currency=words("ISO 4217.", examples=["USD"])))
Money = shape("Money", fields("amount currency", amount=figure(), currency=words("ISO 4217.", examples=["USD"])))
Source = shape(
    "Source",
    fields(
        title=words(),
        address=words(),
        checked_on=words("The day on which we looked."),
        as_of=words("The day that the source speaks of."),
        also=words(),
    )
    | {"description": "Where a fact was read; empty fields are left out."},
)
Party = shape(
    "Party",
    sent("", name=words(), country=words("ISO 3166-1 alpha-2.", examples=["CN"]), address=words()),
)
Item = shape(
    "Item",
    sent(
        "hs origin value currency",
        hs=words("Six digits of the Harmonized System 2022.", examples=["080810"]),
        origin=words("The state of origin."),
        value=given_figure("The price of the item under the Incoterm."),
        currency=words("ISO 4217."),
        description=words("What it is."),
        codes={
            "type": "object",
            "description": "National digits, by state or union.",
            "examples": [{"EAEU": "0808108008"}],
        },
        quantity=given_figure("How many of `unit`."),
        unit=words("UN/ECE Recommendation 20.", examples=["KGM"]),
        quantities={"type": "object", "description": "The same in further units."},
        gross_mass=given_figure("Kilograms."),
        net_mass=given_figure("Kilograms."),
        proofs=many(words(), "What the goods come with that may lower a duty."),
        producer=words(),
        packages={"type": "object", "description": "How they are packed: count, type (Recommendation 21), marks."},
    ),
)
Consignment = shape(
    "Consignment",
    sent(
        "items",
        reference=words("The sender's own reference."),
        consignor=ref("Party"),
        consignee=ref("Party"),
        from_=words("UN/LOCODE, or a name that means one place.", examples=["CNTAO"]),
        to=words("UN/LOCODE, or a name that means one place.", examples=["KZALA"]),
        ready=words("The day on which the goods are ready.", examples=["2026-12-01"]),
        incoterm=words("Incoterms 2020.", examples=["FCA"]),
        incoterm_place=words(),
        freight=sent(
            "amount currency",
            amount=given_figure("The whole carriage."),
            currency=words(),
            after_entry=given_figure("Behind the border."),
        ),
        insurance=ref("MoneyGiven"),
        duties_included=ref("MoneyGiven"),
        containers=many(sent("type", type=words("ISO 6346.", examples=["45R1"]), count=whole("Else 1."))),
        buyer_kind=words(),
        items=many(ref("Item")) | {"minItems": 1},
    )
    | {
        "description": "Who sends what from where to where, worth what, on what terms. Masses are kilograms.",
        "examples": [documents()["apples-jiaozhou-almaty"]],
    },
)
Leg = shape(
    "Leg",
    fields(
        "mode from to departs arrives estimated",
        mode=words("rail, road, sea or air."),
        from_=words("UN/LOCODE."),
        to=words("UN/LOCODE."),
        service=words(),
        departs=words("ISO 8601 with zone."),
        arrives=words("ISO 8601 with zone."),
        distance_km=maybe(figure("Kilometres.")),
        cost=maybe(ref("Money")),
        co2e_kg=maybe(figure("Kilograms.")),
        estimated=YES_NO,
        source=maybe(ref("Source")),
    ),
)
Journey = shape(
    "Journey",
    fields(
        "departs arrives cost co2e_kg handlings legs",
        departs=words("ISO 8601 with zone."),
        arrives=fields("p50 p90", p50=words("Half of all come sooner."), p90=words("Nine of ten come sooner.")),
        cost=maybe(ref("Money")),
        co2e_kg=maybe(figure("Greenhouse gas, well to wheel, kilograms.")),
        handlings=whole("How often the load changes vehicles."),
        legs=many(ref("Leg")),
    ),
)
Charge = shape(
    "Charge",
    fields(
        "item kind measure expression base amount source",
        item=whole("Counted from 1."),
        kind=words(examples=["customs_duty"]),
        measure=words("The id of the measure that counts."),
        expression=words("The rate.", examples=["0.03 EUR/KGM"]),
        base=maybe(figure()),
        amount=maybe(figure("In the currency of the assessment.")),
        source=maybe(ref("Source")),
    ),
)
Assessment = shape(
    "Assessment",
    fields(
        "jurisdiction regime on currency customs_value charges savings requirements unknown assumed estimated total",
        jurisdiction=words(),
        regime=words(),
        on=words("The day.", format="date"),
        currency=words("Of all amounts."),
        customs_value=maybe(figure()),
        charges=many(ref("Charge")),
        savings=many({"type": "object"}, "What a proof that the goods lack would save."),
        requirements=many({"type": "object"}),
        unknown=many({"type": "object"}, "What cannot be told, and why."),
        assumed=many({"type": "object"}, "What was taken for granted."),
        exchange_rates=many({"type": "object"}),
        estimated=YES_NO,
        total=maybe(figure("Null while anything unknown would change it.")),
        book=fields("hash", hash=words("The state of the law on file.")),
    ),
)
Plan = shape(
    "Plan",
    fields(
        "consignment journeys chosen assessments landed requirements papers findings facts",
        consignment=ref("Consignment"),
        journeys=many(ref("Journey"), "The ways of which none beats another in arrival, cost and CO2e together."),
        chosen=maybe(whole("The place in `journeys` of the way that is chosen; null without a way.")),
        assessments=many(
            fields("journey side assessment", journey=whole(), side=words("export or import."), assessment=ref("Assessment"))
        ),
        landed=many(
            fields(
                "journey total currency estimated",
                journey=whole(),
                total=maybe(figure("What the goods cost the buyer at their destination.")),
                currency=words(),
                estimated=YES_NO,
            )
        ),
        requirements=many({"type": "object"}),
        papers=many(fields("kind why for", kind=words(), why=words(), for_=words())),
        findings=many(fields("severity rule text", severity=words("refusal, warning or info."), rule=words(), text=words())),
        facts={"type": "object", "description": "The book of law, the oldest source, the day of the rates."},
    ),
)
Candidates = shape(
    "Candidates",
    fields(
        "candidates language",
        candidates=many(fields("hs score evidence", hs=words(), score={"type": "number"}, evidence=many(words()))),
        language=maybe(words()),
    ),
)
Requirements = shape(
    "Requirements",
    fields(
        "requirements unknown",
        requirements=many(fields("kind measure text side", kind=words(), measure=words(), text=words(), side=words())),
        unknown=many({"type": "object"}, "The sides of which nothing is on file."),
    ),
)
Journeys = shape("Journeys", fields("journeys refused", journeys=many(ref("Journey")), refused=many({"type": "object"})))


Terms = shape(
    "Terms",
    fields(
        "terms notes",
        terms=many(
            fields(
                "code place current fits price price_stated duties costs seller_pays buyer_pays landed currency estimated",
                code=words("Incoterms 2020.", examples=["FCA"]),
                place=words("The place that the term names."),
                current=YES_NO | {"description": "The term of the consignment."},
                fits=YES_NO | {"description": "It is meant for the modes of this way."},
                price=maybe(ref("Money")),
                price_stated=YES_NO | {"description": "No price was given for the term: the one of the consignment stands."},
                duties=many(fields("what paid_by", what=words(), paid_by=words("seller or buyer."))),
                costs=many(fields("what words amount paid_by estimated", amount=maybe(figure()))),
                seller_pays=maybe(figure()),
                buyer_pays=maybe(figure()),
                landed=maybe(figure("What the goods cost the buyer at their destination.")),
                per_unit=maybe(figure()),
                currency=words("Of the costs."),
                estimated=YES_NO,
                customs_value=fields("amount currency", amount=maybe(figure())),
                import_charges=fields("amount currency", amount=maybe(figure())),
            ),
            "Empty where no way is on file.",
        ),
        notes=many(words()),
    ),
)
Comparison = shape(
    "Comparison",
    fields(
        "currency ways lines only_first only_second",
        currency=words("In which both are compared."),
        ways=many(maybe(whole()), "By which way each is compared; null without one."),
        lines=many({"type": "object"}, "Each figure of the first and of the second, and the difference."),
        exchange_rates=many({"type": "object"}),
        only_first={"type": "object", "description": "The requirements and papers that only the first asks for."},
        only_second={"type": "object", "description": "The requirements and papers that only the second asks for."},
    ),
)
Changes = shape(
    "Changes",
    fields(
        "on to changes sides",
        on=words("The day of the plan.", format="date"),
        to=words("Up to this day.", format="date"),
        changes=many(
            fields(
                "side state kind what text before after certain",
                side=words("export or import."),
                state=words(),
                kind=words(examples=["vat"]),
                what=words("changes, begins, ends or not_on_file."),
                text=words(),
                before=many({"type": "object"}, "The measures of before."),
                after=many({"type": "object"}, "The measures of then."),
                amount_before=maybe(figure()),
                amount_after=maybe(figure()),
                certain=YES_NO,
                source=maybe(ref("Source")),
            )
        ),
        sides=many(fields("side state", before=maybe(figure()), after=maybe(figure())), "What each border charges."),
    ),
)
Declaration = shape(
    "Declaration",
    fields(
        "form state on crossing currency estimated draft boxes items totals missing",
        form=words("Whose form it is.", examples=["EAEU"]),
        state=words(),
        on=words("The day of entry.", format="date"),
        crossing=words(),
        currency=words(),
        estimated=YES_NO,
        draft=YES_NO,
        boxes=many({"type": "object"}, "The boxes of the whole."),
        items=many(fields("item boxes documents payments", item=whole("Counted from 1."))),
        totals=many({"type": "object"}, "Each kind of payment in all."),
        missing=many({"type": "object"}, "The boxes that cannot be filled in, and why."),
        sources=many(ref("Source")),
    ),
)


class LookGiven(Given):
    """A consignment, and the way of its plan to look at."""

    consignment: Consignment
    way: WayNumber = None


class TermsGiven(LookGiven):
    """A consignment, and what a seller would ask for it under other terms."""

    prices: dict[text_of(3), text_of(40)] = Field(
        {}, max_length=11, description="By Incoterm, in the currency of the goods.", examples=[{"CIP": "25100.00"}]
    )


class ChangesGiven(LookGiven):
    """A consignment, and how far ahead to look."""

    to: Day | None = Field(None, description="Up to this day; else up to the next new year.")


class ComparisonGiven(Given):
    """Two consignments, and the ways by which they are compared."""

    first: Consignment
    second: Consignment = Field(description="For another day: the same with another `ready`.")
    first_way: WayNumber = None
    second_way: WayNumber = None


class AssessmentGiven(Given):
    """What is to be assessed: a consignment at the border of a state on a day."""

    consignment: Consignment
    jurisdiction: str = Field(description="The state at whose border, ISO 3166-1 alpha-2.", examples=["KZ"])
    on: Day = Field(description="The day on which the goods enter.")
    regime: str = Field("import", description="import, export, transit, import:9610 …")
    mode: str = Field("", pattern=MODES, description="The mode of the way over the border.")


class GoodsAsked(Given):
    """Words for goods."""

    text: text_of(500, least=1) = Field(description="Words for the goods.", examples=["fresh apples"])


class PlacesAsked(Given):
    """The beginning of the name of a place."""

    text: text_of(100, least=1) = Field(description="The beginning of a name.", examples=["Almaty"])


class RequirementsAsked(Given):
    """Which goods go from where to where, and when."""

    hs: str = Field(pattern="^[0-9]{6,14}$", description="Six digits of the Harmonized System, or more.", examples=["080810"])
    origin: str = Field(alias="from", description="The state of origin.", examples=["CN"])
    destination: str = Field(alias="to", description="The state of import.", examples=["KZ"])
    on: Day = Field(description="The day.", examples=["2026-12-07"])
    mode: str = Field("", pattern=MODES, description="The mode of the way over the border.")


class RoutesAsked(Given):
    """From where to where goods go, when, and how many they are."""

    start: text_of(100, least=1) = Field(alias="from", description="A UN/LOCODE or the name of a place.", examples=["CNTAO"])
    end: text_of(100, least=1) = Field(alias="to", description="A UN/LOCODE or the name of a place.", examples=["KZALA"])
    depart: Day = Field(description="The day on which the goods are ready.", examples=["2026-12-01"])
    tonnes: str = Field("20", pattern="^[0-9]{1,6}([.][0-9]{1,3})?$", description="The gross mass in tonnes.")
    containers: list[str] = Field([], max_length=20, description="Types of containers (ISO 6346), one entry each.")


class Found(Schema):
    """A place or goods found for what was typed."""

    label: str = Field(description="Its name with its code.")
    more: str = Field(description="What tells it from another: the state, the heading.")


class FoundList(Schema):
    """What was found, the likeliest first."""

    items: list[Found]
