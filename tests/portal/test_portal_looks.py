"""The further pages through Django's client: terms, days, the law ahead, the declaration, the list, documents sent in."""

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from chorsu.desks.plans import examples, services
from chorsu.desks.plans.models import KeptPlan, Shelved, Version
from chorsu.desks.plans.present import Sources
from chorsu.planning import example
from chorsu.portal.templatetags.figures import said
from tests.portal.test_portal_pages import LANGUAGES, Page

pytestmark = pytest.mark.django_db

LOOKS = ("terms/", "days/", "changes/", "declaration/", "forget/")


def begun(client, **changes) -> str:
    """The address of a plan of the example with other fields."""
    document = {**example(), **changes}
    return client.post("/en/upload/", {"text": json.dumps(document)}).headers["Location"]


def without_codes() -> dict:
    document = example()
    document["items"] = [{**document["items"][0], "codes": {}}]
    return document


@pytest.mark.parametrize(("prefix", "language"), LANGUAGES.items())
@pytest.mark.parametrize("look", [*LOOKS, "list", "upload", "compare", "versions"])
def test_every_look_says_its_language_names_its_fields_and_has_nothing_inline(client, example_address, prefix, language, look):
    other = client.post("/en/example/").headers["Location"]
    tokens = [address.split("/")[-2] for address in (example_address, other)]
    client.post(example_address + "term/", {"term": "FCA", "price": ""})
    addresses = {
        "list": f"/{prefix}/plans/",
        "upload": f"/{prefix}/upload/",
        "compare": f"/{prefix}/compare/?plan={tokens[0]}&plan={tokens[1]}",
        "versions": f"/{prefix}/plans/{tokens[0]}/versions/?first=1&second=2",
    }
    answer = client.get(addresses.get(look) or example_address.replace("/en/", f"/{prefix}/") + look)
    assert answer.status_code == 200
    html = answer.content.decode()
    page = Page(html)
    assert page.language == language
    assert page.inline == []
    assert len(page.ids) == len(set(page.ids))
    assert set(filter(None, page.fields)) <= page.labels | {name for name in page.ids if name.startswith("plan-")}
    assert page.headings[0] == 1
    assert all(below - above <= 1 for above, below in zip(page.headings, page.headings[1:], strict=False))


def test_every_example_can_be_planned_or_says_what_is_wrong(client):
    assert "apples-jiaozhou-almaty" in examples.documents()
    for name in examples.documents():
        answer = client.post("/en/example/", {"example": name})
        assert answer.status_code in (302, 422)
        if answer.status_code == 302:
            assert client.get(answer.headers["Location"]).status_code == 200
    assert client.post("/en/example/", {"example": "../../etc/passwd"}).status_code == 404


# --- Incoterms


def test_the_terms_name_all_eleven_and_take_a_price_for_each(client, example_address):
    html = client.get(example_address + "terms/").content.decode()
    assert all(
        f'for="price_{code}"' in html for code in ("EXW", "FCA", "FAS", "FOB", "CFR", "CPT", "CIF", "CIP", "DAP", "DPU", "DDP")
    )
    assert "the price stays as it is stated under DAP" in html
    priced = client.get(example_address + "terms/", {"price_FCA": "20000"}).content.decode()
    assert 'value="20000"' in priced


