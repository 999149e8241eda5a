"""The address book of an organisation."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chorsu.desks.keys import new_key
from chorsu.desks.organisations.models import Organisation


class Partner(models.Model):
    """A business partner in an organisation's own address book: an organisation of the zone, or one outside of it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="partners")
    # The same one in the zone, where it is registered here.
    member = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("Name"), max_length=200)
    country = models.CharField(_("State"), max_length=2)
    address = models.CharField(pgettext_lazy("postal", "Address"), max_length=300, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    note = models.TextField(pgettext_lazy("remark", "Note"), max_length=2000, blank=True)
    # What a search looks through: the name, the state in every language, the address, in small letters.
    words = models.TextField(blank=True, default="")
    # One that was taken out of the book can be put back.
    removed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "name", "country"], condition=Q(removed_at=None), name="one_partner_of_a_name"
            ),
            models.UniqueConstraint(
                fields=["organisation", "member"],
                condition=Q(member__isnull=False, removed_at=None),
                name="one_partner_of_a_member",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("trade:partner", args=[self.pk])
