"""The weekly check-in, both ways, and the talks that either side asks for."""

from datetime import date, time

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.text import kept
from handrail.base.words import _
from handrail.peers.actions.pairings import set_next_meeting, side_of
from handrail.peers.actions.states import locked
from handrail.peers.models import CheckIn, Pairing, PeerWords, SupervisionTalk
from handrail.peers.rules import (
    MEETING,
    CheckInFacts,
    Coming,
    How,
    Need,
    Side,
    check_coming_day,
    check_minutes,
    monday_of,
    same_next_week,
)


def _next_meeting(pairing: Pairing, facts: CheckInFacts, today: date) -> tuple[date | None, time | None]:
    """Return when the two meet next, as this side says; raise DomainError for a day gone by."""
    if facts.coming == Coming.SAME:
        return same_next_week(pairing.next_on, today), pairing.next_at
    if facts.coming == Coming.OTHER:
        check_coming_day(facts.next_on, today)
        return facts.next_on, facts.next_at
    if pairing.next_on and pairing.next_on > today:
        return pairing.next_on, pairing.next_at
    return None, None


def _side(pairing: Pairing, by: Viewer) -> Side:
    """Return which of the two checks in; raise NotAllowed for everybody else, DomainError while they do not meet."""
    if pairing.status not in MEETING:
        raise DomainError(str(_("A check-in begins when both have said yes.")))
    side = side_of(pairing, by)
    if side == Side.TEAM:
        raise NotAllowed(str(_("A check-in is between the two. Nobody else writes one.")))
    return side


def _write(pairing: Pairing, side: Side, facts: CheckInFacts, by: Viewer) -> CheckIn:
    """Write one side's check-in of this week, or write it anew."""
    same = {"pairing": pairing, "side": side, "week_on": monday_of(by.today)}
    about = {"organisation_id": pairing.organisation_id, "participant_id": pairing.participant_id}
    row = CheckIn.objects.select_for_update().filter(**same).first()
    row = row or CheckIn(**same, **about, mentor_id=pairing.mentor_id, version=0)
    row.said_on = by.today
    row.minutes = facts.minutes if side == Side.MENTOR else 0
    row.is_left_out = facts.how == How.LEFT_OUT
    row.asks_talk = facts.need == Need.TALK
    row.talked_on = row.talked_on if row.asks_talk else None
    row.version += 1
    row.save()
    said = PeerWords.objects.filter(check_in=row).first() or PeerWords(
        check_in=row, pairing=pairing, side=side, **about
    )
    said.how, said.helped, said.need = facts.how, list(facts.helped), facts.need
    said.words = kept(facts.words)
    said.save()
    return row


@transaction.atomic
def check_in(*, pairing: Pairing, facts: CheckInFacts, by: Viewer, version: int | None = None) -> CheckIn:
    """
    Keep this week's check-in of one side (S-029, S-125). Saying it again in the same week replaces it.

    The words open to the two alone; that it happened, and for how long they met, may be counted.
    """
    pairing = locked(pairing, version)
    side = _side(pairing, by)
    check_minutes(facts.minutes)
    on, at = _next_meeting(pairing, facts, by.today)
    row = _write(pairing, side, facts, by)
    set_next_meeting(pairing, on, at)
    pairing.version += 1
    pairing.save()
    record(by, "check_in", row)
    return row


@transaction.atomic
def settle_talk(*, check_in: CheckIn, by: Viewer) -> CheckIn:
    """Write that the talk took place which the person asked for in a check-in."""
    row: CheckIn = CheckIn.objects.select_for_update().get(pk=check_in.pk)
    if row.asks_talk and row.talked_on is None:
        row.talked_on = by.today
        row.version += 1
        row.save()
    record(by, "settle_talk", row)
    return row


@transaction.atomic
def talk_with_mentor(*, mentor: User, by: Viewer, minutes: int = 0) -> SupervisionTalk:
    """Write that a supervisor and a mentor talked, and when; what the mentor asked for is settled. No words are kept."""
    check_minutes(minutes)
    talk = SupervisionTalk.objects.create(
        organisation_id=by.own_organisation,
        mentor=mentor,
        supervisor_id=by.user_id,
        held_on=by.today,
        minutes=minutes,
    )
    CheckIn.objects.filter(
        organisation_id=by.own_organisation,
        mentor=mentor,
        side=Side.MENTOR,
        asks_talk=True,
        talked_on__isnull=True,
    ).update(talked_on=by.today)
    record(by, "talk_with_mentor", talk, op="create")
    return talk
