"""What the matrix asks the API for: a case in the broker's hand with everything on it, and what hangs on organisations."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from chorsu import planning
from chorsu.desks.journal import services as journal
from chorsu.desks.organisations import services as organisations
from chorsu.desks.organisations.models import Membership
from chorsu.desks.plans import planner
from chorsu.desks.reference import index, shelf
from chorsu.desks.reference import services as reference
from chorsu.desks.reference.models import Draft, Publication
from chorsu.desks.trade import services as trade
from chorsu.desks.trade.models import Alteration
from tests import people

RATES = b"from,to,rate,on,source,authority\nUSD,KZT,511,2026-11-27,example.org,KZ\n"


def things(cast) -> dict:
    """Keys for the parts of the API's paths, and the bodies that are sent."""
    return _of_organisations(cast) | _of_cases(cast) | _of_goods(cast) | _of_journal(cast) | _of_reference(cast) | _plain()


def _of_organisations(cast) -> dict:
    now = timezone.now()
    mine = {"by": cast.administrator, "at": now}
    other = people.organisation("broker")
    first, last = now.date(), now.date() + timedelta(days=9)
    mandate = organisations.offer_mandate(other, first, last, **mine)
    invitation, _key = organisations.invite("third@example.org", "staff", **mine)
    token, _key = organisations.make_token("program", ["cases:read"], now + timedelta(days=1), **mine)
    reason = {"reason": "The number is of another firm."}
    details = {"name": "New", "kind": "trader", "country": "KZ"}
    wanted = {"broker": str(other.pk), "valid_from": str(first + timedelta(days=20)), "valid_to": str(last + timedelta(days=20))}
    return {
        "api_organisation": cast.owner,
        "api_member": Membership.objects.get(person=cast.reader.person, organisation=cast.owner),
        "api_invitation": invitation,
        "api_mandate": mandate,
        "api_token": token,
        "/organisations POST": details,
        "/organisations/{organisation} PATCH": {"about": "Apples"},
        "/organisations/{organisation}/refuse POST": reason,
        "/organisations/{organisation}/suspend POST": reason,
        "/members/{member} PATCH": {"role": "staff"},
        "/mandates POST": wanted,
        "/invitations POST": {"email": "fourth@example.org", "role": "staff"},
        "/tokens POST": {"name": "p", "scopes": ["cases:read"], "expires_at": (now + timedelta(days=2)).isoformat()},
    }


def _of_cases(cast) -> dict:
    now = timezone.now()
    mine = {"by": cast.staff, "at": now}
    apples = planning.example()
    case = trade.begin_case({**apples, "reference": "api"}, **mine)
    trade.choose_way(case, planner.answer(apples).chosen, **mine)
    trade.hand_to_broker(case, cast.broker_house, **mine)
    trade.name_carrier(case, cast.carrier_house, **mine)
    question = trade.write(case, "Which orchard?", is_question=True, by=cast.officer, at=now)
    file = trade.add_file(case, "note.csv", b"a,b\n1,2\n", **mine)
    alteration = Alteration.objects.create(case=case, book="b", difference={"total": ["1", "2"]}, made_at=now)
    sent = "/cases/{case}"
    invoice = b"Description,HS code,Origin,Quantity,Unit,Value,Currency,Net mass\nApples,080810,CN,9,KGM,9,USD,9\n"
    return {
        "api_upload": trade.receive_invoice("invoice.csv", invoice, **mine),
        "/uploads POST": {"file": SimpleUploadedFile("other.csv", invoice)},
        "api_case": case,
        "api_milestone": case.milestones.first(),
        "api_file": file,
        "api_alteration": alteration,
        "api_template": trade.save_template(case, "api", **mine),
        "/cases POST": {"reference": "new"},
        f"{sent}/consignment PUT": apples,
        f"{sent}/way POST": {"way": 0},
        f"{sent}/carrier PUT": {"carrier": None},
        f"{sent}/hand-over POST": {"broker": str(cast.broker_house.pk)},
        f"{sent}/return POST": {"reason": "Mend it."},
        f"{sent}/milestones/{{milestone}}/reach POST": {"reached_at": now.isoformat()},
        f"{sent}/messages POST": {"text": "Jiaozhou no. 3.", "answers": str(question.pk)},
        f"{sent}/files POST": {"file": SimpleUploadedFile("other.csv", b"c,d\n3,4\n")},
        "/templates POST": {"name": "other", "case": str(case.pk)},
    }


