"""Drafts of changes to the facts on file, what was found in them, and what was published."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chorsu.desks.keys import new_key
from chorsu.desks.organisations.models import Organisation, Person


class Dataset(models.TextChoices):
    """The kinds of facts that the desk keeps. Requirements are measures that are not money; they share their ids."""

    MEASURE = "measure", _("Duties and taxes")
    REQUIREMENT = "requirement", _("Requirements")
    RATE = "rate", _("Exchange rates")
    PLACE = "place", _("Places")
    SERVICE = "service", _("Services")
    CROSSING = "crossing", _("Border crossings")


class Draft(models.Model):
    """Changes that go on file together or not at all, once a second person has read them."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("draft of facts", "Draft")
        IN_REVIEW = "in_review", pgettext_lazy("draft of facts", "In review")
        RETURNED = "returned", pgettext_lazy("draft of facts", "Returned")
        PUBLISHED = "published", pgettext_lazy("draft of facts", "Published")
        WITHDRAWN = "withdrawn", pgettext_lazy("draft of facts", "Withdrawn")

    OPEN = (State.DRAFT, State.RETURNED)

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    why = models.TextField(_("Why"), max_length=4000, blank=True)
    effective = models.CharField(_("In force"), max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    # Why the reviewer returned it last, in their words.
    reason = models.TextField(blank=True, default="")
    # The publication that it takes back, where it was made for that.
    undoes = models.ForeignKey("Publication", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")
    # How often its changes were changed; what was found in it is of one edition.
    edition = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["state", "-changed_at"]),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reference:draft", args=[self.pk])


class Change(models.Model):
    """One change of one fact. ``before`` is the row that was on file when it was written, ``after`` the row as it will be."""

    class Operation(models.TextChoices):
        ADD = "add", _("Added")
        END = "end", _("Ended")
        REPLACE = "replace", _("Corrected")
        REMOVE = "remove", _("Taken off")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="changes")
    dataset = models.CharField(max_length=20, choices=Dataset.choices)
    key = models.CharField(max_length=300)
    operation = models.CharField(max_length=10, choices=Operation.choices)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    # The file that it was read from; empty where it was written by hand.
    file = models.CharField(max_length=200, blank=True, default="")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["draft", "dataset", "key"], name="one_change_of_a_fact"),
            models.CheckConstraint(
                condition=Q(operation="add", before=None, after__isnull=False)
                | Q(operation="remove", before__isnull=False, after=None)
                | Q(operation__in=("end", "replace"), before__isnull=False, after__isnull=False),
                name="a_change_has_what_its_operation_needs",
            ),
        )
        indexes = (models.Index(fields=["dataset", "key"]),)

    def __str__(self) -> str:
        return f"{self.operation} {self.dataset} {self.key}"


class Examination(models.Model):
    """What the worker found in a draft: faults, the law as it would change, and the open cases that it would alter."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("examination", "Waiting")
        RUNNING = "running", pgettext_lazy("examination", "Running")
        DONE = "done", pgettext_lazy("examination", "Done")
        FAILED = "failed", pgettext_lazy("examination", "Failed")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="examinations")
    edition = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # The publication on which it was made (0: none yet), and the facts on file before and after by their hash.
    standing = models.PositiveIntegerField(default=0)
    before = models.CharField(max_length=64, blank=True, default="")
    after = models.CharField(max_length=64, blank=True, default="")
    # Each with path, severity, rule, and by language message and expected.
    faults = models.JSONField(default=list)
    blocking = models.PositiveIntegerField(default=0)
    # The law as it changes, day by day, in lines by language.
    law = models.JSONField(default=list)
    # The open cases whose plan changes; how many were looked at, of how many.
    effects = models.JSONField(default=list)
    cases_done = models.PositiveIntegerField(default=0)
    cases = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "pk")

    def __str__(self) -> str:
        return f"examination of {self.draft_id}"


class Publication(models.Model):
    """A draft that went on file: when, by whom, read by whom, and the facts before and after by their hash."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    number = models.PositiveIntegerField(unique=True)
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="publication")
    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(condition=~Q(drafted_by=models.F("reviewed_by")), name="the_reviewer_is_a_second_person"),
        )

    def __str__(self) -> str:
        return f"publication {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("reference:publication", args=[self.number])


class Fact(models.Model):
    """A row that stands over those of the package and of imports; one without ``row`` takes theirs off the file."""

    # measure (requirements among them), rate, place, service or crossing.
    family = models.CharField(max_length=20)
    key = models.CharField(max_length=300)
    row = models.JSONField(null=True, blank=True)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="facts")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["family", "key"], name="one_published_row_of_a_fact"),)

    def __str__(self) -> str:
        return f"{self.family} {self.key}"


class Standing(models.Model):
    """The one row that whoever publishes locks, so that one publication follows another. ``number`` is that of the last."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"publication {self.number}"
