"""The reference is whole: what the code knows by a name, the reference names, in the place where people look for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

import click
import pytest

from chorsu.assessment import assess, load_rates
from chorsu.cli import cli
from chorsu.consignment import Consignment, Item, read_consignment, write_consignment
from chorsu.measures import Chain, ChainCharge, load_book, parse_expression
from chorsu.measures import condition as conditions
from chorsu.measures import model as measures
from chorsu.measures.condition import parse_condition
from chorsu.measures.rows import COLUMNS, read_chain
from chorsu.planning import example, load_references, make_plan
from tests.docs.pages import ROOT, blocks, first_column, own_part, page, section

SRC = ROOT / "src" / "chorsu"
CODE = {path: path.read_text("utf-8") for path in sorted(SRC.rglob("*.py"))}
SHARED_OPTIONS = "What all verbs share"


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(cli)
    for verb in cli.list_commands(context):
        command = cli.get_command(context, verb)
        yield f"chorsu {verb}", command
        if isinstance(command, click.Group):
            yield from ((f"chorsu {verb} {name}", below) for name, below in command.commands.items())


@pytest.mark.parametrize(("name", "command"), [pytest.param(*pair, id=pair[0]) for pair in commands()])
def test_every_verb_and_every_option_is_in_the_reference_of_the_command_line(name, command):
    text = page("reference/command-line.md")
    own, shared = own_part(text, name), own_part(text, SHARED_OPTIONS)
    assert own, f"no heading “{name}”"
    for option in (each for each in command.params if isinstance(each, click.Option)):
        where = shared if option.name in ("as_json", "language") else own
        for spelt in option.opts:
            assert re.search(rf"`{re.escape(spelt)}[` ]", where), f"{spelt} of {name}"
        for choice in option.type.choices if isinstance(option.type, click.Choice) else ():
            assert choice in where, f"{choice} of {name} {option.opts[0]}"


def test_the_reference_of_the_command_line_names_no_verb_that_is_not_there():
    headings = re.findall(r"^#+ (chorsu .+)$", page("reference/command-line.md"), re.MULTILINE)
    assert sorted(headings) == sorted(name for name, _ in commands())


def test_every_setting_that_the_code_reads_is_in_the_reference_of_settings():
    read = re.compile(r"""["'`](CHORSU_[A-Z_]+|DATABASE_URL|DJANGO_SETTINGS_MODULE)["'`]""")
    from_environment = re.compile(r"""(?:environ(?:\.get|\.setdefault|\.pop)?|getenv)[(\[]\s*["'](\w+)["']""")
    known = {name for text in CODE.values() for name in (*read.findall(text), *from_environment.findall(text))}
    assert {"CHORSU_DATA", "DATABASE_URL"} <= known
    assert known - set(first_column(page("reference/settings.md"))) == set()


def test_every_setting_in_the_reference_is_read_by_the_code():
    everything = "\n".join(CODE.values())
    assert [name for name in first_column(page("reference/settings.md")) if name not in everything] == []


def test_every_data_file_is_in_the_reference_of_data_files():
    data = SRC / "data"
    files = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    text = page("reference/data-files.md")
    named = set(re.findall(r"`([\w/.-]+)`", text))
    paths = {name for name in named if "/" in name and not name.startswith(("src/", "tools/"))}
    assert files - named == set()
    assert {name for name in paths if not (data / name).exists()} == set()


def test_every_expression_in_the_reference_parses_and_every_word_of_the_grammar_is_there():
    told = section(page("reference/measures.md"), "Expressions")
    forms = list(first_column(told))
    assert forms
    for form in forms:
        assert str(parse_expression(form)) == form
    for word in ("FREE", "MIN", "MAX", "OVER", "%", "+", " - ", "/", "("):
        assert any(word in form for form in forms), word


def test_every_form_of_a_condition_that_the_code_knows_is_in_the_reference():
    told = section(page("reference/measures.md"), "Conditions")
    forms = [str(parse_condition(form)) for form in first_column(told)]
    named = re.match(r"\(([a-z|]+)\)", conditions._NAMED.pattern)
    figures = conditions._FIGURE.replace(f"(?:/{conditions._UNIT})?", "|customs_value/NAR").replace(conditions._UNIT, "[A-Z]{3}")
    for word in (*named[1].split("|"), "season"):
        assert any(form.startswith(f"{word}:") for form in forms), word
    for figure in figures.split("|"):
        assert any(re.match(f"{figure} ", form) for form in forms), figure
    for sign in conditions._SIGNS:
        assert f"`{sign}`" in told, sign


def test_every_field_of_a_measure_and_every_kind_is_in_the_reference():
    text = page("reference/measures.md")
    told = set(re.findall(r"`([\w.-]+)`", section(text, "Fields")))
    assert set(COLUMNS) - told == set()
    kinds = set(re.findall(r"`(\w+)`", section(text, "Kinds")))
    assert {*measures.NOT_CHARGES, *(row.kind for row in load_book().measures)} - kinds == set()
    further = {name for row in load_book().measures for name in row.extra}
    in_use = set(re.findall(r"`(\w+)(?: = \w+)?`", section(text, "Fields")))
    assert further - in_use == set()


def test_every_field_of_a_charge_chain_is_in_the_reference():
    text = page("reference/charge-chains.md")
    chain = {"charge" if each.name == "charges" else each.name for each in fields(Chain)}
    charge = {"choose" if each.name == "lowest" else each.name for each in fields(ChainCharge)}
    assert chain - set(re.findall(r"`(\w+)`", section(text, "Fields of a chain"))) == set()
    assert charge - set(re.findall(r"`(\w+)`", section(text, "Fields of a charge"))) == set()
    for word in (*measures.VALUATIONS, *measures.ROUNDING_MODES):
        assert f"`{word}`" in text, word


def test_the_chains_on_file_are_in_the_reference_as_they_are():
    newest = {}
    for chain in sorted(load_book().chains, key=lambda chain: chain.valid_from):
        newest[chain.jurisdiction, chain.regime] = chain
    told = {}
    for line in section(page("reference/charge-chains.md"), "The chains on file").splitlines():
        if match := re.match(r"\| (\w\w) \| `([\w:-]+)` \| (\S+) \| (\S+ \w+) \| (.+) \|$", line):
            told[match[1], match[2]] = match[3], match[4], re.findall(r"`(\w+)`(\*?)", match[5])
    assert told == {
        key: (
            chain.valuation,
            f"{chain.rounding.to} {chain.currency}",
            [(charge.kind, "*" if charge.listed_only else "") for charge in chain.charges],
        )
        for key, chain in newest.items()
    }


def test_every_proof_that_a_measure_asks_for_is_in_the_reference():
    asked = {each.name for row in load_book().measures for each in row.conditions if getattr(each, "word", "") == "proof"}
    asked = {re.sub(r"(CN-(?:export-)?ex)\d{8}(-\d+)?$", r"\1…", name) for name in asked}  # one for each such code of the tariff
    assert len(asked) > 10
    assert asked - set(first_column(section(page("reference/consignment.md"), "Proofs"))) == set()


def test_the_examples_of_measures_groups_and_chains_are_read_without_a_fault(tmp_path):
    from chorsu.measures import read_book

    for name in ("reference/measures.md", "reference/charge-chains.md"):
        for number, block in enumerate(block for block in blocks(page(name)) if block.language == "toml"):
            (tmp_path / f"{name.replace('/', '-')}-{number}.toml").write_text(block.text, "utf-8")
            for row in tomllib.loads(block.text, parse_float=Decimal).get("chain", []):
                assert read_chain(row, "chain", faults := []) is not None, faults
    book = read_book(tmp_path)
    assert (len(book.measures), len(book.groups), len(book.chains)) == (1 + 4, 1, 1)
    assert book.named("XA-fruit-certificate-080610-CN") is not None


def test_the_example_of_a_consignment_is_read_and_shows_every_field():
    import json

    text = page("reference/consignment.md")
    document = json.loads(next(block.text for block in blocks(text) if block.language == "json"))
    consignment = read_consignment(document, for_plan=True)
    assert write_consignment(consignment).keys() | {"note"} >= document.keys()
    rename = {"origin": "from", "destination": "to"}
    for noun, part in ((Consignment, own_part(text, "Fields")), (Item, own_part(text, "Items"))):
        told = set(first_column(part)) | set(re.findall(r"`(\w+)`", part))
        wanted = {rename.get(each.name, each.name) if noun is Consignment else each.name for each in fields(noun)}
        assert wanted - told == set()


@pytest.fixture(scope="module")
def plan_json(tmp_path_factory):
    return make_plan(read_consignment(example(), for_plan=True), load_references(tmp_path_factory.mktemp("data"))).to_json("en")


def names_of(document: Any, above: str = "") -> Iterator[str]:
    """Every name of a field in a document, but for the keys that are codes of places or nomenclatures."""
    if isinstance(document, Mapping):
        for name, value in document.items():
            if above not in ("places", "codes", "quantities"):
                yield name
            yield from names_of(value, name)
    elif isinstance(document, list):
        for value in document:
            yield from names_of(value, above)


def test_every_field_of_a_plan_and_of_an_assessment_is_in_the_reference(plan_json):
    told = set(re.findall(r"[`\"](\w+)[`\"]", page("reference/results.md") + page("reference/consignment.md")))
    book, rates = load_book(), load_rates()
    day = read_consignment(example()).ready
    alone = assess(read_consignment(example()), book, rates, jurisdiction="UZ", on=day).to_json("en")
    assert set(names_of([plan_json, alone])) - told == set()


def test_every_rule_of_findings_is_in_the_reference():
    code = CODE[SRC / "planning" / "findings.py"]
    rules = set(re.findall(r'Finding\([^"]*(?:"\w+", )?"([a-z-]+)"', code))
    assert len(rules) > 10
    assert rules - set(first_column(section(page("reference/results.md"), "Findings"))) == set()


def test_every_engine_is_in_the_reference_of_engines():
    engines = {path.parent.name for path in SRC.glob("*/model.py")}
    headings = set(re.findall(r"^## (\w+)$", page("reference/engines.md"), re.MULTILINE))
    assert engines - headings == set()


@pytest.mark.parametrize("engine", sorted(path.parent.name for path in SRC.glob("*/model.py")))
def test_every_public_name_of_an_engine_is_in_the_reference_of_engines(engine):
    import importlib

    told = set(re.findall(r"[\w.]+", section(page("reference/engines.md"), engine)))
    told |= {word.removesuffix("s") for word in told}
    assert set(importlib.import_module(f"chorsu.{engine}").__all__) - told == set()
