"""Who is needed for whom: the list, one alert with who was told and what was done, and the banner."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from handrail.access import Category, Label, Permission, Viewer
from handrail.accounts.models import Membership
from handrail.base import clock, sealed
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.actions import data_key
from handrail.people.models import Participant
from handrail.people.queries import covers
from handrail.prepared import prepared
from handrail.safety.models import Alert, AlertDeed, AlertSignal, AlertTelling
from handrail.safety.rules.alerts import (
    DEEDS,
    WISHES,
    AlertStatus,
    AlertStep,
    DeedKind,
    Wish,
    reached_step,
)
from handrail.safety.sources import source_of

NOT_THERE = _("There is no such page.")


def _open_to(viewer: Viewer, coordinates: bool) -> QuerySet[Alert]:
    """Return the alerts that a relation opens; to coordinators also those of people whom nobody coordinates."""
    rows: QuerySet[Alert] = Alert.objects.all().visible_to(viewer)
    if coordinates:
        rows = rows | Alert.objects.filter(
            organisation_id=viewer.own_organisation, participant__needs_coordinator=True
        )
    return rows.select_related("participant", "owner")


def _seen(viewer: Viewer, alert: Alert) -> None:
    viewer.looks.add(Category.SAFETY, {alert.participant_id})
    if alert.label == Label.THIRD_PARTY:  # a colleague's worry: the person does not read that somebody looked
        viewer.looks.hold_back(alert.participant_id)


# ---------- the list ----------


@prepared
def _running(viewer: Viewer, coordinates: bool) -> QuerySet[Alert]:
    rows: QuerySet[Alert] = _open_to(viewer, coordinates).running()  # type: ignore[attr-defined]
    return rows.order_by("asked_at", "pk")


@frozen
class AlertLine:
    """An alert in a list: about whom, since when, who has it, who wrote. No words of it."""

    key: str
    person: str
    since: datetime
    is_open: bool
    is_late: bool
    owner: str
    comes_from: str
    author: str
    author_phone: str
    has_coordinator: bool


def _signals(alerts: list[Alert]) -> dict[UUID, list[AlertSignal]]:
    found: dict[UUID, list[AlertSignal]] = defaultdict(list)
    rows = AlertSignal.objects.filter(alert__in=alerts).select_related("raised_by")
    for row in rows.order_by("-received_at", "-pk") if alerts else ():
        found[row.alert_id].append(row)
    return found


def _author(viewer: Viewer, signal: AlertSignal, alert: Alert) -> tuple[str, str]:
    """Return who wrote it and their number; nobody when it was the person, whose name stands there already."""
    user = signal.raised_by
    if user is None or signal.label != Label.THIRD_PARTY:
        return "", ""
    return user.name, user.phone


def running_alerts(viewer: Viewer) -> list[AlertLine]:
    """Return the alerts that run, those that nobody acted on first, the longest waiting at the top (S-119)."""
    if not viewer.may(Permission.SAFETY_TAKE):
        return []
    alerts = _running(viewer, viewer.may(Permission.COORDINATE))
    signals, now, found = _signals(alerts), clock.now(), []
    for alert in alerts:
        _seen(viewer, alert)
        newest = signals[alert.pk][0]
        author, phone = _author(viewer, newest, alert)
        found.append(
            AlertLine(
                key=alert.key,
                person=alert.participant.full_name,
                since=localtime(alert.asked_at),
                is_open=alert.is_open,
                is_late=alert.is_open and now >= alert.due_at,
                owner=alert.owner.name if alert.owner else "",
                comes_from=str(source_of(newest.source).words),
                author=author,
                author_phone=phone,
                has_coordinator=not alert.participant.needs_coordinator,
            )
        )
    return sorted(found, key=lambda one: not one.is_open)


def unanswered_count(viewer: Viewer) -> int:
    """Return of how many people somebody should hear now, and nobody acted."""
    if not viewer.may(Permission.SAFETY_TAKE):
        return 0
    return sum(one.is_open for one in _running(viewer, viewer.may(Permission.COORDINATE)))


# ---------- one alert ----------


def alert(viewer: Viewer, key: str) -> Alert:
    """Return one alert that is open to the viewer, also when it is finished; raise NotFound otherwise."""
    rows = _open_to(viewer, viewer.may(Permission.COORDINATE))
    found = rows.filter(key=key).first() if viewer.may(Permission.SAFETY_TAKE) else None
    if found is None:
        raise NotFound(str(NOT_THERE))
    _seen(viewer, found)
    return found


@frozen
class Told:
    """Somebody who was asked to act: when the mail left, and when they looked."""

    name: str
    phone: str
    step: AlertStep
    asked_at: datetime
    told_at: datetime | None
    seen_at: datetime | None
    is_out_of_reach: bool  # no mail came through: every page of theirs says it all the same


@frozen
class Said:
    """One thing that raised the alert: in what words, from whom, when, and where it is to be read."""

    comes_from: str
    author: str
    author_phone: str
    at: datetime
    href: str


@frozen
class Done:
    """One thing that somebody did about it."""

    kind: DeedKind
    title: str
    words: str
    who: str
    at: datetime


@frozen
class AlertPage:
    """One alert as those who act on it see it."""

    alert: Alert
    person: Participant
    may_open_person: bool
    next_step: AlertStep | None  # who is told next, while nobody has acted
    next_at: datetime | None
    told: tuple[Told, ...]
    said: tuple[Said, ...]
    done: tuple[Done, ...]
    wish: str
    closed_at: datetime | None


def told(alert: Alert) -> tuple[Told, ...]:
    """Return who was asked to act this time, in the order in which they were."""
    rows = AlertTelling.objects.filter(alert=alert, number=alert.number).select_related("user", "message")
    return tuple(
        Told(
            name=row.user.name,
            phone=row.user.phone,
            step=AlertStep(row.step),
            asked_at=row.asked_at,
            told_at=row.message.sent_at if row.message else None,
            seen_at=row.seen_at,
            is_out_of_reach=bool(row.message and row.message.given_up_at),
        )
        for row in rows.order_by("asked_at", "pk")
    )


def _done(alert: Alert) -> tuple[Done, ...]:
    rows = AlertDeed.objects.filter(alert=alert).select_related("done_by").order_by("-done_at", "-pk")
    found = list(rows)
    key = data_key(alert.participant) if found else b""
    return tuple(
        Done(
            kind=DeedKind(row.kind),
            title=str(DEEDS[DeedKind(row.kind)]),
            words=sealed.unseal(key, bytes(row.sealed), row.pk.bytes).decode() if row.sealed else "",
            who=row.done_by.name if row.done_by else "",
            at=localtime(row.done_at),
        )
        for row in found
    )


def _next(alert: Alert) -> tuple[AlertStep | None, datetime | None]:
    """Return who is told next and when, by the times alone; nobody once somebody acted or all were told."""
    if not alert.is_open:
        return None, None
    step = reached_step(clock.now(), alert.due_at, alert.last_due_at)
    if step == AlertStep.ON_CALL:
        return AlertStep.BACKUP, alert.due_at
    return (AlertStep.LEADS, alert.last_due_at) if step == AlertStep.BACKUP else (None, None)


def alert_page(viewer: Viewer, alert: Alert) -> AlertPage:
    """Return one alert with everything that is needed to act on it, and nothing more of the record."""
    person = alert.participant
    signals = _signals([alert])[alert.pk]
    said = []
    for one in signals:
        author, phone = _author(viewer, one, alert)
        source = source_of(one.source)
        href = source.link(viewer, person, one.source_key)
        said.append(Said(str(source.words), author, phone, localtime(one.received_at), href))
    next_step, next_at = _next(alert)
    viewer.looks.add(Category.CONTACT, {person.pk})
    return AlertPage(
        alert=alert,
        person=person,
        may_open_person=covers(viewer, person.pk, Category.CONTACT),
        next_step=next_step,
        next_at=next_at,
        told=told(alert),
        said=tuple(said),
        done=_done(alert),
        wish=str(WISHES[Wish(alert.wish)]) if alert.wish else "",
        closed_at=localtime(alert.closed_at) if alert.closed_at else None,
    )


def has_not_seen(viewer: Viewer, alert: Alert) -> bool:
    """Return whether the viewer was told of this alert and never looked."""
    return AlertTelling.objects.filter(alert=alert, user_id=viewer.own_user, seen_at=None).exists()


def alert_of_source(viewer: Viewer, participant: Participant, source: str, source_key: str) -> Alert | None:
    """Return the alert that one answer or note raised, for whoever wrote it and may see it."""
    rows: QuerySet[Alert] = Alert.objects.all().visible_to(viewer)
    found = rows.filter(
        participant=participant, signals__source=source, signals__source_key=source_key
    ).select_related("participant", "owner", "acknowledged_by")
    return found.first()


# ---------- the banner ----------


@frozen
class Needed:
    """What the banner says: whose alert waits longest, since when."""

    key: str
    since: datetime


@prepared
def _needed(viewer: Viewer) -> QuerySet[AlertTelling, tuple[str, datetime]]:
    rows = AlertTelling.objects.filter(
        organisation_id=viewer.own_organisation,
        user_id=viewer.own_user,
        alert__status=AlertStatus.OPEN,
        number=F("alert__number"),
    )
    return rows.order_by("alert__asked_at").values_list("alert__key", "alert__asked_at")[:1]


def needed(viewer: Viewer) -> Needed | None:
    """Return what the viewer was asked to act on; no statement for whom nobody asked, which stands with who they are."""
    if not viewer.is_called:
        return None
    found = _needed.first(viewer)
    return Needed(*found) if found else None


def wrong_about_calls() -> int:
    """Return of how many colleagues the mark of who is needed differs from what they were asked; for checks."""
    asked = AlertTelling.objects.filter(
        organisation=OuterRef("organisation"),
        user=OuterRef("user"),
        alert__status=AlertStatus.OPEN,
        number=F("alert__number"),
    )
    rows = Membership.objects.annotate(asked=Exists(asked))
    return rows.exclude(is_called=F("asked")).count()


# ---------- the clock ----------


def escalations(now: datetime) -> list[Alert]:
    """Return, over every organisation, the alerts of which somebody else has to know by now: for the loop and the web."""
    rows = Alert.objects.next_due(now).select_related("participant__organisation", "participant__site")
    return list(rows.order_by("due_at")[:50])


def unsent(now: datetime) -> list[UUID]:
    """Return the messages about open alerts that nobody sent yet and nobody is sending."""
    idle = Q(message__lease_until__isnull=True) | Q(message__lease_until__lte=now)
    rows = AlertTelling.objects.filter(
        idle,
        alert__status=AlertStatus.OPEN,
        message__sent_at__isnull=True,
        message__given_up_at__isnull=True,
        message__due_at__lte=now,
    )
    return list(rows.values_list("message_id", flat=True)[:50])