def test_a_wrong_price_is_told_beside_its_field_and_the_rest_is_kept(client, example_address):
    answer = client.get(example_address + "terms/", {"price_FCA": "many", "price_DAP": "23000"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'id="fault_FCA"><li>[^<]*many', html)
    assert 'aria-describedby="fault_FCA"' in html
    assert 'value="23000"' in html


def test_another_term_is_planned_with_one_click_at_its_price(client, example_address):
    client.post(example_address + "term/", {"term": "FCA", "price": "21000"})
    document = Version.objects.last().consignment
    assert (document["incoterm"], document["incoterm_place"]) == ("FCA", document["from"])
    assert document["items"][0]["value"] == "21000.00"
    assert client.post(example_address + "term/", {"term": "XXX"}).status_code == 404
    assert client.post(example_address + "term/", {"term": "FCA", "price": "x"}).status_code == 404


# --- other days, the law ahead


def test_another_day_shows_both_and_a_wrong_one_is_told(client, example_address):
    html = client.get(example_address + "days/", {"ready": "2026-12-10"}).content.decode()
    assert "2026-11-25" in html
    assert "2026-12-10" in html
    for wrong in ("2026-13-01", "yesterday", "3000-01-01"):
        answer = client.get(example_address + "days/", {"ready": wrong})
        assert answer.status_code == 422
        told = answer.content.decode()
        assert 'id="ready_error"' in told
        assert "Right would be:" in told or wrong == "3000-01-01"


def test_the_law_of_the_new_year_is_shown_and_what_is_not_on_file_is_said(client, example_address):
    answer = client.get(example_address + "changes/")
    html = answer.content.decode()
    assert "2027-01-01" in html
    assert client.get(example_address).content.decode().count("What changes on 1 January 2027") == 1
    for wrong in ("2027-02-30", "x", "0001-01-01"):
        assert client.get(example_address + "changes/", {"to": wrong}).status_code == 422


def test_a_day_within_a_sentence_is_written_as_the_language_writes_it_and_never_broken(client, example_address):
    html = client.get(example_address.replace("/en/", "/ru/") + "changes/").content.decode()
    assert 'по <time datetime="2026-12-31">31.12.2026</time>' in html
    # The name of a measure holds no day, and what a sentence quotes is never markup.
    with translation.override("en"):
        written = said("<b> KZ-vat-2026-01-01, 2026-01-02")
    assert written == '&lt;b&gt; KZ-vat-2026-01-01, <time datetime="2026-01-02">2026-01-02</time>'


# --- the declaration


def test_the_declaration_says_what_the_assessment_says(client, example_address):
    shown = json.loads(client.get(example_address + "plan.json").content)
    side = next(row for row in shown["assessments"] if row["journey"] == shown["chosen"] and row["side"] == "import")
    form = json.loads(client.get(example_address + "declaration.json").content)
    due = {charge["kind"]: charge["amount"] for charge in side["assessment"]["charges"]}
    rows = {row["kind"]: row["amount"] for row in form["items"][0]["payments"]}
    assert rows == {kind: amount for kind, amount in due.items() if kind in rows}
    assert set(rows) >= {"customs_duty", "vat", "fee"}
    box = {row["box"]: row["entry"] for row in (*form["boxes"], *form["items"][0]["boxes"])}
    assert box["45"] == side["assessment"]["customs_value"]
    assert box["33"] == "0808108008"


@pytest.mark.parametrize(("name", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{")])
@pytest.mark.parametrize("prefix", LANGUAGES)
def test_the_declaration_can_be_taken_along(client, example_address, prefix, name, begins):
    answer = client.get(f"{example_address.replace('/en/', f'/{prefix}/')}declaration.{name}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_there_is_no_declaration_where_no_form_is_on_file(client):
    address = client.post("/en/example/", {"example": "rice-karachi-qingdao"}).headers.get("Location")
    if address is None:
        pytest.skip("the example of rice cannot be planned by the facts on file")
    assert "declaration/" not in client.get(address).content.decode()
    assert client.get(address + "declaration/").status_code == 404


def test_a_source_within_a_repository_is_a_link_that_opens_and_says_where_in_it():
    sources = Sources()
    row = sources.number({"title": "Law", "address": "https://github.com/LawRefBook/Laws (经济法/关税法.md)"})
    assert (row["link"], row["within"]) == ("https://github.com/LawRefBook/Laws", "(经济法/关税法.md)")
    assert sources.number({"title": "Data", "address": "kept by hand"})["link"] == ""


def test_the_transit_of_the_way_stands_with_its_security(client, example_address):
    shown = json.loads(client.get(example_address + "plan.json").content)
    passages = [row for row in shown.get("transits", []) if row["journey"] == shown["chosen"]]
    html = client.get(example_address).content.decode()
    assert ("Customs transit</h3>" in html) == bool(passages)
    for row in passages:
        amount = row["security"]["amount"]
        if amount:
            assert f"{float(amount['amount']):,.2f}" in html[html.index("Customs transit</h3>") :]


def test_the_masses_of_several_items_are_added_where_all_are_stated(client):
    first = example()["items"][0]
    second = {**first, "net_mass": "4000.5", "gross_mass": "4300"}
    html = client.get(begun(client, items=[first, second])).content.decode()
    assert "24,000.5 kg net" in html
    assert html.count('class="number item"') >= 4
    without = {name: value for name, value in second.items() if name not in ("net_mass", "gross_mass")}
    assert (
        "kg net"
        not in re.search(r'<p class="lead">.*?</p>', client.get(begun(client, items=[first, without])).content.decode())[0]
    )


# --- the deciding digits


def test_the_digits_that_decide_are_asked_as_a_choice_and_the_answer_is_planned(client):
    address = client.post("/en/upload/", {"text": json.dumps(without_codes())}).headers["Location"]
    html = client.get(address).content.decode()
    codes = re.findall(r'type="radio" name="code" value="(\d{10})"', html)
    assert "needs more digits (Eurasian Economic Union)" in html
    assert '<a href="#question-1">Answer the question above</a>' in html
    assert len(codes) >= 2
    assert client.post(address + "code/", {"item": "0", "nomenclature": "EAEU", "code": codes[-1]}).status_code == 302
    assert Version.objects.last().consignment["items"][0]["codes"] == {"EAEU": codes[-1]}
    assert 'name="code"' not in client.get(address).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"item": "0", "nomenclature": "EAEU"},
        {"item": "7", "nomenclature": "EAEU", "code": "0808108008"},
        {"item": "-1", "nomenclature": "EAEU", "code": "0808108008"},
        {"item": "0", "nomenclature": "EAEU", "code": "9999999999"},
        {"item": "0", "nomenclature": "XX", "code": "<script>"},
    ],
)
def test_an_answer_that_is_none_is_told_and_nothing_is_written(client, sent):
    address = client.post("/en/upload/", {"text": json.dumps(without_codes())}).headers["Location"]
    answer = client.post(address + "code/", sent)
    assert answer.status_code == 422
    assert "Choose one of the answers" in answer.content.decode()
    assert Version.objects.count() == 1


# --- documents that are sent


def test_a_file_is_planned_and_what_nobody_read_is_told_in_the_reader_s_language(client):
    document = {**example(), "redy": "2026-11-25"}
    file = SimpleUploadedFile("apples.json", json.dumps(document).encode("utf-8-sig"), content_type="application/json")
    address = client.post("/en/upload/", {"file": file}).headers["Location"]
    html = client.get(address).content.decode()
    assert "<code>redy</code>" in html
    assert "perhaps ready" in html
    assert "<code>redy</code>" in client.get(address.replace("/en/", "/ru/")).content.decode()


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("{", "", "not JSON"),
        ("[]", "", "object"),
        ('{"items": [{"hs": "999999"}]}', "items[0].hs", "999999 is not in"),
        ("", "", "not JSON"),
        ('{"incoterm": "XXX"}', "incoterm", "DAP"),
    ],
)
def test_each_fault_of_a_document_is_told_with_its_place_and_the_text_is_kept(client, text, path, said):
    answer = client.post("/en/upload/", {"text": text})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f"<code>{path or '—'}</code>" in html
    assert said in html
    assert not KeptPlan.objects.exists()


