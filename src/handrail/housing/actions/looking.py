from datetime import date, time

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.housing import rules
from handrail.housing.models import HomeApplication, HomeApplicationStatusChange, HomeWish
from handrail.housing.rules import APPLICATION_TRANSITIONS, HomeApplicationStatus, HomeKind
from handrail.people.models import Participant
from handrail.plans.actions.goals import new_goal
from handrail.plans.models import Goal, Plan, Step
from handrail.plans.rules import Environment, LifeArea


@transaction.atomic
def say_home_wish(
    *,
    participant: Participant,
    by: Viewer,
    matters: str,
    kind: HomeKind | None = None,
    where: str = "",
    goal: Goal | None = None,
    becomes_goal_of: Plan | None = None,
) -> HomeWish:
    """
    Keep which home the person wants, in their words: one wish, changed as often as they like.

    It stands under a goal of the plan, or its words become a new goal of ``becomes_goal_of``.
    Raises DomainError without words, or for another person's goal.
    """
    words = rules.checked_words(matters, _("Say in a few words which home you want."), most=2000)
    if becomes_goal_of is not None:
        goal = new_goal(
            plan=becomes_goal_of,
            words=words,
            life_area=LifeArea.HOME,
            environment=Environment.LIVING,
            by=by,
        )
    if goal is not None and goal.participant_id != participant.pk:
        raise DomainError(str(_("Choose a goal of this person's plan.")))
    wish = HomeWish.objects.select_for_update().filter(participant=participant).first() or HomeWish(
        organisation_id=participant.organisation_id, participant=participant, version=0
    )
    wish.matters, wish.where, wish.kind = words, kept(where).strip(), kind or ""
    wish.goal = goal or wish.goal
    wish.version += 1
    wish.save()
    record(by, "say_home_wish", wish, op="create" if wish.version == 1 else "change")
    return wish


@frozen
class ApplicationFacts:
    """A place to look at; the rent is of a month, in cents."""

    place: str
    kind: HomeKind | None = None
    landlord: str = ""
    rent_minor: int | None = None


def _keep_change(row: HomeApplication, before: str, *, by: Viewer, words: str = "") -> None:
    HomeApplicationStatusChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        application=row,
        from_status=before,
        to_status=row.status,
        changed_by_id=by.user_id,
        reason=kept(words),
    )


@transaction.atomic
def add_application(
    *, participant: Participant, facts: ApplicationFacts, by: Viewer, step: Step | None = None
) -> HomeApplication:
    """Note a place that the person looks at, under the goal of their wish if there is one."""
    wish = HomeWish.objects.filter(participant=participant).first()
    row: HomeApplication = HomeApplication.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        place=rules.checked_words(facts.place, _("Write which place it is: the street, or the name.")),
        kind=facts.kind or "",
        landlord=kept(facts.landlord).strip(),
        rent_minor=facts.rent_minor,
        currency=participant.organisation.currency,
        goal=wish.goal if wish else None,
        step=step,
    )
    _keep_change(row, "", by=by)
    record(by, "add_application", row, op="create")
    return row


@transaction.atomic
def change_application_status(
    *,
    application: HomeApplication,
    to: HomeApplicationStatus,
    by: Viewer,
    words: str = "",
    viewing_on: date | None = None,
    viewing_at: time | None = None,
    companion: str = "",
) -> HomeApplication:
    """
    Move an application along its table; a visit needs its day.

    Raises InvalidTransition when the table does not lead there, DomainError for a visit without a day.
    """
    row: HomeApplication = HomeApplication.objects.select_for_update().get(pk=application.pk)
    before = HomeApplicationStatus(row.status)
    check_transition(APPLICATION_TRANSITIONS, before, to)
    if to is HomeApplicationStatus.VIEWING:
        if viewing_on is None:
            raise DomainError(str(_("Write the day of the visit, so that it stands in the week.")))
        row.viewing_on, row.viewing_at, row.companion = viewing_on, viewing_at, kept(companion).strip()
    row.status = to
    row.version += 1
    row.save()
    _keep_change(row, before, by=by, words=words)
    record(by, "change_application_status", row)
    return row
