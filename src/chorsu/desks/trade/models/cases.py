"""Consignment cases and the points on their way."""

from datetime import timedelta, timezone

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chorsu.desks.keys import new_key
from chorsu.desks.organisations.models import Organisation, Person
from chorsu.desks.plans.models import KeptPlan
from chorsu.desks.trade.models.packed import PackedJSON


class Case(models.Model):
    """One consignment on its way from an idea to a closed file: the trader's, acted for by a broker, seen by the zone."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("case", "Draft")
        PLANNED = "planned", pgettext_lazy("case", "Way chosen")
        WITH_BROKER = "with_broker", pgettext_lazy("case", "With the broker")
        SUBMITTED = "submitted", pgettext_lazy("case", "With the zone")
        RETURNED = "returned", pgettext_lazy("case", "Returned")
        ACCEPTED = "accepted", pgettext_lazy("case", "Accepted")
        UNDER_WAY = "under_way", pgettext_lazy("case", "Under way")
        CLOSED = "closed", pgettext_lazy("case", "Closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("case", "Withdrawn")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    trader = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    broker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases_in_hand", null=True, blank=True)
    carrier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases_carried", null=True, blank=True)
    reference = models.CharField(_("Reference"), max_length=200)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    # The consignment in its JSON form (CONTRACTS), as the plan's newest version has it; the plan is private to who sees the case.
    consignment = models.JSONField(default=dict)
    plan = models.OneToOneField(KeptPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="case")
    # What the plan came to when it was last made, for lists: total, currency, estimated, departs, p50, p90, modes.
    figures = models.JSONField(default=dict)
    # What a search looks through: reference, parties, goods and places in every language, in small letters.
    words = models.TextField(blank=True, default="")
    # Why the zone returned it last, in the officer's words.
    reason = models.TextField(blank=True, default="")
    # A change of law or rate alters it: set by the worker, taken away when the trader has planned again or said that it is read.
    is_altered = models.BooleanField(default=False)
    # The state of law and rates against which the worker last looked at it (see services.alterations).
    looked_at = models.CharField(max_length=64, blank=True, default="")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["trader", "reference"], name="one_case_of_a_reference"),)
        indexes = (
            models.Index(fields=["trader", "state", "-changed_at"]),
            models.Index(fields=["broker", "state", "-changed_at"]),
            models.Index(fields=["carrier", "state", "-changed_at"]),
            models.Index(fields=["state", "-changed_at"]),
        )

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("trade:case", args=[self.pk])


class PlanOfDay(models.Model):
    """The plan as it was on the day on which its way was chosen: the whole answer, in each language, never changed."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="plans_of_day")
    version = models.PositiveIntegerField()
    way = models.PositiveIntegerField()
    # The answer by language ("en", "zh", "ru"), as `chorsu plan --json` gives it; read it only where it is shown.
    answers = PackedJSON()
    # The book of law that it was made from, for finding the cases that a change of law touches.
    book = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"plan of {self.made_at:%Y-%m-%d}"


class Alteration(models.Model):
    """A change of law or rate that alters an open case: what was, what would be now."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="alterations")
    book = models.CharField(max_length=64)
    # {"total": ["…", "…"], "currency": "…", "charges": […], "requirements": {"added": […], "gone": […]}}
    difference = models.JSONField()
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)
        constraints = (models.UniqueConstraint(fields=["case", "book"], name="one_alteration_of_a_case_by_a_book"),)

    def __str__(self) -> str:
        return f"alteration of {self.case_id}"


class Milestone(models.Model):
    """A point on the way: planned from the chosen way, and told when it was reached."""

    class Kind(models.TextChoices):
        READY = "ready", pgettext_lazy("milestone", "Goods ready")
        DEPARTED = "departed", pgettext_lazy("milestone", "Departed")
        AT_BORDER = "at_border", pgettext_lazy("milestone", "At the border")
        ENTERED = "entered", pgettext_lazy("milestone", "Entered")
        CLEARED = "cleared", pgettext_lazy("milestone", "Cleared by customs")
        ARRIVED = "arrived", pgettext_lazy("milestone", "Arrived")
        DELIVERED = "delivered", pgettext_lazy("milestone", "Delivered")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="milestones")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    place = models.CharField(max_length=20, blank=True, default="")
    # How many minutes the clocks of the place are before UTC: people there say times by them.
    offset = models.SmallIntegerField(default=0)
    planned_at = models.DateTimeField(null=True, blank=True)
    # The later of the plan's two estimates: nine in ten are there by then.
    planned_p90 = models.DateTimeField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["case", "number"], name="one_milestone_of_a_number"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"

    @property
    def clock(self) -> timezone:
        """The clocks of the place."""
        return timezone(timedelta(minutes=self.offset))
