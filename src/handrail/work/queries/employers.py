"""Employers and the words with them: about no person, so read by every colleague who keeps the list."""

from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.text import folded
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.prepared import prepared
from handrail.work.models import ContactFor, Employer, EmployerContact, Job
from handrail.work.rules import WAYS, Way

LIST_LENGTH = 50
RECENT = 6


@frozen
class EmployerLine:
    key: str
    name: str
    trade: str
    last_on: date | None
    next: str
    next_on: date | None
    is_closed: bool


@frozen
class EmployerList:
    rows: list[EmployerLine]
    search: str
    after: str


def employer_list(viewer: Viewer, *, search: str = "", start_after: str = "") -> EmployerList:
    """Return up to 50 employers by name, each with the newest word and what is next; search by beginning."""
    rows = Employer.objects.filter(organisation_id=viewer.own_organisation)
    if search.strip():
        plain = folded(search)
        rows = rows.filter(sort_key__gte=plain, sort_key__lt=plain + "\U0010ffff")
    if start_after:
        rows = rows.filter(sort_key__gt=start_after)
    found = list(rows.annotate(last_on=Max("contacts__held_on")).order_by("sort_key")[:LIST_LENGTH])
    waiting = {
        row.employer_id: row
        for row in EmployerContact.objects.filter(employer__in=found, next_done=False).exclude(next="")
    }
    lines = []
    for row in found:
        then = waiting.get(row.pk)
        lines.append(
            EmployerLine(
                row.key,
                row.name,
                row.trade,
                row.last_on,
                then.next if then else "",
                then.next_on if then else None,
                row.closed_on is not None,
            )
        )
    full = len(found) == LIST_LENGTH
    return EmployerList(lines, search, found[-1].sort_key if full else "")


def employer(viewer: Viewer, key: str) -> Employer:
    """Return an employer of the viewer's organisation by key, or raise NotFound."""
    found = Employer.objects.filter(organisation_id=viewer.own_organisation, key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@frozen
class ContactRow:
    """A word with an employer, and whom it was for when the viewer may know."""

    on: date
    way: str
    who: str
    by: str
    needs: str
    next: str
    next_on: date | None
    people: tuple[tuple[str, str, str], ...]  # key, name, what was said about them


@frozen
class EmployerPage:
    employer: Employer
    contacts: list[ContactRow]
    people_now: tuple[tuple[str, str, str], ...]  # key, name, what they do there: whom the viewer may see
    last_who: str


def employer_page(viewer: Viewer, key: str) -> EmployerPage:
    """Return an employer with the newest 50 words; people stand there only when their record is open to the viewer."""
    found = employer(viewer, key)
    rows = list(found.contacts.select_related("made_by").order_by("-held_on", "-pk")[:LIST_LENGTH])
    people: dict[object, list[tuple[str, str, str]]] = {}
    linked = ContactFor.objects.visible_to(viewer).filter(contact__in=rows).select_related("participant")
    shown = set()
    for link in linked:
        shown.add(link.participant_id)
        about = (link.participant.key, link.participant.listed_name, link.words)
        people.setdefault(link.contact_id, []).append(about)
    jobs = Job.objects.among_people_of(viewer).filter(employer=found, ended_on=None)
    there = list(jobs.select_related("participant").order_by("started_on", "pk")[:LIST_LENGTH])
    viewer.looks.add(Category.WORK, shown | {job.participant_id for job in there})
    return EmployerPage(
        employer=found,
        contacts=[
            ContactRow(
                row.held_on,
                str(WAYS[Way(row.way)]),
                row.who,
                row.made_by.name,
                row.needs,
                row.next,
                None if row.next_done else row.next_on,
                tuple(people.get(row.pk, ())),
            )
            for row in rows
        ],
        people_now=tuple((job.participant.key, job.participant.listed_name, job.title) for job in there),
        last_who=next((row.who for row in rows if row.who), ""),
    )


def recent_employers(viewer: Viewer, participant: Participant) -> list[Employer]:
    """Return employers to choose from on a form: those of this person's words first, then the newest of the place."""
    own = list(
        Employer.objects.filter(
            contacts__people__in=ContactFor.objects.visible_to(viewer).filter(participant=participant)
        )
        .distinct()
        .order_by("sort_key")[:RECENT]
    )
    if len(own) >= RECENT:
        return own
    others = Employer.objects.filter(organisation_id=viewer.own_organisation, closed_on=None)
    others = others.exclude(pk__in=[row.pk for row in own])
    newest = others.annotate(last_on=Max("contacts__held_on")).order_by("-last_on", "sort_key")
    return own + list(newest[: RECENT - len(own)])


@frozen
class ToContact:
    """An employer with something that was to be done until today."""

    key: str
    name: str
    next: str
    on: date
    phone: str


@prepared
def _to_contact(viewer: Viewer, day: date) -> QuerySet[EmployerContact]:
    rows = EmployerContact.objects.filter(
        made_by_id=viewer.own_user,
        organisation_id=viewer.own_organisation,
        next_on__lte=day,
        next_done=False,
        employer__closed_on=None,
    )
    return rows.select_related("employer").order_by("next_on", "pk")[:10]


def to_contact(viewer: Viewer, day: date) -> list[ToContact]:
    """Return up to ten employers whom the viewer wanted to contact until ``day``."""
    return [
        ToContact(row.employer.key, row.employer.name, row.next, row.next_on, row.employer.phone)
        for row in _to_contact(viewer, day)
        if row.next_on
    ]


def contacts_since(viewer: Viewer, since: date) -> tuple[int, int]:
    """Return how many words with employers colleagues had since a day, and how many of them in person."""
    rows = EmployerContact.objects.filter(
        organisation_id=viewer.own_organisation, held_on__gte=since, held_on__lte=viewer.today
    )
    found = rows.aggregate(all=Count("pk"), face=Count("pk", filter=Q(way=Way.IN_PERSON)))
    return found["all"], found["face"]
