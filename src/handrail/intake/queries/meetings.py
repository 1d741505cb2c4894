"""Joint first meetings that were asked for."""

from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from handrail.access import Category, Permission, Role, Viewer
from handrail.accounts.models import Membership, User
from handrail.accounts.queries import members
from handrail.accounts.rules import JOB_TITLES, JobTitle
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.intake.models import FirstMeeting, MeetingGuest, Referral
from handrail.intake.queries.start import StartFact
from handrail.intake.rules import GUEST_KINDS, FirstMeetingStatus, GuestKind, StartState, needs_yes
from handrail.people.kept import keeps
from handrail.people.models import Participant, Supporter
from handrail.people.queries import coordinator_of
from handrail.prepared import prepared
from handrail.ui.addresses import address
from handrail.ui.dates import day

LIST_LENGTH = 50


@frozen
class OpenMeeting:
    """What the owner sees of a meeting to arrange, also before the referral is theirs: a name and a day."""

    href: str
    called: str
    due_on: date


def least_busy_coordinator(viewer: Viewer, organisation_id: UUID) -> User | None:
    """Return the coordinator of the organisation who has the fewest first meetings to arrange, or nobody."""
    row = (
        Membership.objects.filter(
            Q(to_on__isnull=True) | Q(to_on__gt=viewer.today),
            organisation_id=organisation_id,
            from_on__lte=viewer.today,
            role=Role.COORDINATOR,
            user__is_active=True,
        )
        .order_by("user__name", "pk")
        .values_list("user_id", flat=True)
    )
    coordinators = list(row)
    asked = FirstMeeting.objects.filter(owner_id__in=coordinators, status=FirstMeetingStatus.ASKED)
    busy = dict(asked.values_list("owner_id").annotate(n=Count("pk")).order_by())
    chosen = min(coordinators, key=lambda user: cast(int, busy.get(user, 0)), default=None)
    return User.objects.get(pk=chosen) if chosen else None


@prepared
def _to_arrange(viewer: Viewer) -> QuerySet[FirstMeeting]:
    rows = FirstMeeting.objects.filter(
        organisation_id=viewer.own_organisation, owner_id=viewer.own_user, status=FirstMeetingStatus.ASKED
    )
    return rows.select_related("participant", "referral").order_by("due_on", "pk")[:LIST_LENGTH]


def meetings_to_arrange(viewer: Viewer) -> list[OpenMeeting]:
    """
    Return the first meetings that wait for the viewer, by the day they are due.

    A task names its owner before the referral is theirs, so this read asks for the owner and not for a relation;
    it shows a name and a day, and is a look like that at a referral that nobody has taken.
    """
    if not viewer.may(Permission.REFERRAL_TAKE):
        return []
    rows = _to_arrange(viewer)
    viewer.looks.add(Category.INTAKE, {row.participant_id for row in rows}, "open_referral")
    return [OpenMeeting(_address(row), row.participant.called, row.due_on) for row in rows]


def _address(row: FirstMeeting) -> str:
    if row.referral is None:
        return address("intake:first_meeting", row.participant.key)
    return address("intake:referral", row.referral.key)


def first_meeting(viewer: Viewer, referral: Referral) -> FirstMeeting | None:
    """Return the joint first meeting of a referral that is open to the viewer, unless it was called off."""
    rows = FirstMeeting.objects.visible_to(viewer).select_related("owner")
    return rows.filter(referral=referral).exclude(status=FirstMeetingStatus.CALLED_OFF).first()


def standing_meeting(participant: Participant) -> FirstMeeting | None:
    """Return the first meeting of a person that was not called off, for the action that asks for one."""
    rows = FirstMeeting.objects.filter(participant=participant)
    return rows.exclude(status=FirstMeetingStatus.CALLED_OFF).order_by("pk").first()


def meeting_owner(viewer: Viewer, participant: Participant) -> User | None:
    """Return who arranges a first meeting that no referral waits for: the coordinator, else the least busy one."""
    named = coordinator_of(participant)
    return named.user if named else least_busy_coordinator(viewer, participant.organisation_id)


@prepared
def _meeting(viewer: Viewer, participant_id: UUID) -> QuerySet[FirstMeeting]:
    rows = FirstMeeting.objects.visible_to(viewer).select_related("owner")
    rows = rows.filter(participant_id=participant_id).exclude(status=FirstMeetingStatus.CALLED_OFF)
    return rows.order_by("pk")[:1]


def meeting_of(viewer: Viewer, participant: Participant) -> FirstMeeting | None:
    """Return the joint first meeting of a person, as far as it is open to the viewer."""
    return _meeting.first(viewer, participant.pk) if keeps(viewer, participant, FirstMeeting) else None


