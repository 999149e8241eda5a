"""What the matrix asks the reference desk for: drafts in each state, by a second person of the zone, and a publication."""

from django.utils import timezone

from chorsu.desks.reference import services, shelf
from chorsu.desks.reference.models import Draft, Examination, Standing
from tests import people

KEY = "KZ-vat-2026"


def things(cast) -> dict:
    """A draft, one that was checked, one in review, one withdrawn, a publication; a fact and a place."""
    writer, reader = (people.actor("zone", organisation=cast.zone) for _ in range(2))
    made = publication(writer, reader)
    draft = change(writer, "a draft", "xa-one")
    sound = examined(change(writer, "a sound draft", "xa-two"))
    waiting = services.submit(examined(change(writer, "a draft in review", "xa-three")), by=writer, at=timezone.now())
    own = services.submit(examined(change(cast.officer, "a draft of the officer", "xa-four")), by=cast.officer, at=timezone.now())
    withdrawn = services.withdraw(change(writer, "a draft withdrawn", "xa-five"), by=writer, at=timezone.now())
    return {
        "measure": "measure",
        "fact": KEY,
        "no_fact": "no-such-row",
        "facts_draft": draft,
        "facts_change": draft.changes.get(),
        "facts_sound": sound,
        "facts_waiting": waiting,
        "facts_own": own,
        "facts_withdrawn": withdrawn,
        "publication": str(made.number),
        "reference:begin POST": {"title": "VAT of 2028"},
        "reference:describe POST": {"title": "VAT of 2028"},
        "reference:return POST": {"reason": "the article is another"},
        "reference:take_file_out POST": {"file": "rates.csv"},
        "reference:add POST": {"title": "VAT of 2028"},
        "reference:change POST": {"title": "VAT of 2028"},
    }


def change(writer, title: str, place: str) -> Draft:
    """A draft with one place more."""
    draft = services.begin(title, by=writer, at=timezone.now())
    row = {
        "code": place, "kind": "city", "state": "XA", "name_en": "One", "name_zh": "一", "name_ru": "Один", "latitude": "1",
        "longitude": "1", "time_zone": "Asia/Almaty", "source_title": "invented", "checked_on": "2026-11-28",
    }  # fmt: skip
    services.write_change(draft, "add", "place", row=row, by=writer, at=timezone.now())
    return Draft.objects.get(pk=draft.pk)


def examined(draft: Draft) -> Draft:
    """The draft, checked without a fault on the facts of now."""
    standing = Standing.objects.filter(pk=1).first()
    found = Examination(draft=draft, edition=draft.edition, state="done", asked_at=timezone.now(), before=shelf.fingerprint())
    found.standing, found.after = standing.number if standing else 0, "f" * 64
    found.save()
    return draft


def publication(writer, reader):
    """A publication."""
    draft = services.submit(examined(change(writer, "published", "xa-six")), by=writer, at=timezone.now())
    return services.publish(draft, by=reader, at=timezone.now())
