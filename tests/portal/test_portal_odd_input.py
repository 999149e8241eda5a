"""Letters, days and numbers that nobody means: answered like any other mistake, never by a failure. Also run on PostgreSQL."""

import csv

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chorsu.desks.exports import as_csv
from chorsu.desks.plans.models import KeptPlan
from chorsu.desks.reference.models import Draft
from chorsu.desks.trade.models import Upload
from chorsu.planning import example
from tests import people

pytestmark = pytest.mark.django_db
BIG = "9" * 30


@pytest.mark.parametrize(
    "address",
    [
        "/en/plans/?q=%00",
        "/en/plans/?forgotten=%00",
        "/en/compare/?plan=%00&plan=a",
        "/en/search/?q=%00",
        "/en/organisations/?q=%00",
        "/en/trade/cases/?q=%00",
        "/en/trade/offers/?q=%00&hs=%00",
        "/en/trade/partners/?q=%00",
        "/en/trade/partners/new/?member=%00",
        "/en/trade/templates/?q=%00",
        "/en/trade/cases/new/?offer=%00&partner=%00",
        "/en/reference/drafts/?q=%00",
        "/en/reference/facts/measure/?q=%00",
        "/en/reference/facts/measure/a%00b/",
        f"/en/reference/publications/{BIG}/",
        "/en/journal/?verb=%00&person=%00&since=%00",
        "/en/journal/?until=9999-12-31",
        "/en/journal/?since=0001-01-01&until=0001-01-01",
        f"/en/journal/?page={BIG}",
        "/en/organisations/invitations/a%00b/",
        f"/api/v1/publications/{BIG}",
        "/api/v1/cases?text=%00",
        "/api/v1/facts/measure/a%00b",
    ],
)
@pytest.mark.parametrize("kind", ["trader", "zone"])
def test_what_nobody_means_is_looked_for_in_vain(kind, address):
    client = people.client_of(people.actor(kind))
    client.post("/en/example/")  # there is a shelf to look on
    assert client.get(address).status_code < 500


def test_a_way_that_is_no_way_is_kept_without_its_odd_letters():
    client = Client()
    client.post("/en/example/")
    plan = KeptPlan.objects.get()
    assert client.post(f"/en/plans/{plan.token}/keep/", {"way": "ra\0il"}).status_code == 302
    assert plan.versions.get().way == "ra il"


def test_the_reason_of_a_returned_draft_and_the_name_of_a_file_may_have_any_letters():
    writer, reader = people.actor("zone"), people.actor("zone")
    given = {"made_at": people.AT, "changed_at": people.AT, "state": Draft.State.IN_REVIEW}
    draft = Draft.objects.create(organisation=writer.organisation, title="VAT", made_by=writer.person, **given)
    client = people.client_of(reader)
    client.post(f"/en/reference/drafts/{draft.pk}/return/", {"reason": "not\0read"})
    draft.refresh_from_db()
    assert (draft.state, draft.reason) == (Draft.State.RETURNED, "not read")
    assert client.post(f"/en/reference/drafts/{draft.pk}/take-file-out/", {"file": "\0"}).status_code == 302


def test_an_answer_to_an_invoice_may_have_any_letters():
    trader = people.actor()
    client = people.client_of(trader)
    name = f"invoice{len(example()['items'])}.csv"
    content = b"Description,HS code,Quantity,Unit,Amount,Currency\nApples,080810,1,KGM,nothing,USD\n"
    client.post("/en/trade/uploads/", {"file": SimpleUploadedFile(name, content)})
    upload = Upload.objects.get()
    sent = {"cell-2:description": "Fu\0ji", "cell-2:value": "1\0"}
    assert client.post(f"/en/trade/uploads/{upload.pk}/", sent).status_code < 500
    upload.refresh_from_db()
    assert upload.preview["choices"]["cells"]["2:description"] == "Fu ji"


@pytest.mark.parametrize("said", ["=1+1", "+1", "-a", "@a", "\t=1", "\n=1", "＝1+1", "＋1", "－a", "＠a"])
def test_no_cell_of_a_list_is_a_formula_in_any_script(said):
    lines = list(csv.reader(as_csv("list", ["Name"], [[said]]).content.decode("utf-8-sig").splitlines(keepends=True)))
    assert lines[1][0] == f"'{said}"
