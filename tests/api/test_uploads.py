"""An invoice is sent, read, put right and made a case by a program."""

import pytest

from tests.api.programs import Program, done
from tests.people import actor

pytestmark = pytest.mark.django_db
INVOICE = (
    b"Description,HS code,Origin,Quantity,Unit,Value,Currency,Net mass,Gross mass\n"
    b"Fresh apples,080810,CN,20000,KGM,23400.00,USD,20000,21000\n"
    b"Fresh pears,080830,CN,many,KGM,900.00,USD,1000,1100\n"
)
REST = {"from": "CNTAO", "to": "KZALA", "ready": "2026-12-10", "incoterm": "FCA", "incoterm_place": "CNTAO"}


def test_an_invoice_is_read_put_right_and_made_a_case():
    trader = Program(actor("trader"))
    upload = done(trader.send_file("/uploads", "invoice.csv", INVOICE), 201)
    here = f"/uploads/{upload['id']}"
    assert (upload["rows"], upload["faults"]) == (2, 1)
    fault = upload["cell_faults"][0]
    assert (fault["row"], fault["field"], fault["written"]) == (3, "quantity", "many")
    rows = done(trader.get(here + "/rows?faulty=true"))
    assert [row["number"] for row in rows["items"]] == [3]
    first = done(trader.get(here + "/rows?limit=1"))
    assert "after=2" in first["next"]
    assert trader.post(here + "/case").status_code == 409
    choices = upload["choices"] | {
        "cells": {f"{fault['row']}:{fault['field']}": "1000"},
        "answers": REST,
        "confirmed": [guess["key"] for guess in upload["guessed"]],
    }
    upload = done(trader.ask("PUT", here + "/choices", choices))
    assert upload["cell_faults"] == []
    case = done(trader.post(here + "/case"), 201)
    assert [item["hs"] for item in case["consignment"]["items"]] == ["080810", "080830"]
    assert trader.get(here).status_code == 404


def test_another_organisation_does_not_see_it_and_its_own_forgets_it():
    trader, other = Program(actor("trader")), Program(actor("trader"))
    upload = done(trader.send_file("/uploads", "invoice.csv", INVOICE), 201)
    assert other.get(f"/uploads/{upload['id']}").status_code == 404
    assert done(other.get("/uploads"))["items"] == []
    assert [row["id"] for row in done(trader.get("/uploads"))["items"]] == [upload["id"]]
    done(trader.ask("DELETE", f"/uploads/{upload['id']}"), 204)
    assert done(trader.get("/uploads"))["items"] == []


def test_what_is_no_invoice_is_refused():
    trader = Program(actor("trader"))
    answer = trader.send_file("/uploads", "invoice.xlsx", b"%PDF-1.7 no invoice")
    assert answer.status_code == 409
    assert answer.json()["detail"]
