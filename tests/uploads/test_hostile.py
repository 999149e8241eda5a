"""Hostile files: each refused, or shown with its faults and their cells, in bounded memory and time; nothing is left behind."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from chorsu.desks.refusals import Refused
from chorsu.desks.trade import services
from chorsu.documents.invoices import read_invoice
from chorsu.facts import Faulty
from tests.people import AT, actor, client_of
from tests.uploads import made
from tests.uploads.conftest import left_in
from tests.uploads.hostile import REFUSED, SHOWN

MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 60

PROGRAM = """
import json, resource, sys
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
from chorsu.documents.invoices import read_invoice
from chorsu.facts import Faulty
from tests.uploads.hostile import REFUSED, SHOWN
from chorsu.documents.invoices import MOST_BYTES
answers = {}
for name, (make, _word) in {**REFUSED, **SHOWN}.items():
    content = make()
    try:
        preview = read_invoice(content)
        answers[name] = {"cells": sorted({fault.cell for fault in preview.all_faults})[:100_000], "rows": len(preview.rows)}
    except Faulty as faulty:
        answers[name] = {"refused": str(faulty)}
json.dump(answers, sys.stdout)
"""


@pytest.fixture(scope="module")
def answers():
    """What the reading says of each, in a process of its own with little memory and time: it ends on its own feet."""

    def limits():
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS * 2, MOST_SECONDS * 2))

    environ = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=environ, preexec_fn=limits, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_invoice_is_is_refused_with_its_reason(answers, name):
    word = REFUSED[name][1]
    if name in ("picture", "over the limit"):
        assert "refused" in answers[name]
    elif word == "no row":
        assert answers[name]["rows"] == 0
        assert "" in answers[name]["cells"]
    else:
        assert word.lower() in answers[name]["refused"].lower()


@pytest.mark.parametrize("name", SHOWN)
def test_what_can_be_shown_is_shown_with_the_cell_that_is_wrong(answers, name):
    cell = SHOWN[name][1]
    assert "cells" in answers[name], answers[name]
    assert not cell or cell in answers[name]["cells"]


@pytest.mark.django_db
def test_a_refusal_leaves_no_row_of_any_table_and_no_file(folder):
    trader = actor("trader")
    counts = {model: model.objects.count() for model in apps.get_models()}
    for make, word in REFUSED.values():
        if word in ("no row", "tags", "letters", "grow more than", "no text"):
            continue
        with pytest.raises(Refused):
            services.receive_invoice("invoice.xlsx", make(), by=trader, at=AT)
    assert {model: model.objects.count() for model in apps.get_models()} == counts
    assert left_in(folder) == []


@pytest.mark.django_db
def test_a_page_answers_hostile_files_and_names(folder):
    client = client_of(actor("trader"))
    for name in ("cut off", "ubl with an entity", "program"):
        sent = SimpleUploadedFile("../../" + "x" * 5_000 + "\0.xlsx", REFUSED[name][0]())
        assert client.post("/en/trade/uploads/", {"file": sent}).status_code == 422
    sent = SimpleUploadedFile("..\\..\\" + "я" * 5_000 + ".xlsx", made.apples())
    assert client.post("/en/trade/uploads/", {"file": sent}).status_code == 302


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "cp1251"])
def test_an_encoding_is_found_by_the_words_that_stand_in_it(encoding):
    head = {"gb18030": ("品名", "数量", "单位", "金额"), "cp1251": ("Наименование", "Количество", "Ед. изм.", "Сумма")}
    goods = {"gb18030": "鲜苹果", "cp1251": "Яблоки"}.get(encoding, "Äpfel 苹果 яблоки")
    rows = [head.get(encoding, ("Description", "Quantity", "Unit", "Amount")), (goods, 1, "kg", 2)]
    preview = read_invoice(made.csv(rows, delimiter=";", encoding=encoding))
    assert preview.rows[0].item["description"] == goods
    assert bool(preview.guesses) == (encoding in ("utf-16-le", "gb18030", "cp1251"))


def test_latin_1_is_read_as_it_was_written():
    rows = [("Description", "Quantity", "Unit", "Amount"), ("Äpfel, grün", 1, "kg", 2)]
    assert read_invoice(made.csv(rows, encoding="latin-1")).rows[0].item["description"] == "Äpfel, grün"


@pytest.mark.parametrize("text", ["=1+1", "+7 apples", "-18 °C fish", "@home", "=cmd|' /C calc'!A0"])
def test_what_our_exports_keep_from_running_comes_back_as_it_was(text):
    from chorsu.desks.exports import as_csv

    exported = as_csv("goods", ["Description", "HS code", "Quantity", "Unit"], [[text, "080810", 1, "kg"]]).content
    assert exported.count(b"'" + text[:2].encode()) == 1
    assert read_invoice(exported).rows[0].item["description"] == text


def test_a_file_over_the_limit_is_not_looked_into():
    with pytest.raises(Faulty, match="bytes"):
        read_invoice(b"PK\x03\x04" + b"\0" * 10_000_001)
