"""The journal as it is kept: streams, their sealed entries, whom they concern, and what waits to be told to them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chorsu import journal
from chorsu.desks.keys import new_key
from chorsu.desks.organisations.models import Organisation, Person


class Stream(models.Model):
    """One chain: all that happened to one thing. Its head is locked by whoever writes, so only writers of one thing wait."""

    name = models.CharField(max_length=80, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default=journal.GENESIS)

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One thing that happened. Never changed; only the words that name people can be erased (``personal`` and ``salt``)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    # Who did it, for which organisation: repeated from the facts so that the database can search. Empty for the system.
    person = models.UUIDField(null=True, blank=True)
    organisation = models.UUIDField(null=True, blank=True)
    facts = models.JSONField()
    personal = models.JSONField(null=True, blank=True)
    salt = models.CharField(max_length=64, blank=True, default="")
    personal_digest = models.CharField(max_length=64, blank=True, default="")
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["stream", "number"], name="one_entry_of_a_number"),)
        indexes = (models.Index(fields=["-at", "-id"]), models.Index(fields=["person"]))

    def __str__(self) -> str:
        return f"{self.verb} ({self.stream_id} {self.number})"

    def get_absolute_url(self) -> str:
        return reverse("journal:entry", args=[self.pk])

    @property
    def kind(self) -> str:
        """What it happened to: the verb's part before the point."""
        return self.verb.partition(".")[0]

    def sealed(self) -> journal.Entry:
        """The entry as the engine seals it."""
        return journal.Entry(
            stream=self.stream_id,
            number=self.number,
            at=self.at,
            facts=self.facts,
            personal=self.personal_digest,
            before=self.before,
            hash=self.hash,
            words=self.personal,
            salt=self.salt,
        )


class Concern(models.Model):
    """An organisation that may read an entry, and is told of it. ``organisation`` stands first: it is the key of the table."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.UUIDField()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="concerns")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "entry"], name="one_concern_of_an_entry"),)
        indexes = (models.Index(fields=["organisation", "-at"]),)

    def __str__(self) -> str:
        return f"{self.entry_id} concerns {self.organisation}"


class Webhook(models.Model):
    """An address of an organisation's own program that is told what concerns the organisation."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(_("Name"), max_length=100)
    address = models.URLField(_("Address"), max_length=500)
    # The verbs that it is told of; none named means all.
    verbs = models.JSONField(default=list, blank=True)
    is_paused = models.BooleanField(default=False)
    # The secret is made from these and the installation's key, and stands nowhere: see chorsu.desks.journal.signing.
    salt = models.CharField(max_length=64)
    salt_before = models.CharField(max_length=64, blank=True, default="")
    salt_before_until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at",)
        constraints = (models.UniqueConstraint(fields=["organisation", "name"], name="one_webhook_of_a_name"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("journal:webhook", args=[self.pk])

    def wants(self, verb: str) -> bool:
        """Whether it is told of this."""
        return not self.verbs or verb in self.verbs


class Outgoing(models.Model):
    """A row of the outbox: told at least once, tried again and again until it gives up.

    Whoever takes a row moves ``due_at`` into the future and counts an attempt, in one transaction: that is its lease. If it is
    killed, the row falls due again by itself.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("delivery", "Waiting")
        DONE = "done", pgettext_lazy("delivery", "Delivered")
        DEAD = "dead", pgettext_lazy("delivery", "Given up")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    gives_up_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}, {self.state}"


class Delivery(Outgoing):
    """An entry on its way to a webhook."""

    class Trouble(models.TextChoices):
        STATUS = "status", _("The receiver did not accept it.")
        ADDRESS = "address", _("The address is not one that may be called: it must be HTTPS and public.")
        NAME = "name", _("The name of the address is not known.")
        CONNECTION = "connection", _("No connection came about, or it broke.")
        CERTIFICATE = "certificate", _("The receiver's certificate does not hold.")
        TIME = "time", _("The receiver did not answer in time.")

    # First, because it is the key of the table.
    organisation = models.UUIDField()
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="deliveries")
    trouble = models.CharField(max_length=20, choices=Trouble.choices, blank=True, default="")
    status = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["webhook", "entry"], name="one_delivery_of_an_entry"),)
        indexes = (models.Index(fields=["state", "due_at"]), models.Index(fields=["webhook", "-made_at"]))


class When(models.TextChoices):
    """When a person is written to about a kind of thing."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    NEVER = "never", _("Not at all")


class NoticeChoice(models.Model):
    """When a person wants to be written to about one kind of thing."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=60)
    when = models.CharField(max_length=10, choices=When.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="one_choice_of_a_kind"),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.when}"


class Notice(Outgoing):
    """An entry of which a person is to be written to."""

    organisation = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="notices")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "entry"], name="one_notice_of_an_entry"),)
        indexes = (models.Index(fields=["state", "due_at"]),)