def _of_goods(cast) -> dict:
    now = timezone.now()
    mine = {"by": cast.staff, "at": now}
    apples = {"kind": "offer", "title": "Apples", "hs": "080810"}
    partner = {"name": "Almaty Foods", "country": "KZ"}
    shown = trade.publish_offer(trade.new_offer(apples, **mine), **mine)
    enquiry = trade.ask_about(shown, "How much?", by=cast.foreign, at=now)
    return {
        "api_offer": shown,
        "api_enquiry": enquiry,
        "api_partner": trade.add_partner(partner, **mine),
        "/offers POST": apples,
        "/offers/{offer} PUT": apples | {"title": "Pears"},
        "/offers/{offer}/enquire POST": {"text": "How much?"},
        "/enquiries/{enquiry}/messages POST": {"text": "Much."},
        "/partners POST": {"name": "New", "country": "KZ"},
        "/partners/{partner} PUT": partner | {"note": "pays"},
    }


def _of_journal(cast) -> dict:
    now = timezone.now()
    webhook, _secret = journal.register_webhook("mine", "https://example.org/in", [], by=cast.administrator, at=now)
    delivery = webhook.deliveries.first()
    given = {"name": "other", "address": "https://example.org/in"}
    return {
        "api_webhook": webhook,
        "api_entry": delivery.entry,
        "api_delivery": delivery,
        "/webhooks POST": given,
        "/webhooks/{webhook} PUT": given,
        "/me/notices PUT": {"case": "daily"},
    }


def _of_reference(cast) -> dict:
    now = timezone.now()
    officer = {"by": cast.officer, "at": now}
    draft = reference.begin("Rates of today", **officer)
    rate = {"from": "USD", "to": "KZT", "rate": "510", "on": "2026-11-29", "source": "example.org", "authority": "KZ"}
    change = reference.write_change(draft, "add", "rate", row=rate, **officer)
    publication = Publication.objects.create(
        number=77,
        draft=reference.begin("Published", **officer),
        before="a",
        after="b",
        drafted_by=cast.officer.person,
        reviewed_by=cast.staff.person,
        published_at=now,
    )
    Draft.objects.filter(publication=publication).update(state=Draft.State.PUBLISHED)
    given = {"title": "Other"}
    first = index.entries("measure")[0]
    row = {name: value for name, value in shelf.row("measure", first.key).items() if name != "valid_to"}
    return {
        "api_dataset": "measure",
        "api_key": first.key,
        "api_draft": draft,
        "api_change": change,
        "api_number": publication.number,
        "/drafts POST": given,
        "/drafts/{draft} PATCH": given,
        "/drafts/{draft}/changes POST": {"dataset": "rate", "operation": "add", "row": rate | {"on": "2026-11-28"}},
        "/drafts/{draft}/law POST": {
            "dataset": "measure",
            "key": first.key,
            "row": {**row, "id": "new", "valid_from": "2027-01-01"},
        },
        "/drafts/{draft}/import POST": {"file": SimpleUploadedFile("rates.csv", RATES), "dataset": "rate"},
        "/drafts/{draft}/take-file-out POST": {"file": "rates.csv"},
        "/exports/facts/{dataset} GET": {"commodity": "080810"},
        "/drafts/{draft}/return POST": {"reason": "Mend it."},
    }


def _plain() -> dict:
    apples = planning.example()
    look = {"consignment": apples}
    ways = {"from": "CNTAO", "to": "KZALA"}
    return {
        "api_paper": "invoice.xml",
        "/plans POST": apples,
        "/plans/terms POST": look,
        "/plans/comparison POST": {"first": apples, "second": apples},
        "/plans/changes POST": look,
        "/plans/declaration POST": look,
        "/plans/papers/{name} POST": look,
        "/assessments POST": {"consignment": apples, "jurisdiction": "KZ", "on": "2026-12-07"},
        "/search GET": {"q": "apples"},
        "/goods GET": {"text": "apples"},
        "/places GET": {"text": "Almaty"},
        "/requirements GET": {"hs": "080810", "from": "CN", "to": "KZ", "on": "2026-12-07"},
        "/routes GET": ways | {"depart": "2026-12-07"},
    }
