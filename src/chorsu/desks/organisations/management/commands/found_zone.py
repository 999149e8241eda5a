"""``python -m django found_zone NAME STATE EMAIL``: the zone's management, and its first administrator."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from chorsu.desks.organisations import services
from chorsu.desks.organisations.models import Person
from chorsu.desks.refusals import Refused


class Command(BaseCommand):
    """Found the zone, once; its administrator has signed up before and proved the address."""

    help = "Found the zone's management; whoever signed up with EMAIL becomes its first administrator."

    def add_arguments(self, parser):
        """Name, state (two letters), the administrator's address."""
        parser.add_argument("name")
        parser.add_argument("state")
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *args, name, state, email, **options):
        """Found it, or say why not."""
        person = Person.objects.filter(
            email__iexact=email, emailaddress__verified=True, emailaddress__email__iexact=email
        ).first()
        if person is None:
            raise CommandError(f"Nobody has signed up with {email} and proved the address. Sign up in the portal first.")
        now = timezone.now()
        try:
            zone = services.found_zone(name, state, administrator=person, at=now)
        except (Refused, ValidationError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"{zone.name} is founded; {email} is its administrator, and sets up a second factor at the next sign-in."
        )
