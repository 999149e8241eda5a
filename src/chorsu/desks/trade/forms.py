"""The small forms of a case. What is right is decided by the services; a form carries what was typed and where it stands."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chorsu.desks.organisations.models import Organisation
from chorsu.desks.trade.models import Milestone


def words(label, *, rows=4, hint="") -> forms.CharField:
    """Some lines of a person's own words."""
    area = forms.Textarea(attrs={"rows": rows, "class": "words"})
    return forms.CharField(label=label, required=False, max_length=10_000, help_text=hint, widget=area)


class ReasonForm(forms.Form):
    """Why a case is returned."""

    reason = words(_("What has to be mended"), hint=_("Whoever submitted it reads this, and so does the trader."))


class MessageForm(forms.Form):
    """A message, or the zone's question."""

    text = words(_("Message"), rows=3)


class Choice(forms.ModelChoiceField):
    """An organisation out of those that can be chosen."""

    def __init__(self, label, rows, *, empty="", **options) -> None:
        super().__init__(queryset=rows, label=label, required=False, empty_label=empty or "—", **options)


class BrokerForm(forms.Form):
    """The broker who gets the case."""

    def __init__(self, *given, brokers, **named) -> None:
        super().__init__(*given, **named)
        self.fields["broker"] = Choice(_("Broker"), brokers)

    def clean_broker(self) -> Organisation:
        """A broker is chosen."""
        if self.cleaned_data["broker"] is None:
            raise forms.ValidationError(_("Choose a broker."))
        return self.cleaned_data["broker"]


class CarrierForm(forms.Form):
    """Who carries the goods, or nobody yet."""

    def __init__(self, *given, carriers, **named) -> None:
        super().__init__(*given, **named)
        self.fields["carrier"] = Choice(_("Carrier or forwarder"), carriers, empty=_("nobody yet"))


class ReachedForm(forms.Form):
    """When a point of the way was reached."""

    reached_at = forms.DateTimeField(
        label=_("Reached at"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Write day and hour as 2026-12-03 14:20."), "required": _("Say when it was.")},
    )
    note = forms.CharField(
        label=pgettext_lazy("remark", "Note"),
        required=False,
        max_length=500,
        help_text=_("For example the number of the wagon or why it is late."),
    )

    def __init__(self, *given, point: Milestone, at: datetime, **named) -> None:
        now = at.replace(second=0, microsecond=0)
        told = {"reached_at": (point.reached_at or now).astimezone(point.clock).replace(tzinfo=None), "note": point.note}
        super().__init__(*given, initial=told, **named)
        self.clock = point.clock
        self.fields["reached_at"].label = _("Reached at (%(clock)s)") % {"clock": self.clock}

    def clean_reached_at(self) -> datetime:
        """The moment by the clocks of the place."""
        return self.cleaned_data["reached_at"].replace(tzinfo=self.clock)


class NameForm(forms.Form):
    """The name of a template."""

    name = forms.CharField(label=_("Name of the template"), required=False, max_length=120)


class FileForm(forms.Form):
    """A file to lay on the case."""

    file = forms.FileField(
        label=_("A file"),
        help_text=_("PDF, sheets, images, XML; at most 20 MB. Everybody who sees the case can open it."),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )
