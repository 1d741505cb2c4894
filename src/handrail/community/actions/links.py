from datetime import date, timedelta
from typing import Any

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.community import allowed
from handrail.community.models import Link, LinkStatusChange, Place
from handrail.community.rules import (
    GOT_IT,
    LINK_TRANSITIONS,
    LOOK_AGAIN_DAYS,
    OPEN_LINKS,
    GotIt,
    LinkStatus,
    PlaceStatus,
)
from handrail.people.models import Participant
from handrail.people.queries import coordinator_of
from handrail.plans import moves
from handrail.plans.models import Goal, Step
from handrail.plans.rules import StepFacts, SupportLevel
from handrail.ui.dates import day


def _keep_change(link: Link, before: str, *, by: Viewer, reason: str) -> None:
    LinkStatusChange.objects.create(
        organisation_id=link.organisation_id,
        participant_id=link.participant_id,
        label=link.label,
        link=link,
        from_status=before,
        to_status=link.status,
        changed_by_id=by.user_id,
        reason=kept(reason),
    )


def _check_open(place: Place) -> None:
    if place.status == PlaceStatus.CLOSED and place.closed_on:
        sentence = _("%(place)s closed on %(day)s. Choose another place; the list has more.")
        raise DomainError(sentence % {"place": place.name, "day": day(place.closed_on, weekday=False)})


def _check_due(due_on: date, by: Viewer) -> None:
    if due_on < by.today:
        raise DomainError(str(_("This day has passed. Choose today or a later day.")))


def _check_no_other(participant_id: Any, place: Place) -> None:
    if Link.objects.filter(participant_id=participant_id, place=place, status__in=OPEN_LINKS).exists():
        raise DomainError(str(_("There is a link to this place already. It stands in the list of links.")))


def _owner_of(participant: Participant, by: Viewer) -> User | None:
    """Return who sees to a new link: the colleague who asks, else whoever coordinates; None when nobody is named."""
    if by.is_staff and by.user_id:
        return User.objects.get(pk=by.user_id)
    relation = coordinator_of(participant)
    return relation.user if relation else None


@transaction.atomic
def ask_link(
    *,
    participant: Participant,
    place: Place,
    by: Viewer,
    need: str = "",
    owner: User | None = None,
    due_on: date | None = None,
    step: Step | None = None,
) -> Link:
    """
    Begin to put a person in touch with a place, with who sees to it and by when (S-057).

    Raises DomainError for a place that closed, one that is linked already, or a day that has passed.
    """
    allowed.check_writes(by)
    allowed.check_theirs(participant.pk, step)
    there = Place.objects.select_for_update().get(pk=place.pk, organisation_id=participant.organisation_id)
    _check_open(there)
    _check_no_other(participant.pk, there)
    due_on = due_on or by.today + timedelta(days=LOOK_AGAIN_DAYS)
    _check_due(due_on, by)
    link = Link.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        place=there,
        need=kept(need),
        owner=owner or _owner_of(participant, by),
        asked_on=by.today,
        due_on=due_on,
        goal=step.goal if step else None,
        step=step,
    )
    _keep_change(link, "", by=by, reason="")
    record(by, "ask_link", link, op="create")
    return link


def _locked(link: Link, version: int | None = None) -> Link:
    row: Link = Link.objects.select_for_update(of=("self",)).select_related("place").get(pk=link.pk)
    if version is not None and row.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return row


def _move(link: Link, to: LinkStatus, *, by: Viewer, reason: str, **facts: Any) -> Link:
    before = LinkStatus(link.status)
    check_transition(LINK_TRANSITIONS, before, to)
    for field, value in facts.items():
        setattr(link, field, value)
    link.status = to
    link.version += 1
    link.save()
    _keep_change(link, before, by=by, reason=reason)
    return link


def _visit_day(link: Link, on: date | None, by: Viewer) -> date:
    visited = on or by.today
    if visited > by.today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    return visited


