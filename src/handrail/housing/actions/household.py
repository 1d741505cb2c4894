from collections.abc import Collection
from datetime import time
from uuid import UUID

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base import ids
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.words import _
from handrail.housing import rules
from handrail.housing.models import HomeRoutine, HouseholdMember
from handrail.people.models import Participant
from handrail.plans import allowed
from handrail.plans.models import Step

SHOWN = ("shows_name", "shows_routines", "shows_troubles")


def _own_row(participant: Participant) -> HouseholdMember | None:
    found: HouseholdMember | None = (
        HouseholdMember.objects.select_for_update()
        .filter(participant=participant, name="", to_on=None)
        .first()
    )
    return found


def _enter(participant: Participant, household: UUID, by: Viewer, called: str = "") -> HouseholdMember:
    if _own_row(participant) is not None:
        raise DomainError(str(_("This person is in a household already. Leave that one first.")))
    row: HouseholdMember = HouseholdMember.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        household=household,
        called=called,
        from_on=by.today,
    )
    return row


@transaction.atomic
def start_household(*, participant: Participant, called: str, by: Viewer) -> HouseholdMember:
    """Begin a household with the person in it; others come in by name, or with a record of their own (S-261)."""
    tidy = rules.checked_words(called, _("Give the household a name, like the family name."))
    row = _enter(participant, ids.uuid7(), by, tidy)
    record(by, "start_household", row, op="create")
    return row


@transaction.atomic
def join_household(*, participant: Participant, beside: HouseholdMember, by: Viewer) -> HouseholdMember:
    """
    Put the person into the household of somebody whose record is open to the viewer too.

    They show nothing there until they choose to; not even their name. Raises DomainError for a closed record.
    """
    opened = HouseholdMember.objects.visible_to(by).filter(pk=beside.pk, name="", to_on=None).first()
    if opened is None:
        raise DomainError(str(_("This household is not open to you. Ask somebody who lives in it.")))
    row = _enter(participant, opened.household, by)
    record(by, "join_household", row, op="create")
    return row


@transaction.atomic
def name_household_member(
    *, participant: Participant, name: str, by: Viewer, who: str = ""
) -> HouseholdMember:
    """Write down somebody who lives there too, by name alone. It opens nothing and says nothing else."""
    own = _own_row(participant)
    if own is None:
        raise DomainError(str(_("Begin the household first, then add who lives there.")))
    row: HouseholdMember = HouseholdMember.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        household=own.household,
        name=rules.checked_words(name, _("Write the name of who lives there.")),
        who=kept(who).strip(),
        from_on=by.today,
    )
    record(by, "name_household_member", row, op="create")
    return row


@transaction.atomic
def choose_what_household_sees(
    *, participant: Participant, shown: Collection[str], by: Viewer
) -> HouseholdMember:
    """Keep what the others in the household may read: my name, my routines, my notices. Only the person chooses."""
    allowed.check_decides(by, participant.pk)
    own = _own_row(participant)
    if own is None:
        raise DomainError(str(_("You are in no household here.")))
    for name in SHOWN:
        setattr(own, name, name in shown)
    own.shows_name = bool(set(shown) & set(SHOWN))
    own.save(update_fields=list(SHOWN))
    record(by, "choose_what_household_sees", own)
    return own


@transaction.atomic
def leave_household(*, member: HouseholdMember, by: Viewer) -> HouseholdMember:
    """End a place in a household. When the person leaves, the names that they wrote leave with them."""
    row: HouseholdMember = HouseholdMember.objects.select_for_update().get(pk=member.pk)
    leaving = HouseholdMember.objects.filter(pk=row.pk, to_on=None)
    if not row.name:
        leaving = HouseholdMember.objects.filter(
            participant_id=row.participant_id, household=row.household, to_on=None
        )
    leaving.update(to_on=by.today)
    row.refresh_from_db()
    record(by, "leave_household", row)
    return row


@transaction.atomic
def add_routine(
    *,
    participant: Participant,
    title: str,
    weekdays: str,
    by: Viewer,
    who: str = "",
    at: time | None = None,
    step: Step | None = None,
) -> HomeRoutine:
    """Note what is done at home on which days, and by whom (S-127). It shows in My week."""
    if step is not None and step.participant_id != participant.pk:
        raise DomainError(str(_("Choose a step of this person's plan.")))
    row: HomeRoutine = HomeRoutine.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        title=rules.checked_words(title, _("Write what is done at home, like: dinner.")),
        who=kept(who).strip(),
        weekdays=rules.checked_weekdays(weekdays),
        at=at,
        step=step,
        from_on=by.today,
    )
    record(by, "add_routine", row, op="create")
    return row


@transaction.atomic
def end_routine(*, routine: HomeRoutine, by: Viewer) -> HomeRoutine:
    """Let a routine end today; it stays in the history."""
    row: HomeRoutine = HomeRoutine.objects.select_for_update().get(pk=routine.pk)
    row.to_on = row.to_on or by.today
    row.save(update_fields=["to_on"])
    record(by, "end_routine", row)
    return row
