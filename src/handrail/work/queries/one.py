"""One thing of a person's work, open to the viewer or absent."""

from typing import TypeVar

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.people.models import AboutPerson, Participant
from handrail.plans.models import Goal
from handrail.plans.rules import GoalStatus
from handrail.work.models import Adjustment, Job, ProfileVersion, TellingChoice

Found = TypeVar("Found", bound=AboutPerson)


def _one(viewer: Viewer, participant: Participant, kind: type[Found], key: str, *joined: str) -> Found:
    rows = kind.objects.visible_to(viewer).filter(participant=participant, key=key)
    found: Found | None = rows.select_related("participant", *joined).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    viewer.looks.add(Category.WORK, {participant.pk})
    return found


def job(viewer: Viewer, participant: Participant, key: str) -> Job:
    """Return the job or course behind ``key``; raise NotFound when it is absent or closed to the viewer."""
    return _one(viewer, participant, Job, key, "employer", "goal")


def adjustment(viewer: Viewer, participant: Participant, key: str) -> Adjustment:
    """Return the adjustment behind ``key``; raise NotFound when it is absent or closed to the viewer."""
    return _one(viewer, participant, Adjustment, key, "job", "step")


def profiles(viewer: Viewer, participant: Participant) -> list[ProfileVersion]:
    """Return every version of what the person has done and likes, the newest first."""
    viewer.looks.add(Category.WORK, {participant.pk})
    rows = ProfileVersion.objects.visible_to(viewer).filter(participant=participant)
    return list(rows.select_related("written_by").order_by("-number"))


def tellings(viewer: Viewer, participant: Participant) -> list[TellingChoice]:
    """Return every choice about telling, the newest first."""
    viewer.looks.add(Category.WORK, {participant.pk})
    rows = TellingChoice.objects.visible_to(viewer).filter(participant=participant)
    return list(rows.select_related("written_by").order_by("-chosen_on", "-pk"))


def goals(viewer: Viewer, participant: Participant) -> list[Goal]:
    """Return the goals that a job or step can hang on, in the person's order; none when the plan is closed to one."""
    rows = Goal.objects.visible_to(viewer).filter(
        participant=participant, status=GoalStatus.ACTIVE, plan__ended_on=None
    )
    found = list(rows.order_by("position", "pk"))
    viewer.looks.add(Category.PLAN, {participant.pk} if found else set())
    return found


def open_jobs(viewer: Viewer, participant: Participant) -> list[Job]:
    """Return the jobs and courses that have not ended, the newest first."""
    viewer.looks.add(Category.WORK, {participant.pk})
    rows = Job.objects.visible_to(viewer).filter(participant=participant, ended_on=None)
    return list(rows.order_by("-started_on", "-pk"))
