"""What UBL invoice and packing list have in common: parties, places, goods, masses, and how a draft says that it is one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from chorsu.consignment import Party
from chorsu.documents.xml import Node, Writer
from chorsu.text import say

# A draft names this profile, so that no reader takes it for an issued paper; the first note says it to people.
DRAFT_PROFILE = "urn:chorsu:profile:draft"
DRAFT_NOTE = "DRAFT: not issued, not signed."

_LOCODE = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")
_STATE = re.compile(r"[A-Z]{2}")


def write_head(writer: Writer, *, draft: bool) -> None:
    """The profile that marks a draft."""
    if draft:
        writer.basic("ProfileID", DRAFT_PROFILE)


def write_notes(writer: Writer, notes: tuple[str, ...], *, draft: bool) -> None:
    """The notes; a draft's first note says that it is one."""
    for note in (DRAFT_NOTE, *notes) if draft else notes:
        writer.basic("Note", note)


def read_notes(node: Node) -> tuple[bool, tuple[str, ...]]:
    """Whether the document is a draft, and its notes."""
    draft = node.text("cbc:ProfileID") == DRAFT_PROFILE
    notes = tuple(note for note in (child.own_text() for child in node.children("cbc:Note", most=1000)) if note)
    return draft, notes[1:] if draft and notes[:1] == (DRAFT_NOTE,) else notes


def write_party(writer: Writer, party: Party) -> None:
    """Fill a PartyType element: name, address, state."""
    if party.name:
        writer.aggregate("PartyName").basic("Name", party.name)
    address = writer.aggregate("PostalAddress")
    if party.address:
        address.aggregate("AddressLine").basic("Line", party.address)
    address.aggregate("Country").basic("IdentificationCode", party.country)


def read_party(node: Node) -> Party | None:
    """Read a PartyType element; None where it is absent or names neither name nor state. An address may have several parts."""
    if node.element is None:
        return None
    name = node.child("cac:PartyName").text("cbc:Name") or node.child("cac:PartyLegalEntity").text("cbc:RegistrationName")
    address = node.child("cac:PostalAddress")
    country = address.child("cac:Country").text("cbc:IdentificationCode")
    if not name and not country:
        return None
    if not _STATE.fullmatch(country):
        address.fault(
            "cac:Country/cbc:IdentificationCode",
            say("A party needs its state."),
            say("a state as in ISO 3166-1, for example CN, KZ, UZ"),
        )
    return Party(name=name, country=country, address=_address(address))


def _address(address: Node) -> str:
    lines = [line.text("cbc:Line") for line in address.children("cac:AddressLine", most=100)]
    parts = [
        address.text(f"cbc:{part}") for part in ("StreetName", "BuildingNumber", "PostalZone", "CityName", "CountrySubentity")
    ]
    return ", ".join(part for part in (*parts, *lines) if part)


def write_place(writer: Writer, name: str, place: str) -> None:
    """Add a LocationType child: a UN/LOCODE as its ID, any other place as its name."""
    if not place:
        return
    location = writer.aggregate(name)
    if _LOCODE.fullmatch(place):
        location.basic("ID", place, schemeID="UN/LOCODE")
    else:
        location.basic("Name", place)


def read_place(node: Node) -> str:
    """A place by its code, else by its name."""
    return node.text("cbc:ID") or node.text("cbc:Name")


def write_codes(item: Writer, hs: str, codes: Mapping[str, str]) -> None:
    """The six digits of the Harmonized System, then the national codes with the nomenclature they belong to."""
    item.aggregate("CommodityClassification").basic("ItemClassificationCode", hs, listID="HS")
    for nomenclature, code in codes.items():
        item.aggregate("CommodityClassification").basic(
            "ItemClassificationCode", code, listID="national", listAgencyID=nomenclature
        )


def read_codes(item: Node) -> tuple[str, dict[str, str]]:
    """The HS digits and the national codes by nomenclature; the HS digits of a national code serve where no HS code stands."""
    hs, codes = "", {}
    for entry in item.children("cac:CommodityClassification", most=100):
        name = "cbc:ItemClassificationCode"
        code = entry.text(name)
        if entry.attribute(name, "listID") == "HS":
            hs = code
        elif code and entry.attribute(name, "listAgencyID"):
            codes[entry.attribute(name, "listAgencyID")] = code
    if hs and not re.fullmatch(r"\d{6}", hs):
        item.fault(
            "cac:CommodityClassification",
            say("{code} is not a code of the Harmonized System.", code=hs),
            say("six digits, for example 080810"),
        )
    return hs, codes


def write_masses(writer: Writer, gross: Decimal | None, net: Decimal | None) -> None:
    """Gross, then net mass in kilograms."""
    writer.basic("GrossWeightMeasure", gross, unitCode="KGM")
    writer.basic("NetWeightMeasure", net, unitCode="KGM")


def read_mass(node: Node, name: str) -> Decimal | None:
    """A mass in kilograms; tonnes and grams are converted, another unit is a fault."""
    mass = node.decimal(name)
    unit = node.attribute(name, "unitCode") or "KGM"
    if mass is None or unit == "KGM":
        return mass
    powers = {"TNE": 3, "GRM": -3}
    if unit in powers:
        return mass.scaleb(powers[unit])
    node.fault(name, say("{unit} is not a unit of mass read here.", unit=unit), say("KGM, TNE or GRM"))
    return None
