"""The example of a client carries a consignment, and an invoice, against a live server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chorsu.desks.trade.models import Case
from tests.api.programs import APPLES, Program
from tests.people import actor

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def run(live_server):
    """Run the example for a trader; the zone is there to be told."""
    actor("zone")
    token = Program(actor("trader")).key

    def go(file, **more):
        environment = os.environ | {"CHORSU_ADDRESS": live_server.url, "CHORSU_TOKEN": token} | more
        command = [sys.executable, str(EXAMPLES / "client.py"), str(file)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

    return go


@pytest.mark.django_db(transaction=True)
def test_a_consignment_is_planned_begun_submitted_and_followed(run):
    done = run(EXAMPLES / "apples-jiaozhou-almaty.json")
    assert done.returncode == 0, done.stderr
    assert f"{APPLES['reference']}: submitted" in done.stdout
    assert Case.objects.get().state == "submitted"
    assert len([line for line in done.stdout.splitlines() if line.startswith("20")]) == 3


@pytest.mark.django_db(transaction=True)
def test_an_invoice_becomes_a_case(run, tmp_path):
    invoice = tmp_path / "invoice.csv"
    invoice.write_text(
        "Description,HS code,Origin,Quantity,Unit,Value,Currency,Net mass,Gross mass\n"
        "Fresh apples,080810,CN,20000,KGM,23400.00,USD,20000,21000\n",
        "utf-8",
    )
    done = run(invoice)
    assert done.returncode == 0, done.stderr + done.stdout
    case = Case.objects.get()
    assert case.state == "submitted"
    assert case.consignment["items"][0]["hs"] == "080810"


@pytest.mark.django_db(transaction=True)
def test_a_fault_is_told_with_its_place(run, tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"items": []}', "utf-8")
    done = run(wrong)
    assert done.returncode == 1
    assert "items" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.django_db(transaction=True)
def test_a_token_that_is_none_is_told(run):
    done = run(EXAMPLES / "apples-jiaozhou-almaty.json", CHORSU_TOKEN="chorsu_none")
    assert done.returncode == 1
    assert "not signed in" in done.stderr
