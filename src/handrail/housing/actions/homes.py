from dataclasses import asdict
from datetime import date

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.words import _
from handrail.housing import rules
from handrail.housing.models import Home, HomeAnswer
from handrail.housing.rules import HOME_KINDS, HomeKind, HomeSupport, RightForMe
from handrail.intake.rules import AuthorKind
from handrail.people.models import Participant
from handrail.plans import allowed


@frozen
class HomeFacts:
    """Where somebody lives, as a form or a story says it."""

    kind: HomeKind
    support: HomeSupport
    since_on: date
    address: str = ""
    with_whom: str = ""
    support_hours: int | None = None
    support_from: str = ""


def _tidy(facts: HomeFacts, participant: Participant, today: date) -> dict[str, object]:
    rules.checked_since(facts.since_on, today=today, birth_on=participant.birth_on)
    rules.checked_hours(facts.support_hours, HomeSupport(facts.support))
    texts = {name: kept(getattr(facts, name)).strip() for name in ("address", "with_whom", "support_from")}
    return {**asdict(facts), **texts}


def where(home: Home) -> str:
    """Return a home in a few words: its address, or its kind."""
    return home.address or str(HOME_KINDS[HomeKind(home.kind)])


def _end(home: Home, until_on: date, today: date) -> Home:
    home.until_on = rules.checked_end(until_on, since_on=home.since_on, today=today)
    home.version += 1
    home.save(update_fields=["until_on", "version"])
    return home


@transaction.atomic
def move_in(*, participant: Participant, facts: HomeFacts, by: Viewer, ends_current: bool = False) -> Home:
    """
    Write down where the person lives now. No condition stands before it (S-118).

    With ``ends_current`` the home before ends on the day this one begins. Raises DomainError when there is one and
    it was not said that it has ended: a person lives in one home at a time.
    """
    tidy = _tidy(facts, participant, by.today)
    current = Home.objects.select_for_update().filter(participant=participant, until_on=None).first()
    if current is not None:
        if not ends_current:
            raise rules.two_homes(where(current))
        _end(current, facts.since_on, by.today)
    home: Home = Home.objects.create(
        organisation_id=participant.organisation_id, participant=participant, **tidy
    )
    record(by, "move_in", home, op="create")
    return home


@transaction.atomic
def change_home(*, home: Home, facts: HomeFacts, version: int, by: Viewer) -> Home:
    """Put right where the person lives, or how much support comes; raise Stale when ``version`` is not the newest."""
    row: Home = Home.objects.select_for_update().select_related("participant").get(pk=home.pk)
    if row.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    if row.until_on and facts.since_on > row.until_on:
        raise DomainError(str(_("This day is after the home ended. Choose an earlier day.")))
    for name, value in _tidy(facts, row.participant, by.today).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    record(by, "change_home", row)
    return row


@transaction.atomic
def end_home(*, home: Home, until_on: date, by: Viewer) -> Home:
    """Say that the person lives there no more. The home stays in the history."""
    row: Home = Home.objects.select_for_update().get(pk=home.pk)
    if row.until_on is not None:
        raise DomainError(str(_("This home has ended already.")))
    _end(row, until_on, by.today)
    record(by, "end_home", row)
    return row


@transaction.atomic
def answer_home(*, home: Home, answer: RightForMe, by: Viewer, words: str = "") -> HomeAnswer:
    """
    Keep what the person says to "is it right for me?"; earlier answers stay.

    A colleague may write it down beside the person; the answer says so.
    """
    row: Home = Home.objects.select_for_update().get(pk=home.pk)
    mine = allowed.decides(by, row.participant_id)
    said: HomeAnswer = HomeAnswer.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        home=row,
        answer=RightForMe(answer),
        words=kept(words),
        said_on=by.today,
        author_id=by.user_id,
        author_kind=AuthorKind.MINE if mine else AuthorKind.STAFF,
    )
    row.right_for_me = said.answer
    row.save(update_fields=["right_for_me"])
    record(by, "answer_home", said, op="create")
    return said