def test_figures_without_quotation_marks_are_read_as_they_are_written(client):
    text = json.dumps(example() | {"weight_of_my_box": 1.5}).replace('"23400.00"', "23400.50")
    assert "23400.50" in text
    client.post("/en/upload/", {"text": text})
    assert Version.objects.get().consignment["items"][0]["value"] == "23400.50"


def test_a_price_of_more_figures_than_can_be_reckoned_is_told_and_nothing_breaks(client, example_address):
    answer = client.get(example_address + "terms/", {"price_FCA": "9" * 29})
    assert answer.status_code == 422
    assert re.search(r'id="fault_FCA"><li>[^<]*too many digits', answer.content.decode())


def test_a_file_that_is_too_large_or_no_text_is_refused(client):
    for content in (b"x" * 250_000, b"\xff\xfe\x00\x00", b"[" * 60_000):
        answer = client.post("/en/upload/", {"file": SimpleUploadedFile("x.json", content)})
        assert answer.status_code in (400, 422)
    assert not KeptPlan.objects.exists()


# --- the list of plans


def test_the_list_is_the_reader_s_own(client, example_address):
    assert "Jiaozhou → Almaty" in client.get("/en/plans/").content.decode()
    assert "Jiaozhou → Almaty" not in Client().get("/en/plans/").content.decode()
    forged = Client()
    forged.cookies["chorsu_shelf"] = Shelved.objects.get().shelf
    assert "Jiaozhou → Almaty" not in forged.get("/en/plans/").content.decode()


def test_a_plan_that_was_sent_by_another_is_listed_once_it_is_saved(client, example_address):
    other = Client()
    other.get(example_address)
    assert "Almaty" not in other.get("/en/plans/").content.decode()
    other.post(example_address + "keep/", {"way": ""})
    assert "Jiaozhou → Almaty" in other.get("/en/plans/").content.decode()


@pytest.mark.parametrize(
    ("words", "found"), [("almaty", 1), ("Алматы", 1), ("苹果", 1), ("APPLES-2026", 1), ("apples moscow", 0), ("%", 0)]
)
def test_plans_are_found_by_words_of_any_language(client, example_address, words, found):
    html = client.get("/ru/plans/", {"q": words}).content.decode()
    assert html.count('name="plan"') == found


