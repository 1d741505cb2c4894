"""What housing holds about a person: homes and answers, a wish, applications, notices, household and routines."""

from datetime import date

from handrail.access import Label
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.housing.models import (
    Home,
    HomeAnswer,
    HomeApplication,
    HomeApplicationStatusChange,
    HomeRoutine,
    HomeTrouble,
    HomeTroubleStatusChange,
    HomeWish,
    HouseholdMember,
)
from handrail.people.actions import keep_text
from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant


def _only_one_home(source: Participant, to: Participant, _today: date) -> None:
    if Home.objects.filter(participant__in=[source, to], until_on=None).count() > 1:
        raise DomainError(str(_("Both records have a home today. End one of them first, then join them.")))


def _one_wish(source: Participant, to: Participant, _today: date) -> None:
    """Keep the words of the wish that has no place, for a person to decide."""
    older = HomeWish.objects.filter(participant=source).first()
    if older is None or not HomeWish.objects.filter(participant=to).exists():
        return
    keep_text(
        participant=to,
        target=older,
        field="matters",
        text=f"{older.matters} {older.where}".strip(),
        author_id=None,
        language="",
        label=Label(older.label),
    )
    older.delete()


def _one_household(source: Participant, to: Participant, today: date) -> None:
    """End the household of ``source`` when ``to`` is in one."""
    if HouseholdMember.objects.filter(participant=to, name="", to_on=None).exists():
        for row in HouseholdMember.objects.filter(participant=source, to_on=None):
            row.to_on = max(row.from_on, today)
            row.save(update_fields=["to_on"])


HOLDINGS = Holdings(
    (
        Holding(HomeRoutine, empties=("title", "who"), keeps={"weekdays": "numbers of days"}),
        Holding(HouseholdMember, empties=("called", "name", "who"), settle=_one_household),
        Holding(HomeTroubleStatusChange, empties=("reason",)),
        Holding(HomeTrouble, empties=("words",)),
        Holding(HomeApplicationStatusChange, empties=("reason",)),
        Holding(
            HomeApplication,
            empties=("place", "landlord", "companion"),
            keeps={"currency": "of the place, not the person"},
        ),
        Holding(HomeWish, empties=("where", "matters"), settle=_one_wish),
        Holding(HomeAnswer, empties=("words",)),
        Holding(Home, empties=("address", "with_whom", "support_from"), settle=_only_one_home),
    )
)
