"""Raising an alert inside another action, and what people do about it: look, act, finish. Told is in ``telling``."""

from datetime import datetime

from django.db import connection, transaction

from handrail.access import Label, Permission, Viewer
from handrail.audit.actions import record
from handrail.base import clock, sealed
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.people.actions import data_key
from handrail.people.models import Participant
from handrail.safety.actions.telling import close_record, settle_calls, tell_who_is_due
from handrail.safety.models import Alert, AlertDeed, AlertSignal, AlertStatusChange, AlertTelling
from handrail.safety.queries.roster import on_call_for
from handrail.safety.rules.alerts import (
    ALERT_TRANSITIONS,
    HELD_BACK,
    REACHED,
    AlertStatus,
    DeedKind,
    Wish,
    check_source,
    checked_deed,
)


def _lead(alert: Alert, to: AlertStatus, by: Viewer) -> None:
    """Lead an alert to ``to`` by its table and write who did it; the caller saves."""
    before = AlertStatus(alert.status)
    check_transition(ALERT_TRANSITIONS, before, to)
    alert.status = to
    AlertStatusChange.objects.create(
        organisation_id=alert.organisation_id,
        participant_id=alert.participant_id,
        label=alert.label,
        alert=alert,
        from_status=before,
        to_status=to,
        changed_by_id=by.user_id,
    )


def _label_of(source: str) -> Label:
    return Label.THIRD_PARTY if source in HELD_BACK else Label.RESTRICTED


def _begin(participant: Participant, source: str, now: datetime) -> Alert:
    turn = on_call_for(participant, now)
    alert = Alert(
        organisation_id=participant.organisation_id,
        participant=participant,
        label=_label_of(source),
        source=source,
        owner_id=turn.user_id if turn else None,
        opened_at=now,
    )
    alert.ask(now)
    alert.save()
    return alert


def _join(alert: Alert, source: str, now: datetime, by: Viewer) -> None:
    """Let a further signal join: it asks anew when somebody had acted already, and opens the alert to its person."""
    if alert.status == AlertStatus.ACKNOWLEDGED:
        _lead(alert, AlertStatus.OPEN, by)
        alert.number += 1
        alert.acknowledged_at = alert.acknowledged_by_id = None
        alert.ask(now)
    if source not in HELD_BACK and alert.label == Label.THIRD_PARTY:
        alert.label = Label.RESTRICTED
        AlertTelling.objects.filter(alert=alert).update(label=alert.label)
    alert.save()


def raise_alert(*, by: Viewer, participant: Participant, source: str, source_key: str, at: datetime) -> Alert:
    """
    Say that somebody is needed, inside the action and transaction of the caller, who writes the event (H-01, H-02).

    One alert runs for an episode: a further signal joins it, and the same ``source_key`` again changes nothing, also
    when its alert is closed. The times run from now, when it arrived; ``at`` (UTC) is when it was said. Raises
    RuntimeError outside a transaction, DomainError for a source without name or key.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An alert is raised inside the transaction of what raises it.")
    check_source(source, source_key)
    # Two signals at one moment: the second waits here and finds the alert of the first.
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    said = AlertSignal.objects.filter(participant=participant, source=source, source_key=source_key)
    before = said.select_related("alert", "alert__participant").first()
    if before is not None:
        found: Alert = before.alert
        return found
    now = clock.now()
    running: Alert | None = Alert.objects.running().filter(participant=participant).first()
    alert = running or _begin(participant, source, now)
    alert.participant = participant
    if running:
        _join(alert, source, now, by)
    AlertSignal.objects.create(
        organisation_id=alert.organisation_id,
        participant=participant,
        label=_label_of(source),
        alert=alert,
        source=source,
        source_key=source_key,
        said_at=min(at, now),
        received_at=now,
        raised_by_id=by.user_id,
    )
    tell_who_is_due(alert, now=now, by=by)
    return alert


def _held(alert: Alert) -> Alert:
    row: Alert = Alert.objects.select_for_update(of=("self",)).select_related("participant").get(pk=alert.pk)
    return row


def _write_deed(alert: Alert, kind: DeedKind, words: str, by: Viewer) -> AlertDeed:
    deed = AlertDeed(
        organisation_id=alert.organisation_id,
        participant_id=alert.participant_id,
        label=alert.label,
        alert=alert,
        kind=kind,
        done_by_id=by.user_id,
    )
    deed.sealed = sealed.seal(data_key(alert.participant), checked_deed(words).encode(), deed.pk.bytes)
    deed.save()
    return deed


def _check_may_act(by: Viewer) -> None:
    if not by.may(Permission.SAFETY_TAKE) or by.user_id is None:
        raise NotAllowed(str(_("Your coordinator can take this.")))


@transaction.atomic
def act_on_alert(*, alert: Alert, kind: DeedKind, words: str, by: Viewer) -> Alert:
    """
    Keep what somebody did; what reached the person, or somebody with them, acknowledges the alert.

    A try that reached nobody is kept too, and the others are told all the same. Raises DomainError without words.
    """
    _check_may_act(by)
    row = _held(alert)
    if row.status == AlertStatus.CLOSED or kind == DeedKind.FINISHED:
        raise DomainError(str(_("This is finished already. Open it again to see how it went.")))
    _write_deed(row, kind, words, by)
    row.owner_id = by.user_id
    if kind in REACHED and row.status == AlertStatus.OPEN:
        _lead(row, AlertStatus.ACKNOWLEDGED, by)
        row.acknowledged_by_id, row.acknowledged_at = by.user_id, clock.now()
    row.save()
    settle_calls(row)
    record(by, "act_on_alert", row)
    return row


@transaction.atomic
def close_alert(*, alert: Alert, words: str, by: Viewer) -> Alert:
    """
    Finish an episode with what was agreed next; what was opened for it alone closes.

    Raises InvalidTransition while nobody has acted, DomainError without words.
    """
    _check_may_act(by)
    row = _held(alert)
    _lead(row, AlertStatus.CLOSED, by)
    row.closed_at = clock.now()
    _write_deed(row, DeedKind.FINISHED, words, by)
    row.save()
    close_record(row, by)
    settle_calls(row)
    record(by, "close_alert", row)
    return row


@transaction.atomic
def see_alert(*, alert: Alert, by: Viewer) -> Alert:
    """Keep that somebody who was told has looked now; a second look changes nothing."""
    AlertTelling.objects.filter(alert=alert, user_id=by.own_user, seen_at=None).update(seen_at=clock.now())
    record(by, "see_alert", alert)
    return alert


@transaction.atomic
def escalate_alert(*, alert: Alert, by: Viewer) -> Alert:
    """Tell who has to know by now, because the time has come and nobody acted; nothing when somebody was quicker."""
    row = _held(alert)
    if row.status == AlertStatus.OPEN:
        tell_who_is_due(row, now=clock.now(), by=by)
    record(by, "escalate_alert", row)
    return row


@transaction.atomic
def say_what_helps(*, alert: Alert, wish: Wish, by: Viewer) -> Alert:
    """Keep what the person says would help first; the last word counts. Raises NotAllowed for anybody else."""
    if by.participant_id != alert.participant_id:
        raise NotAllowed(str(_("Only the person says what would help them.")))
    row = _held(alert)
    row.wish, row.wished_at = wish, clock.now()
    row.save(update_fields=["wish", "wished_at"])
    record(by, "say_what_helps", row)
    return row
