"""What happened on the trade desk, in a sentence for each verb."""

from django.utils.translation import gettext_lazy as _

KINDS = {"case": _("Cases"), "template": _("Templates")}

EVENTS = {
    "case.begun": _("%(organisation)s began the case"),
    "case.changed": _("%(organisation)s changed the consignment and planned again"),
    "case.way_chosen": _("%(organisation)s chose way %(way)s of the plan"),
    "case.carrier_named": _("%(organisation)s named %(carrier)s as the carrier"),
    "case.handed_to_broker": _("%(organisation)s handed the case to %(broker)s"),
    "case.taken_back": _("%(organisation)s took the case back from %(broker)s"),
    "case.submitted": _("%(organisation)s submitted the case to the zone"),
    "case.accepted": _("%(organisation)s accepted the case"),
    "case.returned": _("%(organisation)s returned the case"),
    "case.message_written": _("%(organisation)s wrote a message"),
    "case.question_asked": _("%(organisation)s asked a question"),
    "case.question_answered": _("%(organisation)s answered the question"),
    "case.milestone_reached": _("%(organisation)s told that a point of the way was reached on %(reached_at)s"),
    "case.file_added": _("%(organisation)s laid a file on the case"),
    "case.file_removed": _("%(organisation)s removed a file"),
    "case.file_restored": _("%(organisation)s brought a file back"),
    "case.altered": _("A change of law or rates alters the case"),
    "case.alteration_read": _("%(organisation)s read how the change of law or rates alters the case"),
    "case.closed": _("%(organisation)s closed the case"),
    "case.withdrawn": _("%(organisation)s withdrew the case"),
    "template.saved": _("%(organisation)s kept a consignment as the template %(thing)s"),
    "template.deleted": _("%(organisation)s deleted a template"),
}
