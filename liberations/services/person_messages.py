"""Texts and e-mails to the person: asked for by a mentor, never without consent, never at night, stopped at once when they say so."""

import datetime as dt
import uuid

from django.conf import settings
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from liberations.keeping_contact.enums import MessageChannel, PersonMessageState, WhyStopped
from liberations.keeping_contact.neutral import filled, mobile, tells_too_much
from liberations.keeping_contact.quiet import is_quiet, next_waking
from liberations.keeping_contact.sending import PURPOSES, has_died, names_that_tell
from liberations.models import MessageText, PersonMessage
from mentoring.enums.meetings import Channel, MeetingState
from mentoring.locks import locked_case, locked_of_case
from mentoring.models import Case, Meeting
from mentoring.services.meetings import log_meeting
from people.enums import Decision, HowGiven
from people.models import Consent, Person
from people.services.consents import need_consent
from referrals.services.decisions import record_decision

WAYS = {MessageChannel.TEXT: Channel.TEXT, MessageChannel.EMAIL: Channel.EMAIL}


def ask_for_message(
    *,
    case: Case,
    message_text: MessageText,
    channel: MessageChannel | str,
    by,
    new_id: uuid.UUID | None = None,
) -> PersonMessage:
    """Send the person a text or an e-mail: by the next run of the outbox, in the morning if it is night, or, where no gateway is
    set up, from the mentor's own phone, which says so when it is done.

    Raises ConsentNeeded without their consent, and refuses while they are inside, without a number or address, and words that
    have come to tell too much since they were written.
    """
    with trail.written("ask_for_message", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(PersonMessage, new_id, case=case, asked_by=by):
            entry.needed = False
            return made
        case = locked_case(case.pk)
        Person.objects.hold([case.person_id])
        _check_out(case)
        need_consent(person=case.person, purpose=PURPOSES[MessageChannel(channel)])
        _check_address(case.person, channel)
        if not message_text.is_open:
            raise RuleBroken("These words are not used any more. Choose others.")
        if "{phone}" in message_text.text and not by.phone:
            raise RuleBroken("These words give your work phone, and we do not have it. Ask an administrator to add it.")
        if words := tells_too_much(f"{message_text.subject} {message_text.text}", names_that_tell()):
            raise RuleBroken(
                f"These words tell too much ({', '.join(words)}). Choose others, and tell an administrator."
            )
        now = timezone.now()
        by_hand = channel == MessageChannel.TEXT and not settings.SMS_GATEWAY_DOMAIN
        if by_hand and is_quiet(case.programme, now):
            wakes = timezone.localtime(next_waking(case.programme, now))
            raise RuleBroken(f"It is night: nobody is texted now. Try again from {wakes:%-H:%M}.")
        send_at = next_waking(case.programme, now)
        made = PersonMessage.objects.create(
            pk=new_id or uuid.uuid4(),
            case=case,
            channel=channel,
            message_text=message_text,
            subject=filled(message_text.subject, mentor=by.name, phone=by.phone)
            if channel == MessageChannel.EMAIL
            else "",
            body=filled(message_text.text, mentor=by.name, phone=by.phone),
            state=PersonMessageState.BY_HAND if by_hand else PersonMessageState.WAITING,
            asked_at=now,
            asked_by=by,
            send_at=send_at,
            retry_at=send_at,
        )
        entry.subject, entry.after = made, {"channel": channel, "text": message_text.name}
        return made


def record_sent_by_hand(*, message: PersonMessage, by) -> PersonMessage:
    """It has gone out from the mentor's phone: a try stands among the contacts."""
    with trail.written(
        "record_sent_by_hand", Verb.CHANGED, by=by, subject=message, person=message.case.person
    ) as entry:
        message = locked_of_case(message)
        if message.state == PersonMessageState.SENT:
            entry.needed = False
            return message
        if message.state != PersonMessageState.BY_HAND:
            raise RuleBroken("This message is not sent from your phone.")
        return settle_sent(message=message, by=by)


def settle_sent(*, message: PersonMessage, by) -> PersonMessage:
    """It is gone: sent, and a try among the contacts. Part of its caller's write."""
    now = timezone.now()
    message.state, message.settled_at = PersonMessageState.SENT, now
    message.meeting = _try(message, now, by=by)
    message.save(update_fields=["state", "settled_at", "meeting"])
    return message


def call_off_message(*, message: PersonMessage, by) -> PersonMessage:
    """It does not go out after all; only while it has not."""
    with trail.written("call_off_message", Verb.CHANGED, by=by, subject=message, person=message.case.person) as entry:
        message = locked_of_case(message)
        if message.state == PersonMessageState.STOPPED:
            entry.needed = False
            return message
        if message.settled_at:
            raise RuleBroken("This message has gone out already.")
        return stop_message(message=message, why=WhyStopped.CALLED_OFF, by=by)


def stop_message(*, message: PersonMessage, why: WhyStopped | str, by) -> PersonMessage:
    """It does not go out, and why. Part of its caller's write."""
    message.state, message.why_stopped, message.settled_at = PersonMessageState.STOPPED, why, timezone.now()
    message.save(update_fields=["state", "why_stopped", "settled_at"])
    return message


def honour_stop(*, case: Case, by) -> int:
    """They said STOP: their consent to texts and e-mails is taken back, and what waits does not go out. How many that were."""
    with trail.written("honour_stop", Verb.CHANGED, by=by, subject=case, person=case.person) as entry:
        case = locked_case(case.pk)
        agreed = Consent.objects.in_force().filter(person=case.person, purpose__in=PURPOSES.values())
        for purpose in sorted(agreed.values_list("purpose", flat=True)):
            record_decision(
                person=case.person,
                purpose=purpose,
                decision=Decision.WITHDRAWN,
                how=HowGiven.TEXT,
                decided_date=timezone.localdate(),
                by=by,
            )
        waiting = list(case.person_messages.filter(settled_at=None).select_for_update(of=("self",)))
        for message in waiting:
            stop_message(message=message, why=WhyStopped.NO_CONSENT, by=by)
        entry.needed = bool(waiting) or trail.joined(entry)
        entry.after["stopped"] = len(waiting)
        return len(waiting)


def _try(message: PersonMessage, now: dt.datetime, *, by) -> Meeting | None:
    try:
        return log_meeting(
            case=message.case,
            channel=WAYS[MessageChannel(message.channel)],
            on_date=timezone.localdate(now),
            at_time=timezone.localtime(now).time().replace(second=0, microsecond=0),
            state=MeetingState.NOT_ATTENDED,
            two_way=False,
            note=f"Sent: “{message.body}”",
            by=by,
        )
    except RuleBroken:
        # Support ended in the meantime: it has gone out all the same.
        return None


def _check_out(case: Case) -> None:
    if case.closed_date:
        raise RuleBroken("Support has ended. Reopen the case to write to them.")
    if has_died(case.person_id):
        raise RuleBroken(
            "We have on record that they died, so nothing is sent to them. If that is wrong, tell your manager."
        )
    if case.episode.released_date is None:
        raise RuleBroken("They are in prison: write a letter, or send an e-mail through the prison’s service.")


def _check_address(person: Person, channel: MessageChannel | str) -> None:
    if channel == MessageChannel.EMAIL:
        if not settings.PERSON_EMAIL_FROM:
            raise RuleBroken("E-mails to people are not set up here. Text or ring them.")
        if not person.email:
            raise RuleBroken("We have no e-mail address of theirs. Add it under “Edit details”.")
    elif not mobile(person.phone):
        raise RuleBroken("We have no mobile number of theirs. Add it under “Edit details”.")
