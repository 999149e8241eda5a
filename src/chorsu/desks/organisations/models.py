"""People and organisations: who there is, who belongs where in which role, who acts for whom, and with which key."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chorsu.desks.keys import new_key
from chorsu.desks.language import engine_language


class Role(models.TextChoices):
    """What a person may do for an organisation."""

    ADMINISTRATOR = "administrator", _("Administrator")
    STAFF = "staff", _("Staff")
    READER = "reader", _("Reader")


class Kind(models.TextChoices):
    """What an organisation is in the zone."""

    TRADER = "trader", _("Trader")
    BROKER = "broker", _("Customs broker")
    CARRIER = "carrier", _("Carrier or forwarder")
    AGENCY = "agency", _("Government agency")
    INSTITUTE = "institute", _("Research institute")
    SCHOOL = "school", _("School or university")
    TOUR_OPERATOR = "tour_operator", _("Tour operator")
    ZONE = "zone", _("The zone's management")


class People(BaseUserManager):
    """Makes people; an e-mail address is one person's whatever the case of its letters."""

    def create_user(self, email, password=None, **fields):
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """A person who can sign in. What they may do depends on the organisation for which they act."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    email = models.EmailField(_("E-mail address"), max_length=254, unique=True)
    name = models.CharField(pgettext_lazy("person", "Name"), max_length=150, blank=True)
    language = models.CharField(_("Language"), max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_person_of_an_address"),)

    def __str__(self) -> str:
        return str(_("a person who was erased")) if self.erased_at else self.name or self.email

    # The framework asks these of whoever signs in; nobody here has rights by the framework's own tables.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm, obj=None) -> bool:
        return False

    def has_module_perms(self, app_label) -> bool:
        return False


class Organisation(models.Model):
    """A trader, a broker, a carrier, an agency …, the zone itself. Until the zone has verified it, it sees only itself."""

    class State(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("organisation", "Waiting for verification")
        VERIFIED = "verified", pgettext_lazy("organisation", "Verified")
        REFUSED = "refused", pgettext_lazy("organisation", "Refused")
        SUSPENDED = "suspended", pgettext_lazy("organisation", "Suspended")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    name = models.CharField(_("Name"), max_length=200)
    # The name in other languages, as the organisation itself writes it: {"zh": "…", "ru": "…", "en": "…"}.
    names = models.JSONField(default=dict, blank=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    country = models.CharField(_("State"), max_length=2)
    place = models.CharField(_("Place"), max_length=100, blank=True)
    registration = models.CharField(_("Registration number"), max_length=60, blank=True)
    website = models.URLField(_("Website"), blank=True)
    about = models.TextField(_("About"), max_length=4000, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.APPLIED)
    # Why the zone refused or suspended it, in the officer's words.
    reason = models.TextField(blank=True, default="")
    is_demo = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["kind", "state"]),)

    def __str__(self) -> str:
        return self.names.get(engine_language()) or self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations:organisation", args=[self.pk])

    @property
    def is_verified(self) -> bool:
        return self.state == self.State.VERIFIED


class Membership(models.Model):
    """A person in an organisation, in one role, until it ends."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=Q(ended_at=None), name="one_membership_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id} as {self.role}"


class Invitation(models.Model):
    """An invitation to join an organisation, sent to an e-mail address. Of its key only the digest is kept."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Mandate(models.Model):
    """A trader lets a broker act for it from a day to a day. It counts once the broker has accepted it."""

    class State(models.TextChoices):
        OFFERED = "offered", pgettext_lazy("mandate", "Offered")
        ACCEPTED = "accepted", pgettext_lazy("mandate", "Accepted")
        DECLINED = "declined", pgettext_lazy("mandate", "Declined")
        ENDED = "ended", pgettext_lazy("mandate", "Ended")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    trader = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="mandates_given")
    broker = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="mandates_held")
    valid_from = models.DateField(pgettext_lazy("day", "From"))
    valid_to = models.DateField(pgettext_lazy("day", "Until"))
    state = models.CharField(max_length=20, choices=State.choices, default=State.OFFERED)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(valid_to__gte=models.F("valid_from")), name="mandate_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"mandate {self.pk}"


class Token(models.Model):
    """A key for programs: it acts for its person in one organisation, within its scopes. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tokens")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("Name"), max_length=100)
    # The first letters of the key, by which its owner knows it again.
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"token {self.prefix}…"
