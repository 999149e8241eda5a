"""What a case can begin with: an invoice that was sent in, a template."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from chorsu.desks.files import Digest
from chorsu.desks.keys import new_key
from chorsu.desks.organisations.models import Organisation, Person
from chorsu.desks.trade.models.cases import Case


class Upload(models.Model):
    """An invoice that was sent in and is looked at before it becomes a case. Forgotten after a day."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="uploads")
    made_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    digest = Digest()
    # What was read (see chorsu.documents.invoices): columns, rows, faults, guesses.
    preview = models.JSONField()
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="uploads")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Template(models.Model):
    """A consignment that is sent again and again: what a new case begins with."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(_("Name"), max_length=120)
    consignment = models.JSONField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "name"], name="one_template_of_a_name"),)

    def __str__(self) -> str:
        return self.name
