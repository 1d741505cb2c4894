"""Who is to be at a joint first meeting: named, and let know one by one with the person's own yes."""

from django.db import transaction
from django.db.models import Q

from handrail.access import RelationKind, Viewer
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.words import _
from handrail.intake import rules
from handrail.intake.actions.meetings import new_first_meeting
from handrail.intake.actions.parts import close_asked, open_asked
from handrail.intake.models import FirstMeeting, MeetingGuest, Referral
from handrail.intake.queries.meetings import meeting_owner, standing_meeting
from handrail.intake.rules import FirstMeetingStatus, GuestKind
from handrail.people import actions as people
from handrail.people.models import Participant, Relation, Supporter
from handrail.people.rules.consent import Way


@frozen
class Guest:
    """Who is to come: an account, somebody near without one, or a name."""

    kind: GuestKind
    user: User | None = None
    supporter: Supporter | None = None
    name: str = ""
    part: str = ""  # what a colleague is on the team


@transaction.atomic
def ask_joint_meeting(*, participant: Participant, by: Viewer) -> FirstMeeting:
    """Ask for a joint first meeting with an account, in one tap (S-204); who asked before joins the one that stands."""
    meeting = standing_meeting(participant)
    is_new = meeting is None
    if meeting is None:
        referral = Referral.objects.filter(participant=participant).order_by("-pk").first()
        if referral is not None and referral.contact_id:
            meeting = new_first_meeting(referral, by=by)
        else:
            meeting = FirstMeeting.objects.create(
                organisation_id=participant.organisation_id,
                participant=participant,
                referral=referral,
                owner=meeting_owner(by, participant),
                asked_on=by.today,
                due_on=by.today + rules.FIRST_MEETING_WITHIN,
            )
    record(by, "ask_joint_meeting", meeting, op="create" if is_new else "change")
    return meeting


def _let_colleague_in(meeting: FirstMeeting, guest: Guest, by: Viewer) -> None:
    """Whoever comes from the team is on the person's team from then on: they meet with the same knowledge."""
    if guest.user is None:
        raise DomainError(str(_("Choose who comes.")))
    team = [RelationKind.COORDINATOR, RelationKind.CARE_TEAM]
    runs = Q(to_on__isnull=True) | Q(to_on__gt=by.today)
    known = Relation.objects.filter(runs, participant_id=meeting.participant_id, user=guest.user)
    if known.filter(kind__in=team).exists():
        return
    people.let_in(
        participant=meeting.participant,
        user=guest.user,
        kind=RelationKind.CARE_TEAM,
        source="first_meeting",
        part=guest.part[:80],
        by=by,
    )


@transaction.atomic
def invite(*, meeting: FirstMeeting, guest: Guest, by: Viewer) -> MeetingGuest:
    """
    Put somebody on the list of a first meeting. Nobody outside the team is told, or shown anything, by that.

    A colleague is on the person's team from then on. Raises DomainError for somebody who stands there already.
    """
    row = (
        FirstMeeting.objects.select_for_update(of=("self",)).select_related("participant").get(pk=meeting.pk)
    )
    if row.status == FirstMeetingStatus.CALLED_OFF:
        raise DomainError(str(_("This meeting was called off. Ask for one again.")))
    name = kept(guest.name).strip()[:200]
    if not (guest.user or guest.supporter or name):
        raise DomainError(str(_("Say who comes.")))
    same = row.guests.filter(to_on=None, kind=guest.kind)
    if same.filter(user=guest.user, supporter=guest.supporter, name=name).exists():
        raise DomainError(str(_("They are on the list already.")))
    if guest.kind == GuestKind.COLLEAGUE:
        _let_colleague_in(row, guest, by)
    made = MeetingGuest.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        meeting=row,
        kind=guest.kind,
        user=guest.user,
        supporter=guest.supporter,
        name=name,
        asked_on=by.today,
    )
    record(by, "invite", made, op="create")
    return made


def _newest(guest: MeetingGuest, version: int | None) -> MeetingGuest:
    rows = MeetingGuest.objects.select_for_update(of=("self",)).select_related(
        "participant", "supporter", "user"
    )
    row: MeetingGuest = rows.get(pk=guest.pk)
    if row.to_on is not None or (version is not None and row.version != version):
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return row


def _show_meeting(row: MeetingGuest, by: Viewer) -> None:
    """Let whoever has an account see the meeting, and nothing else that was not open to them before."""
    user = row.user or (row.supporter.user if row.supporter else None)
    if user is None:
        return
    if row.kind == GuestKind.PEER:
        people.let_in(
            participant=row.participant,
            user=user,
            kind=RelationKind.PEER,
            source="first_meeting",
            scopes=sum(one.bit for one in rules.ASKED_OPENS),
            part=str(_("peer")),
            by=by,
        )
    kinds = [RelationKind.PEER, RelationKind.FAMILY]
    runs = Q(to_on__isnull=True) | Q(to_on__gt=by.today)
    for relation in Relation.objects.filter(
        runs, participant=row.participant, user=user, kind__in=kinds, from_on__lte=by.today
    ):
        open_asked(relation)


@transaction.atomic
def say_yes_to_guest(*, guest: MeetingGuest, by: Viewer, version: int | None = None) -> MeetingGuest:
    """Keep the person's own yes to one who is to come: theirs here, or as a colleague heard it. Never to several at once."""
    row = _newest(guest, version)
    if not rules.needs_yes(GuestKind(row.kind)):
        raise DomainError(str(_("Colleagues of the team come without a yes. You can ask for somebody else.")))
    row.yes_on = by.today
    row.yes_way = Way.HERE if by.participant_id == row.participant_id else Way.SPOKEN
    row.written_by_id = by.user_id
    row.version += 1
    row.save()
    _show_meeting(row, by)
    record(by, "say_yes_to_guest", row)
    return row


@transaction.atomic
def take_guest_off(*, guest: MeetingGuest, by: Viewer, version: int | None = None) -> MeetingGuest:
    """Take somebody off the list, without a reason; whoever was outside the team sees nothing of the meeting any more."""
    row = _newest(guest, version)
    row.to_on = by.today
    row.version += 1
    row.save()
    user = row.user or (row.supporter.user if row.supporter else None)
    if user is not None and rules.needs_yes(GuestKind(row.kind)):
        close_asked(row.participant, user, by)
    record(by, "take_guest_off", row)
    return row
