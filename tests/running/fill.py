"""Fill an installation, in a process of its own: ``fill.py quiet`` leaves some of everything; ``fill.py on`` writes until killed.

Each change that was acknowledged is told on standard output, one a line: the key of the organisation and how many entries its
stream has by then.
"""

import sys
import uuid
from datetime import date
from itertools import count


def main(how: str, name: str = "") -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from chorsu.desks.actor import Actor
    from chorsu.desks.journal.models import Stream
    from chorsu.desks.organisations import services
    from chorsu.desks.organisations.models import Organisation, Person, Role

    def registered(of: str, kind: str = "trader"):
        person = Person.objects.create_user(f"{uuid.uuid4().hex}@example.org", None, name=f"某 Ирина {of}")
        details = {"name": of, "kind": kind, "country": "CN", "names": {"ru": f"ООО «{of}»"}, "about": 'quote " and \\ and \x7f'}
        found = services.register_organisation(details, by=person, at=timezone.now())
        return found, Actor(person, found, Role.ADMINISTRATOR)

    def tell(organisation):
        print(organisation.pk, Stream.objects.get(name=f"organisation:{organisation.pk}").number, flush=True)

    if how == "on":
        own, actor = registered(name or uuid.uuid4().hex)
        tell(own)
        for number in count():
            services.change_organisation(own, {"about": f"change {number}"}, by=actor, at=timezone.now())
            tell(own)
    from chorsu.desks.plans import services as plans
    from chorsu.desks.trade.models import Offer

    plans.keep_example(at=timezone.now())
    services.found_zone("The Zone", "CN", at=timezone.now())
    for number in range(4):
        own, actor = registered(f"Organisation {number}", ("trader", "broker")[number % 2])
        Organisation.objects.filter(pk=own.pk).update(state="verified")
        Offer.objects.create(
            organisation=own, kind="offer", title="苹果 Яблоки", quantity="1234567.125", unit="KGM", price="0.0001",
            currency="USD", valid_to=date(2027, 2, 28), made_at=timezone.now(), changed_at=timezone.now(),
        )  # fmt: skip
        tell(own)
    (settings.DATA / "files" / "ab").mkdir(parents=True, exist_ok=True)
    (settings.DATA / "files" / "ab" / "abc").write_bytes(bytes(range(256)) * 9000)
    (settings.DATA / "files" / "ab" / "abd.0.part").write_bytes(b"half")
    (settings.DATA / "measures").mkdir(exist_ok=True)
    (settings.DATA / "measures" / "own.toml").write_text("# mine")


if __name__ == "__main__":
    main(*sys.argv[1:])
