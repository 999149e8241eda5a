"""What is said and laid on a case: messages, questions, files."""

from django.db import models

from chorsu.desks.files import Digest
from chorsu.desks.keys import new_key
from chorsu.desks.organisations.models import Organisation, Person
from chorsu.desks.trade.models.cases import Case


class Message(models.Model):
    """A message on a case, read by everybody who sees the case. A question waits for its answer."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=4000)
    is_question = models.BooleanField(default=False)
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="answered_by")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"message {self.pk}"


class File(models.Model):
    """A file on a case. Its bytes lie in the data folder under their digest; the name is only shown."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = Digest()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return self.name
