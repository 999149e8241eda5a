"""A plan kept under a private link, and every version of its consignment."""

import secrets

from django.db import models
from django.urls import reverse

from chorsu.desks.organisations.models import Organisation


def new_token() -> str:
    """A key nobody can guess: 192 bits from the system's source of randomness."""
    return secrets.token_urlsafe(24)


class KeptPlan(models.Model):
    """A plan by its private link: whoever has the token may read and change it. A draft is forgotten after some days."""

    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    is_kept = models.BooleanField(default=False)
    # A private plan belongs to a case: it is opened only by the organisations that are its readers, whoever has the token.
    is_private = models.BooleanField(default=False)
    # Goods, places and reference of the newest version in all languages, in small letters: what a search looks through.
    words = models.TextField(blank=True, default="")
    # A deleted plan is gone for everybody at once, and can be brought back for a day.
    forgotten_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["is_kept", "changed_at"]),
            models.Index(fields=["forgotten_at"], name="plans_keptp_forgott_idx"),
        )

    def __str__(self) -> str:
        return f"plan {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("plans:plan", args=[self.token])


class Version(models.Model):
    """The consignment as it was planned once, and what the answer was then. Only its way is changed later."""

    plan = models.ForeignKey(KeptPlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    consignment = models.JSONField()
    # The chosen way by what it is made of (see present.signature): its place in the list changes when services do.
    way = models.CharField(max_length=1000, blank=True, default="")
    # What the plan answered then: total, currency, estimated, book.
    answer = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["plan", "number"], name="one_version_of_a_number"),)

    def __str__(self) -> str:
        return f"version {self.number} of plan {self.plan_id}"


class Shelved(models.Model):
    """A plan on the shelf of one browser: what its reader began or saved there. The shelf's key is a cookie and nothing else."""

    shelf = models.CharField(max_length=64)
    plan = models.ForeignKey(KeptPlan, on_delete=models.CASCADE, related_name="shelved")
    put_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shelf", "plan"], name="one_place_on_a_shelf"),)

    def __str__(self) -> str:
        return f"plan {self.plan_id} on a shelf"


class Reader(models.Model):
    """An organisation that may open a private plan, and whether it may change it."""

    plan = models.ForeignKey(KeptPlan, on_delete=models.CASCADE, related_name="readers")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    may_change = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "organisation"], name="one_reader_of_a_plan"),)

    def __str__(self) -> str:
        return f"{self.organisation_id} reads plan {self.plan_id}"
