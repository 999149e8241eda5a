"""The answers to requests that may be sent twice."""

from django.db import models

from chorsu.desks.keys import new_key


class Answer(models.Model):
    """What a request with an ``Idempotency-Key`` was answered, kept for a day. Without a status it is not answered yet."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.UUIDField()
    person = models.UUIDField()
    key = models.CharField(max_length=200)
    # The digest of what was asked: method, address and body.
    digest = models.CharField(max_length=64)
    status = models.PositiveIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "person", "key"], name="one_answer_of_a_key"),)
        indexes = (models.Index(fields=["made_at"]),)

    def __str__(self) -> str:
        return f"answer {self.pk}"
