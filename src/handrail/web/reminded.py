"""
What the team is reminded of about a person, in the same words, for the person: nothing behind their back.

Each row of ``SHOWN`` is an offer to a page of the team, and what of it the person reads here. A contract test fails
for an offer that stands in no row. Only what is about somebody being safe is held back.
"""

from collections.abc import Callable

from handrail.access import Category, Viewer
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.choice import queries as choice
from handrail.community import queries as community
from handrail.housing import queries as housing
from handrail.intake import queries as intake
from handrail.intake.models import Referral
from handrail.intake.rules import ReferralStatus
from handrail.learning import queries as learning
from handrail.measures.queries import due as measures
from handrail.peers import queries as peers
from handrail.people.looked import own_record
from handrail.people.models import AccessTask, Participant
from handrail.people.queries import access, coordinator_of
from handrail.people.rules.blocked import PLACES, Place
from handrail.people.rules.tasks import TASK_KINDS, TaskKind
from handrail.plans import queries as plans
from handrail.practice import queries as practice
from handrail.safety.queries import emergency
from handrail.safety.rules.emergency import EmergencyStatus
from handrail.ui.dates import day as day_words
from handrail.work import queries as work


@frozen
class Reminder:
    """One heading of the team's pages, and what stands below it about this person."""

    title: Words
    lines: list[str]


Reading = Callable[[Viewer, Participant], list[Reminder]]


def _look_backs(viewer: Viewer, participant: Participant) -> list[Reminder]:
    due = [f"{one.kind}, {day_words(one.planned_on)}" for one in plans.look_backs_due(viewer)]
    same = [
        str(_("%(step)s, since %(day)s") % {"step": one.title, "day": day_words(one.since, weekday=False)})
        for one in plans.same_step_since(viewer)
    ]
    wishes = [wish for one in plans.wishes_without_step(viewer) for wish in one.wishes]
    alone = [] if coordinator_of(participant) else [str(_("Name a coordinator"))]
    return [
        Reminder(_("Look back together"), due),
        Reminder(_("Same step since"), same),
        Reminder(_("A wish, and no step yet"), wishes),
        Reminder(_("Nobody coordinates yet"), alone),
    ]


def _who_sees_what(viewer: Viewer, participant: Participant) -> list[Reminder]:
    waits = [
        ". ".join(filter(None, [_task_words(one), one.words]))
        for one in access.open_tasks_of(viewer, participant)
    ]
    again = [
        str(_("Ask again about %(who)s") % {"who": access.consent_name(one)})
        for one in access.asked_again(viewer, participant)
    ]
    reviews = [
        str(_("%(who)s. Look at the guardian’s view again") % {"who": one.user.name})
        for one in access.guardian_reviews(viewer)
        if one.participant_id == participant.pk
    ]
    return [
        Reminder(_("Who sees what: to decide"), waits),
        Reminder(_("Who sees what"), again + reviews),
    ]


def _task_words(task: AccessTask) -> str:
    kind = str(TASK_KINDS[TaskKind(task.kind)])
    said = f"{kind}, {task.about_user.name}" if task.about_user else kind
    return f"{said}. {PLACES[Place(task.place)]}" if task.place else said


def _tasks(viewer: Viewer, participant: Participant) -> list[Reminder]:
    rows = [one for one in plans.tasks_of_person(viewer, participant) if one.is_open]
    return [
        Reminder(_("Tasks"), [f"{one.what}, {one.who}" for one in rows if one.who]),
        Reminder(_("Nobody does these yet"), [one.what for one in rows if not one.who]),
    ]


def _homes(viewer: Viewer, participant: Participant) -> list[Reminder]:
    rows = housing.open_troubles(viewer, participant)
    return [Reminder(_("Homes to look at"), [f"{one.kind}. {one.words}" for one in rows])]


def _links(viewer: Viewer, participant: Participant) -> list[Reminder]:
    rows = community.links_of_team(viewer, participant)
    return [Reminder(_("Links that wait"), [f"{one.place}. {one.why}" for one in rows])]


def _lines(viewer: Viewer, participant: Participant) -> list[Reminder]:
    asked = _("%(name)s asked") % {"name": participant.called}
    rows = [f"{one.title}. {asked}" for one in intake.lines_for_team(viewer)]
    first = [_first_contact(one) for one in intake.open_referrals_of(viewer, participant)]
    return [Reminder(_("New people and questions"), first + rows)]


def _came_back(viewer: Viewer, participant: Participant) -> list[Reminder]:
    return [Reminder(_("Came back"), intake.came_back_of(viewer, participant))]


def _late(viewer: Viewer, participant: Participant) -> list[Reminder]:
    rows = intake.late_answers(viewer, participant)
    return [Reminder(_("Words that came late"), [one.title for one in rows])]


