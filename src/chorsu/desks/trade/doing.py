"""What whoever reads a case must do now, and what else they can do: decided from who asks and what the case is alone."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chorsu.desks.actor import Actor
from chorsu.desks.permissions import allows
from chorsu.desks.trade.models import Case
from chorsu.desks.trade.permissions import can, may

State = Case.State


@dataclass(frozen=True)
class Facts:
    """What of a case decides beside its state: the zone's open question, an arrival that was told, a way that still fits."""

    has_question: bool = False
    has_arrived: bool = False
    has_way: bool = True


@dataclass(frozen=True)
class Step:
    """The next thing to do on a case: what and why in a sentence each, and the one button; without one, somebody else is on."""

    what: Promise
    why: Promise
    label: Promise | str = ""
    address: str = ""
    is_post: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether it waits for the reader."""
        return bool(self.label)


@dataclass(frozen=True)
class Act:
    """Something else that the reader can do: a link to the page that does it or asks first."""

    label: Promise
    address: str
    is_grave: bool = False


def next_step(actor: Actor, case: Case, facts: Facts = Facts()) -> Step:
    """What the actor must do now on the case, else for whom it waits."""
    return _answering(actor, case, facts) or _altered(actor, case) or _in_state(actor, case, facts)


def _answering(actor: Actor, case: Case, facts: Facts) -> Step | None:
    if not facts.has_question:
        return None
    if can("answer", actor, case) and may.change.test(actor, case):
        why = _("The zone asks something and accepts the case only when it is answered.")
        return Step(_("Answer the zone's question"), why, _("Read and answer"), _to("messages", case, "#question"))
    if case.state == State.SUBMITTED:
        why = _("Once it is answered, the case can be accepted.")
        return Step(_("A question waits for its answer"), why)
    return None


def _altered(actor: Actor, case: Case) -> Step | None:
    if case.is_altered and can("read_alteration", actor, case):
        why = _("What the plan said on its day no longer holds: see what it would be now, and decide whether to choose again.")
        return Step(_("A change of law or rates alters this case"), why, _("See what changes"), _to("then_and_now", case))
    return None


def _in_state(actor: Actor, case: Case, facts: Facts) -> Step:
    if case.state in (State.DRAFT, State.PLANNED, State.RETURNED) and not facts.has_way:
        return _planning(actor, case)
    return {
        State.DRAFT: _planning,
        State.PLANNED: _handing,
        State.WITH_BROKER: _preparing,
        State.RETURNED: _mending,
        State.SUBMITTED: _looking,
        State.ACCEPTED: _moving,
        State.UNDER_WAY: _moving if not facts.has_arrived else _closing,
        State.CLOSED: _over,
        State.WITHDRAWN: _over,
    }[case.state](actor, case)


def _planning(actor: Actor, case: Case) -> Step:
    if not case.consignment:
        why = _("From the goods, the two places and the day follow the ways, the charges and the papers.")
        return _if(actor, case, "change", Step(_("Say what is sent from where to where"), why, _("Fill in"), _to("change", case)))
    why = _("The plan compares the ways. The one that you choose is kept as it is today, with its charges and papers.")
    address = case.plan.get_absolute_url() if case.plan else _to("change", case)
    return _if(actor, case, "choose_way", Step(_("Choose a way"), why, _("Compare the ways"), address))


def _handing(actor: Actor, case: Case) -> Step:
    why = _("A broker with your mandate prepares the declaration and submits the case; you can also submit it yourself.")
    return _if(actor, case, "hand_over", Step(_("Hand the case to a broker"), why, _("Choose a broker"), _to("hand", case)))


def _preparing(actor: Actor, case: Case) -> Step:
    why = _("Look through plan, papers and files; what is missing, ask for in a message. Then the zone looks at it.")
    return _if(actor, case, "submit", Step(_("Check the case and submit it"), why, _("Submit to the zone"), _to("submit", case)))


def _mending(actor: Actor, case: Case) -> Step:
    why = _("The zone returned it and says why. Mend the consignment, a file or the way, then submit it again.")
    return _if(actor, case, "submit", Step(_("Mend the case and submit it again"), why, _("Submit again"), _to("submit", case)))


def _looking(actor: Actor, case: Case) -> Step:
    why = _("Look through plan, papers and files. What is not clear, ask; what must be mended, return.")
    return _if(
        actor,
        case,
        "accept",
        Step(_("Accept the case, or ask, or return it"), why, pgettext_lazy("case", "Accept"), _to("accept", case)),
    )


def _moving(actor: Actor, case: Case) -> Step:
    why = _("Everybody on the case sees where the goods are, and whether they are late.")
    return _if(
        actor, case, "reach", Step(_("Say when the next milestone is reached"), why, _("To the milestones"), _to("way", case))
    )


def _closing(actor: Actor, case: Case) -> Step:
    why = _("The goods have arrived. A closed case stays readable and can be repeated.")
    return _if(actor, case, "close", Step(_("Close the case"), why, _("Close"), _to("close", case)))


def _over(actor: Actor, case: Case) -> Step:
    if case.state == State.WITHDRAWN:
        return Step(_("The case was withdrawn"), _("It stays readable; nothing more is done on it."))
    return Step(_("The case is closed"), _("Everything on it stays readable, with its history."))


WAITS = {
    State.DRAFT: _("The trader plans the consignment"),
    State.PLANNED: _("The trader hands it over or submits it"),
    State.WITH_BROKER: _("The broker prepares and submits it"),
    State.RETURNED: _("It is mended and submitted again"),
    State.SUBMITTED: _("The zone looks at it"),
    State.ACCEPTED: _("The goods set out"),
    State.UNDER_WAY: _("The goods are under way"),
}


def _if(actor: Actor, case: Case, verb: str, step: Step) -> Step:
    """The step, if it is the actor's to do; else who is on."""
    return step if can(verb, actor, case) else Step(WAITS[case.state], _("Nothing waits for you here now."))


def other_acts(actor: Actor, case: Case, step: Step, facts: Facts = Facts()) -> list[Act]:
    """What else the actor can do, without what the one button does and without what would be refused."""
    acts = [
        ("submit", Act(_("Submit it yourself"), _to("submit", case))),
        ("hand_over", Act(_("Hand to a broker"), _to("hand", case))),
        ("take_back", Act(_("Take back from the broker"), _to("take_back", case))),
        ("accept", Act(pgettext_lazy("case", "Accept"), _to("accept", case))),
        ("ask", Act(_("Ask a question"), _to("messages", case, "#write"))),
        ("send_back", Act(_("Return with a reason"), _to("send_back", case))),
        ("change", Act(_("Change the consignment"), _to("change", case))),
        ("name_carrier", Act(_("Name the carrier"), _to("carrier", case))),
        ("close", Act(_("Close"), _to("close", case))),
    ]
    refused = {"submit", "hand_over"} if not facts.has_way else {"accept"} if facts.has_question else set()
    refused |= set() if facts.has_arrived else {"close"}
    found = [act for verb, act in acts if act.address != step.address and verb not in refused and can(verb, actor, case)]
    if allows(may.save_template, actor, case):
        found += [Act(_("Repeat it"), _to("repeat", case))]
        found += [Act(_("Keep as a template"), _to("save_template", case))] if case.consignment else []
    return found + ([Act(_("Withdraw"), _to("withdraw", case), is_grave=True)] if can("withdraw", actor, case) else [])


def _to(name: str, case: Case, more: str = "") -> str:
    return reverse(f"trade:{name}", args=[case.pk]) + more