def meeting_fact(viewer: Viewer, participant: Participant) -> StartFact | None:
    """Return line 2 as asked for, or as agreed with its day, once a joint first meeting stands (S-204)."""
    meeting = meeting_of(viewer, participant)
    if meeting is None:
        return None
    href, label = address("intake:first_meeting", participant.key), str(_("See who comes"))
    if meeting.status == FirstMeetingStatus.ARRANGED and meeting.meets_on is not None:
        said = str(_("Agreed for %(day)s.") % {"day": day(meeting.meets_on)})
        return StartFact(StartState.DONE, f"{said} {meeting.place}".strip(), href, label)
    asked = str(_("Asked for. The day is agreed by %(day)s.") % {"day": day(meeting.due_on)})
    return StartFact(StartState.ASKED, asked, href, label)


@frozen
class ShownGuest:
    """Somebody on the list of a meeting, and whether they may be told."""

    row: MeetingGuest
    name: str
    kind: Words
    needs_yes: bool

    @property
    def may_be_told(self) -> bool:
        return not self.needs_yes or self.row.yes_on is not None


def _what_they_are(kind: str, job_title: str | None) -> Words:
    """Return what a colleague or peer is, in the list of job titles; of everybody else how they stand to the person."""
    return JOB_TITLES[JobTitle(job_title)] if job_title else GUEST_KINDS[GuestKind(kind)]


def guests(viewer: Viewer, meeting: FirstMeeting) -> list[ShownGuest]:
    """Return who is to be at a meeting, for the person and the team: the team first."""
    rows = MeetingGuest.objects.visible_to(viewer).filter(meeting=meeting, to_on=None)
    viewer.looks.add(Category.ASKED, {meeting.participant_id})
    member = Membership.objects.filter(user=OuterRef("user"), organisation=OuterRef("organisation"))
    titled = rows.annotate(job_title=Subquery(member.order_by("-pk").values("job_title")[:1]))
    found = [
        ShownGuest(row, row.called, _what_they_are(row.kind, row.job_title), needs_yes(GuestKind(row.kind)))
        for row in titled.select_related("user", "supporter").order_by("pk")
    ]
    return sorted(found, key=lambda one: one.needs_yes)


def guest(viewer: Viewer, participant: Participant, key: str) -> MeetingGuest:
    """Return somebody on the list by key; raise NotFound when they were taken off or it is closed."""
    rows = MeetingGuest.objects.visible_to(viewer).filter(participant=participant, key=key, to_on=None)
    found: MeetingGuest | None = rows.first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@frozen
class Invitation:
    """What somebody who is to come sees of a meeting: the day and the place."""

    meets_on: date
    place: str


@prepared
def _invitations(viewer: Viewer, participant_id: UUID) -> QuerySet[MeetingGuest]:
    mine = Q(user_id=viewer.own_user) | Q(supporter__user_id=viewer.own_user)
    rows = MeetingGuest.objects.visible_to(viewer).filter(
        mine,
        participant_id=participant_id,
        to_on__isnull=True,
        yes_on__isnull=False,
        meeting__status=FirstMeetingStatus.ARRANGED,
        meeting__meets_on__gte=viewer.today,
    )
    return rows.select_related("meeting").order_by("pk")


def invitations_for(viewer: Viewer, participant: Participant) -> list[Invitation]:
    """Return the meetings that a relative or a peer is to come to, with the person's yes to them."""
    return [
        Invitation(cast(date, row.meeting.meets_on), row.meeting.place)
        for row in _invitations(viewer, participant.pk)
    ]


@frozen
class Possible:
    """Somebody who can be put on the list."""

    key: str
    kind: GuestKind
    name: str
    user_id: UUID | None = None
    supporter: Supporter | None = None
    part: str = ""


COLLEAGUES = frozenset({Role.SPECIALIST, Role.CLINICIAN, Role.COORDINATOR})


def may_come(viewer: Viewer, participant: Participant) -> list[Possible]:
    """
    Return who can be put on the list: people near as the person named them; for the team also colleagues and peers.

    An interpreter comes by name. The person asks the team for a colleague: whoever comes is on their team from then on.
    """
    near = Supporter.objects.visible_to(viewer).filter(participant=participant, to_on=None)
    found = [
        Possible(f"near-{one.key}", GuestKind.NEAR, one.name, supporter=one)
        for one in near.order_by("name", "pk")
    ]
    for one in members(viewer, roles=COLLEAGUES | {Role.PEER}) if viewer.is_staff else []:
        kind = GuestKind.PEER if one.role == Role.PEER else GuestKind.COLLEAGUE
        found.append(Possible(str(one.user_id), kind, one.name, user_id=one.user_id, part=str(one.job_title)))
    return found


def account_behind(one: Possible) -> User | None:
    """Return the account of a colleague or peer who can be put on the list; people near come without."""
    return User.objects.get(pk=one.user_id) if one.user_id else None
