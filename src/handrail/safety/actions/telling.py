"""Telling who has to act: the person on call, then the backup, then who coordinates and manages. Inside other actions."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F

from handrail.access import Category, RelationKind, Role, Viewer
from handrail.accounts.actions import call_members
from handrail.accounts.models import User
from handrail.accounts.queries import members
from handrail.notices.actions import put_in_outbox
from handrail.notices.rules import MessageKind
from handrail.people.actions.relations import let_in, let_out
from handrail.people.limits import block_of, traits_of
from handrail.people.models import Participant, Relation
from handrail.people.queries import coordinator_of
from handrail.safety import fresh
from handrail.safety.models import Alert, AlertTelling
from handrail.safety.queries.roster import on_call_for
from handrail.safety.rules.alerts import AlertStatus, AlertStep, reached_step, steps_until

SOURCE = "alert"
_TEAM = (RelationKind.COORDINATOR, RelationKind.CARE_TEAM, RelationKind.SUPERVISOR)


def _leads(participant: Participant, by: Viewer) -> list[UUID]:
    """Return who coordinates the person and the managers; where there is neither, every coordinator."""
    named = coordinator_of(participant)
    ids = [named.user_id] if named else []
    ids += [one.user_id for one in members(by, roles=frozenset({Role.MANAGER}))]
    return ids or [one.user_id for one in members(by, roles=frozenset({Role.COORDINATOR}))]


def _ids_of(step: AlertStep, alert: Alert, now: datetime, by: Viewer) -> list[UUID | None]:
    if step == AlertStep.LEADS:
        return [*_leads(alert.participant, by)]
    turn = on_call_for(alert.participant, alert.asked_at)
    if step == AlertStep.ON_CALL:
        return [turn.user_id] if turn else []
    later = on_call_for(alert.participant, now)  # a turn may have begun meanwhile
    return [turn.backup_id if turn else None, later.user_id if later else None]


def _users_of(step: AlertStep, alert: Alert, now: datetime, by: Viewer) -> list[User]:
    """Return whom a step reaches, without those whom the person keeps away."""
    wanted = [one for one in _ids_of(step, alert, now, by) if one]
    found = User.objects.filter(is_active=True).in_bulk(wanted)
    return [
        found[pk]
        for pk in dict.fromkeys(wanted)
        if pk in found
        and block_of(alert.participant_id, traits_of(found[pk], with_name=False), by.today) is None
    ]


def _open_record(alert: Alert, user: User, by: Viewer) -> None:
    """Open what is needed, the person's number and what they share of hard days, to who has no other relation to it."""
    own = Relation.objects.filter(
        participant=alert.participant, user=user, kind__in=_TEAM, to_on__isnull=True
    )
    if not own.annotate(covers=F("scopes").bitand(Category.SAFETY.bit)).filter(covers__gt=0).exists():
        let_in(participant=alert.participant, user=user, kind=RelationKind.ON_CALL, by=by, source=SOURCE)


def _tell(alert: Alert, user: User, step: AlertStep, by: Viewer) -> AlertTelling:
    _open_record(alert, user, by)
    place = alert.participant.organisation
    telling: AlertTelling = AlertTelling.objects.create(
        organisation_id=alert.organisation_id,
        participant_id=alert.participant_id,
        label=alert.label,
        alert=alert,
        number=alert.number,
        step=step,
        user=user,
        message=put_in_outbox(kind=MessageKind.ALERT, recipient=user, organisation=place),
    )
    return telling


def tell_who_is_due(alert: Alert, *, now: datetime, by: Viewer) -> list[AlertTelling]:
    """
    Tell everybody who has to know by ``now`` and was not told yet; a step that reaches nobody passes at once.

    The process that serves a request sends the messages once they are committed, the work loop in any case.
    """
    told = set(AlertTelling.objects.filter(alert=alert, number=alert.number).values_list("user_id", "step"))
    known, steps_told = {user for user, _step in told}, {step for _user, step in told}
    made: list[AlertTelling] = []
    until = steps_until(reached_step(now, alert.due_at, alert.last_due_at))
    for step in AlertStep:
        if step not in until and (made or steps_told):
            break
        new = [one for one in _users_of(step, alert, now, by) if one.pk not in known]
        made += [_tell(alert, user, step, by) for user in new]
        known |= {user.pk for user in new}
    settle_calls(alert, {one.user_id for one in made})
    fresh.after_commit([one.message_id for one in made if one.message_id])
    return made


def settle_calls(alert: Alert, users: Iterable[UUID] = ()) -> None:
    """Write down who is needed now: those told of an alert that nobody has acted on. Pages read it with who asks."""
    told = AlertTelling.objects.filter(alert=alert).values_list("user_id", flat=True)
    concerned = {*users, *told}
    waits = AlertTelling.objects.filter(
        organisation_id=alert.organisation_id,
        user_id__in=concerned,
        alert__status=AlertStatus.OPEN,
        number=F("alert__number"),
    )
    needed = set(waits.values_list("user_id", flat=True))
    call_members(alert.organisation_id, needed=needed, not_needed=concerned - needed)


def close_record(alert: Alert, by: Viewer) -> None:
    """End what was opened for the alert alone."""
    opened = Relation.objects.filter(
        participant_id=alert.participant_id, kind=RelationKind.ON_CALL, to_on__isnull=True, source=SOURCE
    )
    for relation in opened:
        let_out(relation=relation, by=by, to_on=max(by.today, relation.from_on))
