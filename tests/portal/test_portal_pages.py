"""The pages through Django's client: what they answer, what they refuse, what they say to a browser."""

import json
import re
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from chorsu.consignment import read_consignment, write_consignment
from chorsu.desks.plans.models import KeptPlan, Version
from chorsu.planning import example

pytestmark = pytest.mark.django_db

LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "ru": "ru"}


def form_of(document: dict, **changes: str) -> dict[str, str]:
    """The form as a browser would send it for a document."""
    from chorsu.desks.plans.forms import written_in_form

    fields, items = written_in_form(document, place_label=str, goods_label=str)
    sent = {name: str(value) for name, value in fields.items()}
    for index, item in enumerate(items):
        sent |= {f"items-{index}-{name}": str(value) for name, value in item.items()}
    sent |= {"items-TOTAL_FORMS": str(len(items)), "items-INITIAL_FORMS": "0"}
    return sent | changes


class Page(HTMLParser):
    """What a test asks of a page's HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language, self.ids, self.inline, self.labels, self.fields, self.headings = "", [], [], set(), [], []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.language = self.language or (found.get("lang") or "" if tag == "html" else "")
        if found.get("id"):
            self.ids.append(found["id"])
        self.inline += [name for name in found if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in found):
            self.inline.append(tag)
        if tag == "label":
            self.labels.add(found.get("for"))
        if tag in ("input", "select") and found.get("type") not in ("hidden", "submit"):
            self.fields.append(found.get("id"))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


@pytest.mark.parametrize(("prefix", "language"), LANGUAGES.items())
@pytest.mark.parametrize("which", ["first", "plan", "faults", "forget", "nothing"])
def test_every_page_says_its_language_names_its_fields_and_has_nothing_inline(client, example_address, prefix, language, which):
    address = example_address.replace("/en/", f"/{prefix}/")
    answer = {
        "first": lambda: client.get(f"/{prefix}/"),
        "plan": lambda: client.get(address),
        "faults": lambda: client.post(f"/{prefix}/", {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0"}),
        "forget": lambda: client.get(f"{address}forget/"),
        "nothing": lambda: client.get(f"/{prefix}/plans/{'x' * 32}/"),
    }[which]()
    page = Page(answer.content.decode())
    assert page.language == language
    assert page.inline == []
    assert len(page.ids) == len(set(page.ids))
    assert set(page.fields) <= page.labels
    assert page.headings[0] == 1
    assert all(below - above <= 1 for above, below in zip(page.headings, page.headings[1:], strict=False))


@pytest.mark.parametrize("path", ["/en/", "/en/search/places/?q=Qingdao", "/en/nothing/"])
def test_a_browser_is_told_to_load_nothing_from_elsewhere(client, path):
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_bare_address_leads_to_the_reader_s_language():
    client = Client(headers={"accept-language": "ru"})
    assert client.get("/").headers["Location"] == "/ru/"


def test_the_example_is_planned_with_one_click(client, example_address):
    html = client.get(example_address).content.decode()
    assert "Jiaozhou" in html
    assert "Almaty" in html
    assert re.search(r'class="total".*?\d{3}\.\d\d', html, re.S)


def test_what_the_form_sends_is_the_document_it_was_made_of(client):
    as_read = write_consignment(read_consignment(example()))
    client.post("/en/", form_of(example()))
    assert Version.objects.get().consignment == as_read


def test_a_token_has_at_least_128_bits_and_no_two_are_the_same(client, db):
    tokens = {client.post("/en/example/").headers["Location"].split("/")[-2] for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) * 6 >= 128 for token in tokens)


def test_planning_again_writes_a_version_only_when_something_changed(client, example_address):
    document = example()
    assert client.post(example_address, form_of(document)).status_code == 302
    assert Version.objects.count() == 1
    client.post(example_address, form_of(document, **{"items-0-net_mass": "19000"}))
    assert [version.number for version in Version.objects.all()] == [1, 2]
    assert "19,000" in client.get(example_address).content.decode()
    assert "20,000" in client.get(f"{example_address}?version=1").content.decode()
    assert client.get(f"{example_address}?version=3").status_code == 404


def test_a_proof_can_be_tried_without_losing_those_that_are_there(client, example_address):
    client.post(example_address, form_of(example(), add_proof="CT-1", **{"items-0-proofs": "A"}))
    assert Version.objects.last().consignment["items"][0]["proofs"] == ["A", "CT-1"]


def test_a_draft_is_forgotten_after_a_week_and_a_kept_plan_is_not(client, example_address):
    from datetime import timedelta

    from django.utils import timezone

    from chorsu.desks.plans import services

    client.post(f"{example_address}keep/", {"way": ""})
    client.post("/en/example/")
    assert KeptPlan.objects.count() == 2
    services.forget_drafts(at=timezone.now() + timedelta(days=8))
    assert [plan.is_kept for plan in KeptPlan.objects.all()] == [True]


def test_a_kept_plan_opens_with_the_way_that_was_chosen(client, example_address):
    html = client.get(f"{example_address}?way=2").content.decode()
    way = re.search(r'name="way" value="([^"]+)"', html)[1]
    client.post(f"{example_address}keep/", {"way": way})
    shown = json.loads(client.get(f"{example_address}plan.json").content)
    assert shown["chosen"] == 1


def test_deleting_asks_first_and_takes_all_versions(client, example_address):
    assert client.get(f"{example_address}forget/").status_code == 200
    assert client.get(example_address).status_code == 200
    client.post(f"{example_address}forget/")
    assert client.get(example_address).status_code == 404
    assert client.get(f"{example_address}?version=1").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("place_from", "Qingdaoo", "Did you mean"),
        ("items-0-hs", "999999", "999999 is not in"),
        ("items-0-net_mass", "many", "many is not a decimal figure"),
        ("items-0-value", "-1", "below zero"),
        ("items-0-currency", "XXZ", "XXZ is not the code of a currency"),
        ("ready", "2026-13-01", "not a day"),
        ("containers", "one", "does not fit"),
        ("items-0-codes", "EAEU 1234567890", "does not begin with"),
        ("items-0-hs", "apples", "080810"),
    ],
)
def test_each_fault_is_told_with_the_form_still_filled(client, field, value, said):
    answer = client.post("/en/", form_of(example(), **{field: value}))
    html = answer.content.decode()
    assert answer.status_code == 422 or field == "place_from"
    if answer.status_code == 422:
        assert said in html
        assert "APPLES" in html
        assert re.search(r'class="field [a-z]* faulty"', html)
    assert "Traceback" not in html


@pytest.mark.parametrize(
    ("prefix", "mass", "value"), [("ru", "20 000", "23 400,50"), ("zh-hans", "20,000", "23,400.50"), ("en", "20,000", "23400.5")]
)
def test_figures_may_be_typed_as_the_language_writes_them(client, prefix, mass, value):
    answer = client.post(f"/{prefix}/", form_of(example(), **{"items-0-net_mass": mass, "items-0-value": value}))
    assert answer.status_code == 302
    item = Version.objects.get().consignment["items"][0]
    assert (item["net_mass"], float(item["value"])) == ("20000", 23400.5)


def test_a_figure_that_could_be_two_is_asked_about_and_kept_as_it_was_typed(client):
    answer = client.post("/ru/", form_of(example(), **{"items-0-net_mass": "20,000"}))
    assert answer.status_code == 422
    assert 'value="20,000"' in answer.content.decode()


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("en", ("a state chosen from the list", "the day on which the goods can be collected", "080810")),
        ("zh-hans", ("此项未填写。应为：从列表中选择国家", "货物可以提走的日期")),
        ("ru", ("Не указано. Правильно: страна из списка", "день, когда товар можно забрать")),
    ],
)
def test_a_missing_field_is_told_with_what_the_form_itself_offers(client, prefix, said):
    html = client.post(f"/{prefix}/", {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0"}).content.decode()
    assert [words for words in said if words not in html] == []


@pytest.mark.parametrize(
    ("prefix", "rate", "day"), [("en", "0.03", "2026-11-25"), ("zh-hans", "0.03", "2026-11-25"), ("ru", "0,03", "25.11.2026")]
)
def test_rates_and_days_are_written_as_the_language_writes_them(client, example_address, prefix, rate, day):
    html = client.get(example_address.replace("/en/", f"/{prefix}/")).content.decode()
    unit = {"en": "kg", "zh-hans": "千克", "ru": "кг"}[prefix]
    assert f"{rate}\u00a0EUR/{unit}" in html
    assert f'<time datetime="2026-11-25">{day}</time>' in html
    assert ">FREE<" not in html


def test_what_is_assumed_of_several_charges_is_said_once(client, example_address):
    html = client.get(example_address).content.decode()
    assert html.count("None on file for 0808108008 from China.") == 1
    assert "<strong>Safeguard duty, Anti-dumping duty, Countervailing duty" in html


@pytest.mark.parametrize(("prefix", "goods"), [("en", "Fresh apples: Jiaozhou"), ("zh-hans", "鲜苹果"), ("ru", "яблоки свежие")])
def test_the_examples_are_named_in_the_reader_s_language(client, prefix, goods):
    options = re.findall(r'<option value="[a-z-]+"[^>]*>([^<]+)</option>', client.get(f"/{prefix}/").content.decode())
    named = [option for option in options if "→" in option]
    assert len(named) >= 10
    assert any(option.startswith(goods) for option in named)
    if prefix != "en":
        assert [option for option in named if re.match("[A-Za-z]", option)] == []


@pytest.mark.parametrize(("prefix", "named"), [("zh-hans", "电动汽车"), ("ru", "электромобили")])
def test_goods_without_a_name_in_the_language_stand_with_their_heading_s(client, prefix, named):
    address = client.post(f"/{prefix}/example/", {"example": "electric-cars-qingdao-minsk"}).headers["Location"]
    lead = re.search(r'<p class="lead">.*?</p>', client.get(address).content.decode(), re.S)[0]
    assert re.search(rf"870380</span> [^<]*{named}[^<]*: <span lang=\"en\">Vehicles", lead)


def test_the_list_of_states_shows_the_chosen_one_and_survives_any_other(client):
    html = client.post("/en/", form_of(example(), ready="x", **{"items-0-origin": "KZ"})).content.decode()
    origin = html[html.index('name="items-0-origin"') :]
    assert '<option value="KZ" selected>Kazakhstan</option>' in origin[: origin.index("</select>")]
    html = client.post("/en/", form_of(example(), **{"items-0-origin": '"><script>'})).content.decode()
    assert "<script>" not in html.replace("<script src", "")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"items-TOTAL_FORMS": "999999999"},
        {"items-TOTAL_FORMS": "x", "items-INITIAL_FORMS": "-1"},
        {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0", "place_from": "\x00<script>", "ready": "0" * 400},
        {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0", "items-0-quantities": ";;;= 1; -", "items-0-codes": "a"},
        {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0", "more": "1"},
    ],
)
def test_hostile_forms_are_answered_and_nothing_is_written(client, sent):
    assert client.post("/en/", sent).status_code in (200, 422)
    assert not KeptPlan.objects.exists()


def test_what_is_too_large_is_refused(client):
    assert client.post("/en/", {"place_from": "x" * 300_000}).status_code == 400


def test_a_change_without_the_csrf_token_is_refused(example_address):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/en/example/").status_code == 403
    assert strict.post(f"{example_address}forget/").status_code == 403
    assert KeptPlan.objects.count() == 1


def test_names_that_people_type_are_never_run(client):
    address = client.post("/en/", form_of(example(), **{"items-0-description": "<script>alert(1)</script>"})).headers["Location"]
    html = client.get(address).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_no_cell_of_the_workbook_is_a_formula_and_figures_are_figures(client):
    sent = form_of(example(), **{"reference": "=1+1", "items-0-description": "=HYPERLINK(1)"})
    address = client.post("/en/", sent).headers["Location"]
    content = client.get(f"{address}plan.xlsx").content
    book = load_workbook(BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert {"=1+1", "=HYPERLINK(1)"} <= {cell.value for cell in cells}
    assert sum(cell.data_type == "n" and cell.value is not None for cell in cells) > 20


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "begins", "media_type"),
    [
        ("plan.json", b"{", "application/json"),
        ("plan.pdf", b"%PDF", "application/pdf"),
        ("plan.xlsx", b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("invoice.pdf", b"%PDF", "application/pdf"),
        ("invoice.xml", b"<?xml", "application/xml; charset=utf-8"),
        ("packing_list.pdf", b"%PDF", "application/pdf"),
        ("packing_list.xml", b"<?xml", "application/xml; charset=utf-8"),
    ],
)
def test_the_plan_and_its_papers_can_be_taken_along(client, example_address, prefix, name, begins, media_type):
    answer = client.get(example_address.replace("/en/", f"/{prefix}/") + name)
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("prefix", "words", "found"),
    [("en", "Qingdao", "CNTAO"), ("zh-hans", "阿拉木图", "KZALA"), ("ru", "Алматы", "KZALA"), ("en", "Almtay", "KZALA")],
)
def test_places_are_found_in_three_languages_and_with_slips(client, prefix, words, found):
    assert found in client.get(f"/{prefix}/search/places/", {"q": words}).content.decode()


@pytest.mark.parametrize(("prefix", "words"), [("en", "apples"), ("zh-hans", "苹果"), ("ru", "яблоки"), ("en", "0808.10")])
def test_goods_are_found_in_three_languages_and_by_digits(client, prefix, words):
    assert "080810" in client.get(f"/{prefix}/search/goods/", {"q": words}).content.decode()


@pytest.mark.parametrize("words", ["", " ", "x" * 5000, "\x00", "%", "<b>"])
def test_the_search_answers_anything(client, words):
    for kind in ("places", "goods"):
        answer = client.get(f"/en/search/{kind}/", {"q": words})
        assert answer.status_code == 200
        assert "<b>" not in answer.content.decode()


def test_what_is_not_on_file_is_shown_as_unknown_and_never_as_zero(client, example_address):
    shown = json.loads(client.get(f"{example_address}plan.json").content)
    unknown = [row["journey"] for row in shown["assessments"] if row["side"] == "import" and row["assessment"]["total"] is None]
    html = client.get(f"{example_address}?way={unknown[0] + 1}").content.decode() if unknown else ""
    assert not unknown or "unknown</span>" in html[html.index('id="charges"') :]


def test_every_charge_and_leg_of_the_page_has_its_source_in_the_list(client, example_address):
    shown = json.loads(client.get(example_address + "plan.json").content)
    html = client.get(example_address).content.decode()
    chosen = shown["chosen"]
    charges = [charge for row in shown["assessments"] if row["journey"] == chosen for charge in row["assessment"]["charges"]]
    assert charges
    from django.utils.html import escape

    listed = html[html.index('class="sources"') :]
    assert all(escape(charge["source"]["title"]) in listed for charge in charges if charge["source"])
