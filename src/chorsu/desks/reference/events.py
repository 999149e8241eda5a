"""What happened at the reference desk, in a sentence for each verb."""

from django.utils.translation import gettext_lazy as _

KINDS = {"facts": _("Facts on file")}

EVENTS = {
    "facts.draft_begun": _("%(organisation)s began a draft of facts"),
    "facts.draft_described": _("%(organisation)s described a draft of facts anew"),
    "facts.change_written": _("%(organisation)s wrote a change of %(key)s into the draft"),
    "facts.law_changed": _("%(organisation)s wrote into the draft that %(key)s ends and %(new)s begins"),
    "facts.file_read": _("%(organisation)s read %(changes)s changes from a file into the draft"),
    "facts.change_taken_out": _("%(organisation)s took the change of %(key)s out of the draft"),
    "facts.file_taken_out": _("%(organisation)s took %(changes)s changes from a file out of the draft"),
    "facts.examination_asked": _("%(organisation)s had the draft checked"),
    "facts.examined": _("The draft was checked: %(blocking)s faults block it, %(cases)s open cases come out otherwise"),
    "facts.submitted": _("%(organisation)s sent the draft to review"),
    "facts.taken_back": _("%(organisation)s took the draft back from review"),
    "facts.returned": _("%(organisation)s returned the draft to its writer"),
    "facts.published": _("%(organisation)s published the draft as number %(number)s, with %(changes)s changes"),
    "facts.draft_withdrawn": _("%(organisation)s withdrew the draft"),
    "facts.draft_restored": _("%(organisation)s brought the draft back"),
}
