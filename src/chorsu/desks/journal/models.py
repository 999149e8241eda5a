"""The journal as it is kept: streams, their sealed entries, and the organisations that an entry concerns."""

from django.db import models

from chorsu.desks.keys import new_key
from chorsu.journal import GENESIS


class Stream(models.Model):
    """One chain: all that happened to one thing. Its head is locked by whoever writes, so only writers of one thing wait."""

    name = models.CharField(max_length=80, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default=GENESIS)

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
        indexes = (models.Index(fields=["at"]), models.Index(fields=["person"]))

    def __str__(self) -> str:
        return f"{self.verb} ({self.stream_id} {self.number})"


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