def test_the_list_has_pages(client, example_address):
    plan, version = KeptPlan.objects.get(), Version.objects.get()
    shelf = Shelved.objects.get().shelf
    for _ in range(44):
        other = KeptPlan.objects.create(made_at=plan.made_at, changed_at=plan.changed_at, words=plan.words)
        Version.objects.create(plan=other, number=1, consignment=version.consignment, answer=version.answer, made_at=plan.made_at)
        Shelved.objects.create(shelf=shelf, plan=other, put_at=plan.made_at)
    counts = [
        client.get("/en/plans/", {"page": page}).content.decode().count('name="plan"') for page in ("1", "2", "3", "9", "x")
    ]
    assert counts == [20, 20, 5, 5, 20]
    assert "Page 1 of 3, 45 plans" in client.get("/en/plans/").content.decode()


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["C", "A", "B"]),
        ("ready", ["A", "C", "B"]),
        ("late", ["B", "C", "A"]),
        ("reference", ["A", "B", "C"]),
        ("nonsense", ["C", "A", "B"]),
    ],
)
def test_the_list_is_in_the_order_that_the_reader_chose(client, sort, expected):
    for reference, ready in (("B", "2026-12-20"), ("A", "2026-12-01"), ("C", "2026-12-10")):
        begun(client, reference=reference, ready=ready)
    html = client.get("/en/plans/", {"sort": sort, "q": "almaty"}).content.decode()
    assert re.findall(r'<span class="via">([ABC])</span>', html) == expected


def test_the_pages_of_the_list_keep_words_and_order(client, example_address, monkeypatch):
    monkeypatch.setattr("chorsu.desks.plans.views_plans.PAGE", 1)
    begun(client, ready="2026-12-20")
    html = client.get("/en/plans/", {"sort": "ready", "q": "apples"}).content.decode()
    assert 'href="?q=apples&amp;sort=ready&amp;page=2"' in html


def test_two_plans_of_the_same_goods_are_told_apart_in_the_comparison(client, example_address):
    other = begun(client, incoterm="FCA", incoterm_place="CNJZH", ready="2026-12-10")
    tokens = [address.split("/")[-2] for address in (example_address, other)]
    html = client.get("/en/compare/", {"plan": tokens}).content.decode()
    assert "<h3>1. DAP, 2026-11-25</h3>" in html
    assert "<h3>2. FCA, 2026-12-10</h3>" in html
    rates = re.findall(r"<li>1 [A-Z]{3} = [^<]+<time[^>]+>[^<]+", html)
    assert len(rates) == len(set(rates))


def test_two_plans_are_compared_and_any_other_number_is_asked_for_again(client, example_address):
    other = begun(client, ready="2026-12-10")
    tokens = [address.split("/")[-2] for address in (example_address, other)]
    html = client.get("/en/compare/", {"plan": tokens}).content.decode()
    assert "2026-11-25" in html
    assert "2026-12-10" in html
    for chosen in ([], tokens[:1], [tokens[0]] * 2):
        answer = client.get("/en/compare/", {"plan": chosen}, follow=True)
        assert "Choose two plans to compare." in answer.content.decode()
    assert client.get("/en/compare/", {"plan": [tokens[0], "x" * 32]}).status_code == 404


def test_a_deleted_plan_is_gone_at_once_and_can_be_brought_back_for_a_day(client, example_address):
    answer = client.post(example_address + "forget/", follow=True)
    html = answer.content.decode()
    assert "The plan was deleted." in html
    assert client.get(example_address).status_code == 404
    assert client.get(example_address + "plan.json").status_code == 404
    assert 'name="plan"' not in html
    back = re.search(r'action="([^"]+/back/)"', html)[1]
    assert client.post(back).headers["Location"] == example_address
    assert client.get(example_address).status_code == 200
    assert client.post(back).status_code == 404  # it is not deleted

    client.post(example_address + "forget/")
    services.forget_drafts(at=timezone.now() + timedelta(days=2))
    assert not KeptPlan.objects.exists()
    assert client.post(back).status_code == 404


def test_all_that_changes_something_asks_for_the_token_of_its_page(example_address):
    strict = Client(enforce_csrf_checks=True)
    for path in ("forget/", "back/", "keep/", "term/", "code/"):
        assert strict.post(example_address + path).status_code == 403
    assert strict.post("/en/upload/", {"text": "{}"}).status_code == 403
