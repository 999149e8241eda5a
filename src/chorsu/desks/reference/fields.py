"""The fields of the forms: what each is called, what it means, an example. They are the columns of the files, too."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chorsu.desks.reference.models import Dataset
from chorsu.geography.load import KINDS
from chorsu.routing.load import STATUSES
from chorsu.routing.rows import MODES


@dataclass(frozen=True)
class Field:
    """One field: ``kind`` is line, words (a text of many lines), day, figure or one of ``choices``; ``size`` its width."""

    name: str
    label: Promise
    help: Any
    kind: str = "line"
    size: str = "third"
    choices: tuple[str, ...] = ()


_ID = Field(
    "id",
    pgettext_lazy("fact", "Name"),
    _("Of its own for each row, for example KZ-vat-2027. Left empty, it is made of the other fields."),
)
_JURISDICTION = Field("jurisdiction", _("Jurisdiction"), _("The state or union whose law it is, for example KZ or EAEU."))
_KIND = Field("kind", pgettext_lazy("fact", "Kind"), _("customs_duty, vat, excise, fee, anti_dumping; relief; customs_value."))
_KIND_ASKED = Field(
    "kind", pgettext_lazy("fact", "Kind"), _("prohibition, licence, quota, document, phytosanitary, veterinary or conformity.")
)
_GOODS = Field("commodity", _("Goods"), _("Two to ten digits with which the code begins, for example 0808; * for all goods."))
_ORIGIN = Field("origin", _("Origin"), _("A state, a group of states, or * for all, for example CN."))
_REGIME = Field(
    "regime", _("Regime"), _("import, export, transit, or a state's own, for example import:9610. Empty means import.")
)
_FROM = Field("valid_from", _("In force from"), _("The first day, for example 2027-01-01."), "day")
_TO = Field("valid_to", _("In force until"), _("The last day. Empty while no end is known."), "day")
_CONDITIONS = Field(
    "conditions",
    _("Conditions"),
    _("All must hold; parted by semicolons, for example proof:CT-1; season:12-01..03-31; mode:road."),
    size="wide",
)
_SOURCE = (
    Field("source_title", _("Source"), _("The law with its article, or the page on which it was read."), size="half"),
    Field(
        "source_address",
        _("Address of the source"),
        _("Where it can be looked up, for example https://adilet.zan.kz/…"),
        size="half",
    ),
    Field("checked_on", _("Read on"), _("The day on which you read the source."), "day"),
)
_NAMES = (
    Field("name_en", _("Name in English"), _("As an English text names it.")),
    Field("name_zh", _("Name in Chinese"), _("As a Chinese text names it, for example 霍尔果斯.")),
    Field("name_ru", _("Name in Russian"), _("As a Russian text names it, for example Хоргос.")),
)
_NOTE = Field(
    "note", pgettext_lazy("remark", "Note"), _("For those who keep the facts: what was not read, what is doubtful."), "words", ""
)
_MODE = Field("mode", _("Mode"), _("By what it goes."), "choice", choices=MODES)

FIELDS: dict[str, tuple[Field, ...]] = {
    Dataset.MEASURE: (
        _ID, _JURISDICTION, _KIND, _GOODS, _ORIGIN, _REGIME,
        Field("expression", _("Rate"),
              _("8% · FREE · 0.2 EUR/KGM · 5% + 10 RUB/KGM · 10% MIN 0.06 EUR/KGM · 1231 RUB"), size="half"),
        Field("scheme", _("Scheme"),
              _("What it belongs to, for example MFN, provisional, APTA. Empty: the origin stands for it."), size="half"),
        _FROM, _TO,
        Field("per", _("Counted per"),
              _("A fixed sum falls due once an item, or once a consignment."), "choice", choices=("item", "consignment")),
        _CONDITIONS,
        Field("replaces", _("Stands in for"), _("Names of rows that do not count while this one does, parted by semicolons.")),
        Field("of", _("Relieves of"), _("For relief: the charges that become zero, for example customs_duty; vat.")),
        Field("as", _("Official value"),
              _("For customs_value: floor (not below it) or replace."), "choice", choices=("", "floor", "replace")),
        *_SOURCE, _NOTE,
    ),
    Dataset.REQUIREMENT: (
        _ID, _JURISDICTION, _KIND_ASKED, _GOODS, _ORIGIN, _REGIME, _FROM, _TO, _CONDITIONS,
        Field("text_en", _("What must be done, in English"), _("A sentence for the person who must do it."), "words", ""),
        Field("text_zh", _("What must be done, in Chinese"),
              _("Written again for Chinese readers, not word by word."), "words", ""),
        Field("text_ru", _("What must be done, in Russian"),
              _("Written again for Russian readers, not word by word."), "words", ""),
        Field("paper", _("Paper"), _("The paper that is shown, for example phytosanitary certificate.")),
        Field("issued_by", _("Issued by"), _("The authority by its name on file, for example CN-GACC.")),
        *_SOURCE, _NOTE,
    ),
    Dataset.RATE: (
        Field("from", _("From"), _("The currency to turn, for example USD.")),
        Field("to", _("To"), _("The currency to turn it into, for example KZT.")),
        Field("rate", _("Rate of exchange"),
              _("So many units of the second for one of the first, for example 520.15."), "figure"),
        Field("on", _("Day"), _("From this day on it holds, at most 62 days, for example 2026-12-01."), "day"),
        Field("authority", _("Authority"), _("The state whose bank or customs publishes it, for example KZ.")),
        Field("official", _("Official"),
              _("Only official rates make a customs value; market rates serve plans."), "choice", choices=("true", "false")),
        Field("source", _("Source"),
              _("Who published it and where, for example National Bank of Kazakhstan, nationalbank.kz."), size=""),
    ),
    Dataset.PLACE: (
        Field("code", _("Code"), _("The UN/LOCODE, for example KZALA; else one of our own, for example kz-altynkol.")),
        Field("kind", pgettext_lazy("fact", "Kind"), _("What the place is for goods."), "choice", choices=KINDS),
        Field("state", _("State"), _("Two letters as in ISO 3166-1, for example KZ.")),
        *_NAMES,
        Field("latitude", _("Latitude"), _("Degrees north, for example 43.25; south with a minus."), "figure"),
        Field("longitude", _("Longitude"), _("Degrees east, for example 76.95; west with a minus."), "figure"),
        Field("time_zone", _("Time zone"), _("By its name, for example Asia/Almaty.")),
        *_SOURCE,
        Field("licence", _("Licence of the source"), _("For example CC BY 4.0."), size="half"),
        Field("iata", _("Airport"), _("The three letters of an airport, for example ALA."), size="half"),
        Field("names_source", _("Where the names were read"),
              _("For example: the official Chinese name, Russian by the usual transcription."), size=""),
    ),
    Dataset.SERVICE: (
        _ID, _MODE,
        Field("status", _("State of things"),
              _("operating, or what is known of it."), "choice", choices=("operating", "announced", "unconfirmed", *STATUSES)),
        *_NAMES,
        Field("operator", _("Operator"), _("Who runs it.")),
        Field("seen_on", _("Seen on"), _("The day of which the source speaks."), "day"),
        Field("most_tonnes", _("Most tonnes"), _("The heaviest single load, where there is a limit."), "figure"),
        Field("valid_from", _("Runs from"), _("The first day. Empty where it always ran."), "day"),
        Field("valid_to", _("Runs until"), _("The last day. Empty while no end is known."), "day"),
        *_SOURCE,
        Field("further", _("Legs and timetable"),
              _("In TOML: a [[leg]] with from, to, km, hours = [\"120\", \"144\"], rate for each part, or crossing = \"…\"; "
                "wait_hours or [[departures]] with day and at; [[caution]]. The rows on file show how."), "words", ""),
    ),
    Dataset.CROSSING: (
        _ID, _MODE,
        Field("km", _("Kilometres"), _("Between its two places, for example 7."), "figure"),
        *_NAMES,
        Field("from", _("From place"), _("The code of the customs place on one side, for example cn-khorgos."), size="half"),
        Field("to", _("To place"), _("The code of the customs place on the other side, for example kz-altynkol."), size="half"),
        *_SOURCE,
        Field("further", _("Hours, gauges, status"),
              _("In TOML: hours = [\"24\", \"72\"], gauge = [1435, 1520]; a [[status]] with status, from and source; [[closed]] "
                "with from and to; [[open]] with from and week. The rows on file show how."), "words", ""),
    ),
}  # fmt: skip

# What is kept in "further" as it is; all else has a field of its own.
_NOT_FURTHER = {"names", "source"}


def own_fields(dataset: str) -> frozenset[str]:
    """The fields of a row that the form has by themselves."""
    return frozenset(field.name for field in FIELDS[Dataset(dataset)]) | _NOT_FURTHER
