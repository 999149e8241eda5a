"""What the verbs of this desk mean, told to who reads the journal."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "organisation": _("Organisations"),
    "member": _("People of an organisation"),
    "mandate": _("Mandates"),
    "token": _("Tokens for programs"),
}

EVENTS = {
    "organisation.registered": _("%(organisation)s registered and asks to be verified"),
    "organisation.founded": _("The zone's management was founded: %(thing)s"),
    "organisation.changed": _("%(organisation)s changed the details of %(thing)s"),
    "organisation.verified": _("%(organisation)s verified %(thing)s"),
    "organisation.refused": _("%(organisation)s refused the registration of %(thing)s"),
    "organisation.suspended": _("%(organisation)s suspended %(thing)s"),
    "member.invited": _("%(organisation)s invited a person as: %(role)s"),
    "member.invitation_withdrawn": _("%(organisation)s took an invitation back"),
    "person.joined": _("A person signed in for the first time"),
    "member.joined": _("A person joined %(organisation)s as: %(role)s"),
    "member.role_changed": _("%(organisation)s gave a person another role: %(role)s"),
    "member.left": _("A person left %(organisation)s"),
    "mandate.offered": _("%(organisation)s offered %(broker)s a mandate from %(valid_from)s to %(valid_to)s"),
    "mandate.accepted": _("%(organisation)s accepted a mandate"),
    "mandate.declined": _("%(organisation)s declined a mandate"),
    "mandate.ended": _("%(organisation)s ended a mandate"),
    "token.made": _("%(organisation)s made a token for a program"),
    "token.revoked": _("%(organisation)s revoked a token for a program"),
}
