"""Searching for a list in an emergency, opening it for an hour, ending that, and looking at it afterwards."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from handrail.access import RelationKind, Role, Viewer
from handrail.accounts.guessing import spend_try
from handrail.accounts.models import User
from handrail.accounts.queries import account_of, members
from handrail.audit.actions import record
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.frozen import frozen
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.notices.actions import put_in_outbox
from handrail.notices.rules import MessageKind
from handrail.people.actions.relations import let_in, let_out
from handrail.people.actions.tasks import open_task
from handrail.people.limits import block_of, traits_of
from handrail.people.models import Participant
from handrail.people.queries import coordinator_of
from handrail.people.rules.blocked import Place
from handrail.people.rules.tasks import TaskKind
from handrail.safety.models import EmergencyOpening, EmergencyOpeningStatusChange
from handrail.safety.queries import emergency as reads
from handrail.safety.rules.emergency import (
    ANSWER_LENGTH,
    EMERGENCY_TRANSITIONS,
    LASTS,
    SEARCHES,
    SEARCHES_WITHIN,
    EmergencyReason,
    EmergencyStatus,
    FoundBy,
    checked_words,
    closes_on,
    review_day,
)

TOLD_AT_LEAST = 2


@frozen
class Sought:
    """Whose list is looked for: a full name and a birth date, or the letters of a card."""

    full_name: str = ""
    birth_on: date | None = None
    card: str = ""

    @property
    def by(self) -> FoundBy:
        return FoundBy.CARD if self.card else FoundBy.NAME


def _who(sought: Sought, by: Viewer) -> UUID | None:
    if sought.card:
        return reads.by_card(by, sought.card)
    if sought.birth_on is None:
        return None
    return reads.by_name(by, full_name=sought.full_name, birth_on=sought.birth_on)


def _is_kept_away(person: Participant, by: Viewer) -> bool:
    """Return whether the person keeps this colleague away; whoever coordinates learns that they tried."""
    user = account_of(by)
    block = block_of(person.pk, traits_of(user, with_name=False), by.today)
    if block is not None:
        open_task(participant=person, kind=TaskKind.BLOCKED, about_user=block.user, place=Place.PAGE, by=by)
    return block is not None


@transaction.atomic
def search_in_emergency(*, sought: Sought, by: Viewer) -> Participant | None:
    """
    Return the one person who fits and whose list an emergency may open, or None: for nobody, several, or a closed list.

    Five times an hour for an account; raises TooManyTries with the wait after that. Each search is an event.
    """
    spend_try("emergency", str(by.own_user), at_most=SEARCHES, within=SEARCHES_WITHIN)
    found = reads.openable(by, _who(sought, by))
    if found is not None and _is_kept_away(found, by):
        found = None
    record(by, "search_in_emergency", account_of(by), op="read", participant_id=found.pk if found else None)
    return found


def _told(person: Participant, by: Viewer) -> list[User]:
    """Return who is told at once: who coordinates, the managers; with too few of them, other coordinators."""
    named = coordinator_of(person)
    ids = [named.user_id] if named else []
    ids += [one.user_id for one in members(by, roles=frozenset({Role.MANAGER}))]
    others = [one for one in ids if one != by.user_id]
    if len(set(others)) < TOLD_AT_LEAST:
        ids += [one.user_id for one in members(by, roles=frozenset({Role.COORDINATOR}))]
    users = User.objects.in_bulk([one for one in ids if one != by.user_id])
    return list(users.values())


@transaction.atomic
def open_in_emergency(
    *, participant: Participant, reason: EmergencyReason, words: str, found_by: FoundBy, by: Viewer
) -> EmergencyOpening:
    """
    Open a list for hard days to read, for sixty minutes: nothing else of the record opens.

    Whoever coordinates and who manages are told at once, the person at their next visit. Raises DomainError without
    words, or when the person closed the list meanwhile.
    """
    if reads.openable(by, participant.pk) is None:
        raise DomainError(str(_("This list does not open now. Search again, or call the emergency number.")))
    now, zone = clock.now(), ZoneInfo(by.zone)
    ends_at = now + LASTS
    relation = let_in(
        participant=participant,
        user=account_of(by),
        kind=RelationKind.EMERGENCY,
        by=by,
        source="emergency",
        to_on=closes_on(by.today, now.astimezone(zone), ends_at.astimezone(zone)),
    )
    opening: EmergencyOpening = EmergencyOpening.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        label=EmergencyOpening.default_label,
        opened_by_id=by.own_user,
        reason=reason,
        words=checked_words(words),
        found_by=found_by,
        opened_at=now,
        ends_at=ends_at,
        relation=relation,
        review_by=review_day(by.today),
    )
    for user in _told(participant, by):
        put_in_outbox(
            kind=MessageKind.OPENED,
            recipient=user,
            organisation=participant.organisation,
            about=participant,
        )
    record(by, "open_in_emergency", opening, op="create")
    return opening


@transaction.atomic
def end_emergency(*, opening: EmergencyOpening, by: Viewer) -> EmergencyOpening:
    """End an opening: whoever opened it, when they have read enough, or the work loop after the hour."""
    if by.user_id != opening.opened_by_id and not by.sees_every_row:
        raise NotAllowed(str(_("Only who opened it closes it.")))
    row: EmergencyOpening = EmergencyOpening.objects.select_for_update().get(pk=opening.pk)
    if row.closed_at is None:
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])
        let_out(relation=row.relation, by=by, to_on=max(by.today, row.relation.from_on))
    record(by, "end_emergency", row)
    return row


@transaction.atomic
def review_emergency(*, opening: EmergencyOpening, answer: str, by: Viewer) -> EmergencyOpening:
    """
    Keep what somebody else thinks of an opening; the person reads it.

    Raises NotAllowed for who opened it, DomainError without words or when somebody was quicker.
    """
    if by.user_id == opening.opened_by_id:
        raise NotAllowed(str(_("Somebody else looks at this. You opened it yourself.")))
    row: EmergencyOpening = EmergencyOpening.objects.select_for_update().get(pk=opening.pk)
    before = EmergencyStatus(row.status)
    check_transition(EMERGENCY_TRANSITIONS, before, EmergencyStatus.REVIEWED)
    row.status, row.answer = EmergencyStatus.REVIEWED, checked_words(answer, longest=ANSWER_LENGTH)
    row.save(update_fields=["status", "answer"])
    EmergencyOpeningStatusChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        opening=row,
        from_status=before,
        to_status=row.status,
        changed_by_id=by.user_id,
    )
    record(by, "review_emergency", row)
    return row


@transaction.atomic
def read_of_emergencies(*, participant: Participant, by: Viewer) -> Participant:
    """Keep that the person has read of every opening of their list; the notice goes from their pages."""
    if by.participant_id != participant.pk:
        raise NotAllowed(str(_("Only the person says that they have read it.")))
    EmergencyOpening.objects.filter(participant=participant, read_at=None).update(read_at=clock.now())
    record(by, "read_of_emergencies", participant, participant_id=participant.pk)
    return participant
