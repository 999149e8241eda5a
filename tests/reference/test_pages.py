"""The pages of the desk: every one answers in each language; a change goes from a fact's page to the file of facts."""

import pytest
from django.urls import reverse
from django.utils import translation

from chorsu.desks.reference import examining, said, services
from chorsu.desks.reference.models import Change, Dataset, Draft, Examination
from chorsu.planning import load_references
from tests.people import AT, actor, client_of
from tests.reference.drafts import SOURCE, VAT, VAT_OF_17, looked_through, published, rise, zone

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = ("en", "zh-hans", "ru")


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"reference:{name}", args=args)


def typed(row):
    """A row as the form sends it."""
    source = {"source_title": SOURCE["title"], "source_address": SOURCE["address"], "checked_on": SOURCE["checked_on"]}
    return {f"fact-{name}": value for name, value in ({**row, **source}).items() if name != "source"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_in_each_language(language):
    writer, reader = zone()
    made = published(rise(writer), writer, reader)
    draft = rise_again = services.begin("More", by=writer, at=AT)
    services.write_change(rise_again, "add", "measure", row={**VAT_OF_17, "id": "XA-vat", "jurisdiction": "XA"}, by=writer, at=AT)
    draft.refresh_from_db()
    looked_through(draft, writer)
    client = client_of(writer)
    pages = [
        ("facts",),
        ("drafts",),
        ("begin",),
        ("draft", draft.pk),
        ("found", draft.pk),
        ("describe", draft.pk),
        ("import", draft.pk),
        ("publications",),
        ("publication", made.number),
        ("fact", "measure", VAT),
    ]
    pages += [(name, dataset) for name in ("list", "add") for dataset in Dataset.values]
    keys = [
        ("measure", VAT),
        ("requirement", "KZ-0808-CN-fruit-2020"),
        ("place", "KZALA"),
        ("service", "rail-jiaozhou-bishkek"),
        ("crossing", "KZ-UZ-saryagash-keles-rail"),
    ]
    pages += [(name, *key) for name in ("fact", "change") for key in keys]
    for page in pages:
        answer = client.get(address(*page, language=language))
        assert answer.status_code == 200, page


def test_the_law_changes_by_the_pages_alone():
    writer, reader = zone()
    client = client_of(writer)
    form = client.get(address("change", "measure", VAT))
    assert 'value="KZ-vat-2027"' in form.content.decode()
    sent = client.post(f"{address('change', 'measure', VAT)}?as=law", {**typed(VAT_OF_17), "title": "VAT at 17 %"})
    draft = Draft.objects.get()
    assert sent.headers["Location"] == draft.get_absolute_url().replace("/zh-hans/", "/en/")
    assert [(each.operation, each.key) for each in draft.changes.order_by("operation")] == [("add", "KZ-vat-17"), ("end", VAT)]
    assert Change.objects.get(operation="end").after["valid_to"] == "2026-11-30"
    client.post(address("examine", draft.pk))
    examining.run(str(Examination.objects.get().pk), at=AT)
    page = client.get(address("draft", draft.pk)).content.decode()
    assert "No rule is broken" in page
    assert "16% → 17%" in page
    client.post(address("submit", draft.pk))
    refused = client.post(address("publish", draft.pk))
    assert refused.status_code == 403
    assert "You wrote this draft" in refused.content.decode()
    second = client_of(reader)
    assert second.post(address("publish", draft.pk)).headers["Location"].endswith("/publications/1/")
    assert str(load_references().book.named("KZ-vat-17").expression) == "17%"
    fact = second.get(address("fact", "measure", VAT)).content.decode()
    assert "VAT at 17 %" in fact
    assert "KZ-vat-17" in fact


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("expression", "10% but see note", "but see note"),
        ("valid_from", "2027-13-01", "2027-13-01 is not a day"),
        ("commodity", "apples", "apples does not fit"),
        ("jurisdiction", "", "does not fit"),
        ("conditions", "weather:rain", "weather:rain"),
    ],
)
def test_a_fault_is_told_beside_its_field_and_nothing_is_written(field, value, said):
    writer, _ = zone()
    client = client_of(writer)
    row = {**VAT_OF_17, "commodity": "*", field: value}
    answer = client.post(address("add", "measure"), {**typed(row), "title": "Wrong"})
    assert answer.status_code == 422
    page = answer.content.decode()
    place = page.index(f'id="id_fact-{field}_error"')
    assert said in page[place : page.index("</ul>", place)]
    assert not Draft.objects.exists()


def test_lists_are_filtered_sorted_and_taken_along():
    writer, _ = zone()
    client = client_of(writer)
    page = client.get(address("list", "measure"), {"jurisdiction": "KZ", "kind": "vat", "day": "2026-12-01"}).content.decode()
    assert VAT in page
    assert "KZ-vat-2027" not in page
    none = client.get(address("list", "measure"), {"commodity": "9999", "kind": "excise"}).content.decode()
    assert "Nothing on file fits" in none
    taken = client.get(address("list", "measure"), {"q": VAT, "as": "csv"}).content.decode("utf-8-sig")
    assert taken.startswith("id,jurisdiction,kind")
    assert VAT in taken
    assert client.get(address("list", "rate"), {"from": "USD", "as": "xlsx"}).content.startswith(b"PK")
    assert '[[measure]]\nid = "KZ-vat-2026"' in client.get(address("list", "measure"), {"q": VAT, "as": "toml"}).content.decode()


def test_nobody_outside_the_zone_sees_a_draft_and_everybody_sees_what_was_published():
    writer, reader = zone()
    made = published(rise(writer), writer, reader)
    trader = client_of(actor("trader", "administrator"))
    assert trader.get(address("draft", made.draft.pk)).status_code == 404
    assert trader.get(address("drafts")).status_code == 404
    assert trader.post(address("publish", made.draft.pk)).status_code == 404
    assert trader.post(address("reverse", made.number)).status_code == 403
    page = trader.get(address("publication", made.number))
    assert page.status_code == 200
    assert writer.person.name not in page.content.decode()


@pytest.mark.parametrize(
    ("expression", "conditions", "read"),
    [
        ("FREE", [], "free"),
        ("5%", [], "5%"),
        ("FREE", ["unread:the fee of this procedure"], "unknown: the law was not read"),
        ("5%", ["unread:which medicines"], "5%, or not: the law was not read"),
        ("5%", ["buyer:private"], "5%, on conditions"),
        ("", ["unread:a licence"], "unknown: the law was not read"),
    ],
)
def test_a_rate_that_hangs_on_a_law_nobody_read_is_never_told_as_certain(expression, conditions, read):
    with translation.override("en"):
        assert said.rate(expression, conditions) == read


def test_the_page_of_a_fact_says_in_words_what_is_written():
    client, name = client_of(zone()[0]), "KZ-vat-words-press-4901"
    text = client.get(address("fact", "measure", name)).content.decode()
    assert "10%, or not: the law was not read" in text
    assert "a text that was not read: periodicals" in text
    assert "Kazakhstan <code" in text
    assert "10%, or not: the law was not read" in client.get(address("list", "measure") + f"?q={name}").content.decode()
