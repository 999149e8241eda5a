"""What the verbs of the journal's own desk mean."""

from django.utils.translation import gettext_lazy as _

KINDS = {"person": _("People and their data"), "webhook": _("Webhooks"), "journal": _("The journal itself")}

EVENTS = {
    "webhook.registered": _("%(organisation)s registered the webhook %(thing)s"),
    "webhook.changed": _("%(organisation)s changed the webhook %(thing)s"),
    "webhook.paused": _("%(organisation)s paused the webhook %(thing)s"),
    "webhook.resumed": _("%(organisation)s let the webhook %(thing)s go on"),
    "webhook.secret_rotated": _("%(organisation)s made a new secret for the webhook %(thing)s"),
    "webhook.deleted": _("%(organisation)s deleted a webhook"),
    "webhook.retried": _("%(organisation)s had a delivery to the webhook %(thing)s tried again"),
    "person.notices_chosen": _("A person of %(organisation)s chose their notices by e-mail"),
    "person.erased": _("The data of a person were erased"),
    "journal.words_forgotten": _("The personal words about %(thing)s were erased, their time being over"),
}
