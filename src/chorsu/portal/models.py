"""Who works in the background, and when each duty was last done."""

from django.db import models


class Worker(models.Model):
    """A worker that says every few seconds that it lives. What a silent one held is given to others."""

    key = models.CharField(max_length=64, primary_key=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Duty(models.Model):
    """A periodic duty: when it is due, when it was last done, and which worker does it now (none: empty)."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=64, blank=True, default="")
    # How many things the last run did; empty where it failed, and then the kind of fault.
    done = models.PositiveIntegerField(null=True, blank=True)
    fault = models.CharField(max_length=100, blank=True, default="")

    def __str__(self) -> str:
        return self.name
