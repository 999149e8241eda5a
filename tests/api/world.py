"""A small zone for the tests of the API: each kind of thing in each state that an operation asks for, programs of each role."""

from datetime import timedelta

from django.utils import timezone

from chorsu.desks.journal import services as journal
from chorsu.desks.journal.models import Delivery
from chorsu.desks.organisations import services as organisations
from chorsu.desks.plans import planner
from chorsu.desks.reference import services as reference
from chorsu.desks.reference.models import Draft, Publication
from chorsu.desks.trade import services as trade
from chorsu.desks.trade.models import Alteration
from tests.api.programs import APPLES, Program
from tests.people import actor, organisation

ROLES = ("trader", "broker", "officer", "reader")


class World:
    """Keys of things by the name of the part of an address that they fill, and a program for each role."""

    def __init__(self):
        self.at = timezone.now()
        self.actors = {
            "trader": actor("trader", "administrator"),
            "broker": actor("broker", "administrator"),
            "officer": actor("zone", "administrator"),
            "carrier": actor("carrier"),
        }
        self.actors["reader"] = actor("trader", "reader", self.actors["trader"].organisation)
        # Who may most comes most often.
        self.roles = ("trader", "trader", "broker", "officer", "officer", "reader")
        self.programs = {role: Program(self.actors[role]) for role in ROLES}
        self.keys: dict[str, list[str]] = {}
        self._organisations()
        self._cases()
        self._goods()
        self._journal()
        self._reference()

    def said(self, role):
        """By whom and when, as services ask."""
        return {"by": self.actors[role], "at": self.at}

    def key_of(self, name: str, number: int) -> str | None:
        """The key of a thing that fills this part of an address."""
        found = self.keys.get(name)
        return found[number % len(found)] if found else None

    def _organisations(self):
        trader, broker = self.actors["trader"].organisation, self.actors["broker"].organisation
        applied = organisation("carrier", state="applied")
        today = self.at.date()
        self.mandate = organisations.offer_mandate(broker, today, today + timedelta(days=30), **self.said("trader"))
        organisations.accept_mandate(self.mandate, **self.said("broker"))
        later = organisations.offer_mandate(broker, today + timedelta(days=60), today + timedelta(days=90), **self.said("trader"))
        invitation, _key = organisations.invite("new@example.org", "staff", **self.said("trader"))
        self.keys |= {
            "organisation": [str(each.pk) for each in (trader, broker, applied)],
            "broker": [str(broker.pk)],
            "carrier": [str(self.actors["carrier"].organisation.pk)],
            "member": [str(row.pk) for row in trader.memberships.all()],
            "mandate": [str(later.pk), str(self.mandate.pk)],
            "invitation": [str(invitation.pk)],
            "token": [str(self.programs["trader"].token.pk)],
        }

    def _cases(self):
        trader, broker = self.said("trader"), self.said("broker")
        way = planner.answer(APPLES).chosen
        draft = trade.begin_case(None, **trader)
        cases = [trade.begin_case({**APPLES, "reference": f"TAO-{number}"}, **trader) for number in range(4)]
        for case in cases[1:]:
            trade.choose_way(case, way, **trader)
        for case in cases[2:]:
            trade.hand_to_broker(case, self.actors["broker"].organisation, **trader)
            trade.submit(case, **broker)
        trade.accept(cases[3], **self.said("officer"))
        question = trade.write(cases[2], "Which orchard?", is_question=True, **self.said("officer"))
        file = trade.add_file(cases[1], "note.csv", b"a,b\n1,2\n", **trader)
        template = trade.save_template(cases[1], "Apples", **trader)
        alteration = Alteration.objects.create(
            case=cases[1], book="b", difference={"total": ["1.00", "2.00"], "currency": "USD", "charges": []}, made_at=self.at
        )
        self.keys |= {
            "case": [str(case.pk) for case in (cases[1], cases[2], cases[3], cases[0], draft)],
            "milestone": [str(row.pk) for case in cases[1:] for row in case.milestones.all()[:2]],
            "message": [str(question.pk)],
            "file": [str(file.pk)],
            "template": [str(template.pk)],
            "alteration": [str(alteration.pk)],
        }

    def _goods(self):
        trader, broker = self.said("trader"), self.said("broker")
        apples = {"kind": "offer", "title": "Apples", "hs": "080810", "quantity": "20.5", "unit": "TNE"}
        draft, shown, gone, theirs = (
            trade.new_offer(apples | {"title": title}, **said)
            for title, said in (("Draft", trader), ("Shown", trader), ("Gone", trader), ("Theirs", broker))
        )
        trade.publish_offer(shown, **trader)
        trade.withdraw_offer(gone, **trader)
        trade.publish_offer(theirs, **broker)
        enquiries = [trade.ask_about(shown, "How much?", **broker), trade.ask_about(theirs, "How much?", **trader)]
        partners = [trade.add_partner({"name": name, "country": "KZ"}, **trader) for name in ("Almaty Foods", "Gone")]
        trade.remove_partner(partners[1], **trader)
        self.keys |= {
            "offer": [str(each.pk) for each in (draft, shown, gone, theirs)],
            "enquiry": [str(each.pk) for each in enquiries],
            "partner": [str(each.pk) for each in partners],
        }

    def _journal(self):
        by = self.said("trader")
        first, _secret = journal.register_webhook("first", "https://example.org/in", [], **by)
        second, _secret = journal.register_webhook("second", "https://example.org/in", ["case.begun"], **by)
        journal.pause_webhook(second, **by)
        deliveries = list(first.deliveries.order_by("pk"))
        for delivery, state in zip(deliveries, Delivery.State.values, strict=False):
            Delivery.objects.filter(pk=delivery.pk).update(state=state)
        invoice = (
            b"Description,HS code,Origin,Quantity,Unit,Value,Currency,Net mass,Gross mass\nApples,080810,CN,many,KGM,9,USD,9,10\n"
        )
        uploads = [trade.receive_invoice(f"{number}.csv", invoice, **self.said("trader")) for number in (1, 2)]
        self.keys |= {
            "upload": [str(each.pk) for each in uploads],
            "webhook": [str(first.pk), str(second.pk)],
            "entry": [str(each.entry_id) for each in deliveries],
            "delivery": [str(each.pk) for each in deliveries],
        }

    def _reference(self):
        officer = self.said("officer")
        open_draft, gone, published = (reference.begin(title, **officer) for title in ("Open", "Gone", "Published"))
        reference.withdraw(gone, **officer)
        rate = {"from": "USD", "to": "KZT", "rate": "510", "on": "2026-11-29", "source": "example.org", "authority": "KZ"}
        change = reference.write_change(open_draft, "add", "rate", row=rate, **officer)
        people = {"drafted_by": officer["by"].person, "reviewed_by": self.actors["trader"].person}
        Draft.objects.filter(pk=published.pk).update(state=Draft.State.PUBLISHED)
        Publication.objects.create(number=1, draft=published, before="a", after="b", published_at=self.at, **people)
        self.keys |= {
            "draft": [str(open_draft.pk), str(gone.pk), str(published.pk)],
            "change": [str(change.pk)],
            "number": ["1"],
            # Kinds of facts that are downloaded whole within a moment.
            "dataset": ["place", "service", "crossing"],
        }
