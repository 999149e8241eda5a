"""What is said on a case: messages, the zone's questions, their answers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chorsu.desks.actor import Actor
from chorsu.desks.refusals import Refused
from chorsu.desks.trade.models import Case, Message
from chorsu.desks.trade.services.opened import opened, tell
from chorsu.desks.trade.services.said import cleaned

MOST_OF_MESSAGE = 4_000
MOST_MESSAGES = 1_000


@transaction.atomic
def write(
    case: Case, text: str, *, by: Actor, at: datetime, is_question: bool = False, answers: Message | None = None
) -> Message:
    """Write to everybody who sees the case. Only the zone asks; a question blocks its acceptance until a party answers it."""
    verb = "ask" if is_question else "answer" if answers is not None else "write"
    case = opened(case, verb, by=by, at=at)
    text = cleaned(text, most=MOST_OF_MESSAGE, missing=_("Write something, then send it."))
    if answers is not None and (answers.case_id != case.pk or not answers.is_question):
        raise Refused(_("That is no question on this case."))
    if answers is not None and answers.answered_by.exists():
        raise Refused(_("The question was answered meanwhile. Read the answer; write a message to add to it."))
    if case.messages.count() >= MOST_MESSAGES:
        raise Refused(_("A case holds at most %(most)s messages."), most=MOST_MESSAGES)
    message = Message.objects.create(
        case=case,
        organisation=by.organisation,
        person=by.person,
        text=text,
        is_question=is_question,
        answers=answers,
        made_at=at,
    )
    case.changed_at = at
    case.save(update_fields=["changed_at"])
    said = {"ask": "case.question_asked", "answer": "case.question_answered", "write": "case.message_written"}[verb]
    tell(said, case, by=by, at=at, message=message.pk, question=answers and answers.pk, personal={"text": text})
    return message
