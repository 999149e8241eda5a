"""The journal's own commands: they prove, name every break, and cast anchors that are kept elsewhere."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction

from chorsu.desks.journal.models import Entry, Stream
from chorsu.desks.journal.services import record
from tests import people
from tests.cli.command import Shell

LANGUAGES = {"en": "altered", "zh": "改动", "ru": "изменено"}


@pytest.fixture
def shell(monkeypatch, db) -> Shell:
    return Shell(monkeypatch)


@pytest.fixture
def streams(db):
    """Two streams of three and one entries."""
    one, other = people.actor(), people.actor()
    with transaction.atomic():
        for number in range(3):
            record(
                "organisation.changed",
                one.organisation,
                by=one,
                at=people.AT + timedelta(minutes=number),
                after={"name": str(number)},
            )
        record("organisation.changed", other.organisation, by=other, at=people.AT, personal={"text": "a name"})
    return f"organisation:{one.organisation.pk}", f"organisation:{other.organisation.pk}"


def test_a_whole_journal_is_exit_status_0(shell, streams):
    answer = shell.call("journal", "verify", "--json")
    assert answer.status == 0
    assert answer.document == {"streams": 2, "entries": 4, "breaks": [], "whole": True}
    assert shell.call("journal", "verify").status == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_break_is_named_in_the_reader_s_language(shell, streams, language):
    first, second = streams
    Entry.objects.filter(stream=first, number=2).update(facts={"verb": "x"})
    Stream.objects.filter(pk=second).update(number=2)
    answer = shell.call("journal", "verify", "--language", language)
    assert answer.status == 1
    assert first in answer.text
    assert second in answer.text
    assert LANGUAGES[language] in answer.text
    told = shell.call("journal", "verify", "--json", "--language", language)
    assert told.status == 1
    assert {(row["stream"], row["number"], row["kind"]) for row in told.document["breaks"]} == {
        (first, 2, "altered"),
        (second, 2, "head"),
    }
    assert told.document["whole"] is False


def test_what_was_cut_or_dropped_since_an_anchor_is_found_by_it(shell, streams, tmp_path):
    first, second = streams
    file = tmp_path / "anchors.jsonl"
    answer = shell.call("journal", "anchor", "--to", file, "--json")
    assert (answer.document["streams"], answer.document["changed"]) == (2, 2)
    assert shell.call("journal", "anchor", "--to", file, "--json").document["changed"] == 0
    assert shell.call("journal", "verify", "--anchors", file).status == 0
    Entry.objects.filter(stream=first).exclude(number=1).delete()
    Stream.objects.filter(pk=first).update(number=1, head=Entry.objects.get(stream=first).hash)
    Entry.objects.filter(stream=second).delete()
    Stream.objects.filter(pk=second).delete()
    assert shell.call("journal", "verify").status == 0
    told = shell.call("journal", "verify", "--anchors", file, "--json")
    assert told.status == 1
    assert {(row["stream"], row["number"], row["kind"]) for row in told.document["breaks"]} == {
        (first, 3, "cut_back"),
        (second, 1, "cut_back"),
    }


def test_an_anchor_printed_is_an_anchor_kept(shell, streams, tmp_path):
    file = tmp_path / "anchors.jsonl"
    file.write_bytes(shell.call("journal", "anchor").raw)
    assert shell.call("journal", "verify", "--anchors", file).status == 0
    lines = file.read_text("utf-8").splitlines()
    forged = json.loads(lines[0]) | {"number": 1}
    file.write_text("\n".join([json.dumps(forged), *lines[1:]]), "utf-8")
    kinds = {row["kind"] for row in shell.call("journal", "verify", "--anchors", file, "--json").document["breaks"]}
    assert "anchor" in kinds


@pytest.mark.parametrize("content", ["nonsense", '{"stream": "x", "number": 1, "hash": "y"}\n'])
def test_a_file_that_is_no_anchor_is_refused_and_not_written_to(shell, streams, tmp_path, content):
    file = tmp_path / "anchors.jsonl"
    file.write_text(content, "utf-8")
    for words in (("verify", "--anchors"), ("anchor", "--to")):
        answer = shell.call("journal", *words, file, "--json")
        assert answer.status == 2
        assert answer.paths == [f"{file}:1"]
    assert file.read_text("utf-8") == content
    assert shell.call("journal", "verify", "--anchors", tmp_path / "none", "--json").status == 2


def test_a_stream_is_shown_as_it_is_sealed_and_without_words_that_name_people(shell, streams):
    first, second = streams
    answer = shell.call("journal", "show", first, "--json")
    assert [row["number"] for row in answer.document["entries"]] == [1, 2, 3]
    assert "organisation.changed" in shell.call("journal", "show", first).text
    assert "a name" not in shell.call("journal", "show", second, "--json").text
    assert shell.call("journal", "show", "case:none").status == 1