@transaction.atomic
def change_link_status(
    *,
    link: Link,
    to: LinkStatus,
    by: Viewer,
    version: int | None = None,
    on: date | None = None,
    reason: str = "",
) -> Link:
    """
    Say how a link stands: the place said yes or no, the first visit was (``on``), asked again, set aside.

    Whether the person got what they needed is ``answer_link``. Raises DomainError for a place that closed.
    """
    allowed.check_writes(by)
    if to == LinkStatus.ANSWERED:
        raise DomainError(str(_("Only the person answers this. Ask them, and let them press it.")))
    row = _locked(link, version)
    facts: dict[str, Any] = {}
    if to == LinkStatus.VISITED:
        facts["visited_on"] = _visit_day(row, on, by)
    if to == LinkStatus.ASKED:
        _check_open(row.place)
        if row.status == LinkStatus.SET_ASIDE:
            _check_no_other(row.participant_id, row.place)
        facts["due_on"] = by.today + timedelta(days=LOOK_AGAIN_DAYS)
    row = _move(row, to, by=by, reason=reason, **facts)
    record(by, "change_link_status", row)
    return row


@transaction.atomic
def answer_link(
    *, link: Link, answer: GotIt, by: Viewer, version: int | None = None, words: str = ""
) -> Link:
    """Keep what the person says to: did you get what you needed? Nobody else answers; an earlier answer stays."""
    allowed.check_answers(by, link.participant_id)
    row = _locked(link, version)
    said = " ".join(part for part in (f"{GOT_IT[answer]}.", kept(words).strip()) if part)
    facts = {"answer": answer, "answer_words": words, "answered_on": by.today}
    row = _move(row, LinkStatus.ANSWERED, by=by, reason=said, **facts)
    record(by, "answer_link", row)
    return row


@transaction.atomic
def hand_over_link(*, link: Link, owner: User, due_on: date, by: Viewer, version: int | None = None) -> Link:
    """Name who sees to a link, and by when somebody looks again."""
    allowed.check_writes(by)
    row = _locked(link, version)
    if row.status not in OPEN_LINKS:
        raise DomainError(str(_("This link has come to its end. Ask again, if it is wanted.")))
    _check_due(due_on, by)
    row.owner, row.due_on = owner, due_on
    row.version += 1
    row.save()
    record(by, "hand_over_link", row)
    return row


@transaction.atomic
def keep_paper(
    *, link: Link, written_by: str, on: date, kept_at: str, by: Viewer, version: int | None = None
) -> Link:
    """
    Note the referral that a place asks for (S-173): who wrote it, of which day, and where the paper is kept.

    A newer one takes the place of the older; the history keeps both. Raises DomainError for a day to come or a link
    that has come to its end.
    """
    allowed.check_writes(by)
    row = _locked(link, version)
    if row.status not in OPEN_LINKS:
        raise DomainError(str(_("This link has come to its end. Ask again, if it is wanted.")))
    if on > by.today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    row.paper_from, row.paper_on, row.paper_kept = kept(written_by).strip(), on, kept(kept_at).strip()
    row.version += 1
    row.save()
    words = _("Referral: %(who)s, %(day)s") % {"who": row.paper_from, "day": day(on, weekday=False)}
    _keep_change(row, row.status, by=by, reason=words)
    record(by, "keep_paper", row)
    return row


@transaction.atomic
def make_link_a_step(*, link: Link, goal: Goal, by: Viewer) -> Link:
    """Make the first visit a step of the plan: the person's own, or a suggestion when a colleague asks."""
    allowed.check_writes(by)
    allowed.check_theirs(link.participant_id, goal)
    row = _locked(link)
    if row.step_id:
        raise DomainError(str(_("This is in the plan already.")))
    title = str(_("Go to %(place)s for the first time") % {"place": row.place.name})
    facts = StepFacts(
        title=title[:300], support_wanted=SupportLevel.BESIDE_ME, why=row.need, where=row.place.address[:200]
    )
    row.step = moves.add_or_suggest(goal, facts, by=by)
    row.goal = goal
    row.version += 1
    row.save()
    record(by, "make_link_a_step", row)
    return row