def _first_contact(referral: Referral) -> str:
    if referral.status == ReferralStatus.NOT_NOW:
        return str(_("Ask again now"))
    if referral.status == ReferralStatus.IN_CONTACT:
        return str(_("You have spoken. Start or not now?"))
    return str(_("Call by %(day)s") % {"day": day_words(referral.first_contact_by)})


def _funding(viewer: Viewer, participant: Participant) -> list[Reminder]:
    rows = choice.endings_of(viewer, participant)
    return [Reminder(_("Funding ends"), [one.text for one in rows])]


def _questionnaires(viewer: Viewer, participant: Participant) -> list[Reminder]:
    waits = [
        ", ".join([one.instrument.name, one.when, str(one.schedule.reader.name)])
        for one in measures.due_of(viewer, participant)
    ]
    return [Reminder(_("Questionnaires"), waits)]


def _company(viewer: Viewer, participant: Participant) -> list[Reminder]:
    rows = [str(_("Would like company with a lesson.")) for _one in learning.waiting_for_company(viewer)]
    return [Reminder(_("Look at a lesson together"), rows)]


def _peers(viewer: Viewer, participant: Participant) -> list[Reminder]:
    waits = peers.waits_for_team(viewer)
    lines = [
        str(words % {"day": day_words(one.since)})
        for words, rows in (
            (_("Asks for a call, since %(day)s"), waits.talks),
            (_("Ask again about a peer on %(day)s"), waits.ask_again),
            (_("Would like a peer, since %(day)s"), waits.waiting),
        )
        for one in rows
    ]
    return [Reminder(_("Peers"), lines)]


def _work(viewer: Viewer, participant: Participant) -> list[Reminder]:
    rows = [
        str(job.asks or _("Its day has come. Did it begin?"))
        for _name, job in work.asked_today(viewer, viewer.today)
    ]
    return [Reminder(_("Work and study"), rows)]


def _notes(viewer: Viewer, participant: Participant) -> list[Reminder]:
    rows = practice.notes_to_finish(viewer, participant)
    return [Reminder(_("To finish"), [f"{one.tag}. {one.title}. {one.hint}" for one in rows])]


def _opened(viewer: Viewer, participant: Participant) -> list[Reminder]:
    rows = [one for one in emergency.openings_of(viewer, participant) if one.status == EmergencyStatus.WAITS]
    words = _("%(name)s opened the list, %(day)s. To look at by %(by)s")
    lines = [
        words
        % {
            "name": one.opened_by.name,
            "day": day_words(one.opened_local),
            "by": day_words(one.review_by, weekday=False),
        }
        for one in rows
    ]
    return [Reminder(_("Opened in an emergency"), lines)]


# Every offer to "today" that can name a person, by the function that makes it.
SHOWN: dict[str, Reading] = {
    "handrail.people.panels.today": _who_sees_what,
    "handrail.plans.panels.today": _look_backs,
    "handrail.plans.panels.tasks_today": _tasks,
    "handrail.housing.panels.today": _homes,
    "handrail.community.panels.today": _links,
    "handrail.intake.panels.today": _lines,
    "handrail.intake.panels.came_back": _came_back,
    "handrail.intake.panels.late": _late,
    "handrail.choice.panels.today": _funding,
    "handrail.learning.panels.today": _company,
    "handrail.measures.panels.today": _questionnaires,
    "handrail.peers.panels.today": _peers,
    "handrail.safety.panels.today": _opened,
    "handrail.work.panels.today": _work,
    "handrail.practice.queries.today._to_finish": _notes,  # stands on the page itself
}
# Offers without a word about a person, and the one that is held back.
WITHOUT: dict[str, str] = {
    "handrail.web.panels.today": "ways to other rooms",
    "handrail.safety.panels.roster_today": "who is on call; about colleagues",
    "handrail.complaints.panels.today": "a number; the words are the sender's own",
    "handrail.safety.queries.alerts.running_alerts": "held back: it is about somebody being safe",
}
# What the team's page about a person offers; each shows what the person reads in a room of their own.
ROOM_OF: dict[str, str] = {
    "handrail.choice.panels.person": "choice:costs",
    "handrail.community.panels.person": "community:links",
    "handrail.housing.panels.person": "housing:page",
    "handrail.intake.panels.person": "intake:conversation",
    "handrail.learning.panels.person": "learning:person",
    "handrail.peers.panels.person": "peers:person",
    "handrail.plans.panels.person": "plans:plan",
    "handrail.plans.panels.tasks_person": "plans:health",
    "handrail.practice.panels.person": "practice:notes",
    "handrail.work.panels.person": "work:page",
}


@frozen
class RemindedPage:
    person: Participant
    reminders: list[Reminder]


def reminded_page(viewer: Viewer, person_key: str) -> RemindedPage:
    """Return what the team's lists say about the viewer's own record; raise NotFound for every other record."""
    participant = own_record(viewer, person_key, Category.ACCESS)
    found = [one for read in SHOWN.values() for one in read(viewer, participant)]
    return RemindedPage(participant, [one for one in found if one.lines])
