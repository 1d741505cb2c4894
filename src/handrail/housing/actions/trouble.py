from datetime import date

from django.db import transaction

from handrail.access import RelationKind, Viewer
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.housing import rules
from handrail.housing.models import HomeTrouble, HomeTroubleStatusChange, HomeWish
from handrail.housing.rules import LOOK_AFTER, TROUBLE_TRANSITIONS, HomeTroubleStatus, TroubleKind
from handrail.people.models import Participant, Relation


def _keep_change(row: HomeTrouble, before: str, *, by: Viewer, words: str) -> None:
    HomeTroubleStatusChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        trouble=row,
        from_status=before,
        to_status=row.status,
        changed_by_id=by.user_id,
        reason=kept(words),
    )


def _move(
    trouble: HomeTrouble, to: HomeTroubleStatus, *, by: Viewer, words: str, event: str, **facts: object
) -> HomeTrouble:
    row: HomeTrouble = HomeTrouble.objects.select_for_update().get(pk=trouble.pk)
    before = HomeTroubleStatus(row.status)
    check_transition(TROUBLE_TRANSITIONS, before, to)
    for name, value in {"settled_on": None, **facts}.items():
        setattr(row, name, value)
    row.status = to
    row.version += 1
    row.save()
    _keep_change(row, before, by=by, words=words)
    record(by, event, row)
    return row


@transaction.atomic
def notice_trouble(
    *,
    participant: Participant,
    kind: TroubleKind,
    words: str,
    by: Viewer,
    noticed_on: date | None = None,
    owner: User | None = None,
    look_on: date | None = None,
) -> HomeTrouble:
    """
    Note rent or neighbour trouble early, with who sees to it and the day somebody looks again.

    Without an owner it is the coordinator's; without a coordinator it waits in their list. The day is a week on.
    """
    day = noticed_on or by.today
    if day > by.today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    if look_on is not None and look_on < by.today:
        raise DomainError(str(_("The day to look again is over. Choose today or a day to come.")))
    wish = HomeWish.objects.filter(participant=participant).first()
    row: HomeTrouble = HomeTrouble.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        kind=TroubleKind(kind),
        words=rules.checked_words(words, _("Say in a few words what you noticed."), most=4000),
        noticed_on=day,
        owner=owner or _coordinator(participant),
        look_on=look_on or by.today + LOOK_AFTER,
        goal=wish.goal if wish else None,
    )
    _keep_change(row, "", by=by, words="")
    record(by, "notice_trouble", row, op="create")
    return row


def _coordinator(participant: Participant) -> User | None:
    named = Relation.objects.select_related("user").filter(
        participant=participant, kind=RelationKind.COORDINATOR, to_on__isnull=True
    )
    found = named.first()
    return found.user if found else None


@transaction.atomic
def see_to_trouble(
    *, trouble: HomeTrouble, owner: User, look_on: date, by: Viewer, words: str = ""
) -> HomeTrouble:
    """Say who sees to it and when somebody looks again; what was settled can come back this way."""
    if look_on < by.today:
        raise DomainError(str(_("The day to look again is over. Choose today or a day to come.")))
    return _move(
        trouble,
        HomeTroubleStatus.SEEN_TO,
        by=by,
        words=words,
        event="see_to_trouble",
        owner=owner,
        look_on=look_on,
    )


@transaction.atomic
def settle_trouble(*, trouble: HomeTrouble, by: Viewer, words: str = "") -> HomeTrouble:
    """Say that it is settled, today, and how."""
    return _move(
        trouble,
        HomeTroubleStatus.SETTLED,
        by=by,
        words=words,
        event="settle_trouble",
        settled_on=by.today,
    )
