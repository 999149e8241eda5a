"""Goods offered and asked for, and enquiries about them."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chorsu.desks.keys import new_key
from chorsu.desks.organisations.models import Organisation, Person


class Offer(models.Model):
    """Goods that an organisation offers or asks for, shown to every verified organisation while it is published."""

    class Kind(models.TextChoices):
        OFFER = "offer", pgettext_lazy("goods", "Offer")
        REQUEST = "request", pgettext_lazy("goods", "Request")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("offer", "Draft")
        PUBLISHED = "published", pgettext_lazy("offer", "Published")
        WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Withdrawn")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    title = models.CharField(_("Title"), max_length=200)
    text = models.TextField(_("More about it"), max_length=4000, blank=True)
    language = models.CharField(_("Language"), max_length=10, default="en")
    hs = models.CharField(_("HS code"), max_length=6, blank=True)
    origin = models.CharField(_("Origin"), max_length=2, blank=True)
    quantity = models.DecimalField(_("Quantity"), max_digits=18, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("Unit"), max_length=3, blank=True)
    price = models.DecimalField(_("Price per unit"), max_digits=18, decimal_places=4, null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True)
    incoterm = models.CharField(_("Incoterm"), max_length=3, blank=True)
    place = models.CharField(_("Place"), max_length=20, blank=True)
    valid_to = models.DateField(_("Valid until"), null=True, blank=True)
    # The state that it was withdrawn from, and comes back to when that is undone.
    withdrawn_from = models.CharField(max_length=12, blank=True, default="")
    # What a search looks through: the goods, the place and the origin in every language, in small letters.
    words = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["state", "kind", "-changed_at"]),
            models.Index(fields=["organisation", "-changed_at"]),
            models.Index(fields=["hs"]),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity=None) | (Q(quantity__gt=0) & ~Q(unit="")), name="a_quantity_has_its_unit"
            ),
            models.CheckConstraint(
                condition=Q(price=None) | (Q(price__gte=0) & ~Q(currency="")), name="a_price_has_its_currency"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("trade:offer", args=[self.pk])

    def is_over(self, on: date) -> bool:
        """Whether its last day has passed."""
        return self.valid_to is not None and self.valid_to < on


class Enquiry(models.Model):
    """What one organisation asks another about an offer, and what is answered: read by these two alone."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="enquiries")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="enquiries")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["offer", "organisation"], name="one_enquiry_of_an_organisation"),)

    def __str__(self) -> str:
        return f"enquiry {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("trade:enquiry", args=[self.pk])


class EnquiryMessage(models.Model):
    """One message of an enquiry."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="messages")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=4000)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"message {self.pk}"
