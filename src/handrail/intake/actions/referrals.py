from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from handrail.access import RelationKind, Viewer
from handrail.accounts.models import Organisation, Site, User
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.intake import rules
from handrail.intake.actions.meetings import give_first_meeting_to, new_first_meeting
from handrail.intake.holdings import HOLDINGS
from handrail.intake.models import Referral, ReferralStatusChange
from handrail.intake.rules import EntryReason, MetAt, ReferralSource, ReferralStatus
from handrail.people import actions as people
from handrail.people.holdings import move as move_person_rows
from handrail.people.models import Participant
from handrail.people.rules import Relationship


def _open_to(referral: Referral, contact: User, by: Viewer) -> None:
    people.let_in(
        participant=referral.participant,
        user=contact,
        kind=RelationKind.CARE_TEAM,
        by=by,
        source="referral",
        part=str(_("first contact")),
    )


def _newest(referral: Referral, version: int | None) -> Referral:
    row: Referral = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("participant", "contact")
        .get(pk=referral.pk)
    )
    if version is not None and row.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return row


def _change_referral_status(
    referral: Referral, to: ReferralStatus, *, by: Viewer, reason: str = ""
) -> Referral:
    now = ReferralStatus(referral.status)
    check_transition(rules.REFERRAL_TRANSITIONS, now, to)
    referral.status = to
    referral.version += 1
    referral.save()
    ReferralStatusChange.objects.create(
        organisation_id=referral.organisation_id,
        participant_id=referral.participant_id,
        label=referral.label,
        referral=referral,
        from_status=now,
        to_status=to,
        changed_by_id=by.user_id,
        reason=kept(reason),
    )
    return referral


@frozen
class Near:
    """Somebody near the person whom the referral names. Naming them opens nothing to them."""

    name: str
    relationship: Relationship


class Brought(TypedDict, total=False):
    """What a referral brings beside the person: words, who brought them, whom it names, what it asks for."""

    words: str
    source_name: str
    received_on: date | None
    near: Near | None
    joint: bool  # a joint first meeting is asked for


def _new_referral(
    participant: Participant,
    source: ReferralSource,
    reason: EntryReason,
    contact: User | None,
    brought: Brought,
    by: Viewer,
) -> Referral:
    came = brought.get("received_on") or by.today
    referral = Referral.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        source=source,
        source_name=kept(brought.get("source_name", ""))[:200],
        reason=reason,
        words=kept(brought.get("words", "")),
        received_on=came,
        first_contact_by=rules.first_contact_due(came),
        contact=contact,
    )
    if contact is not None:
        _open_to(referral, contact, by)
    if near := brought.get("near"):
        people.new_supporter(participant=participant, name=near.name, relationship=near.relationship, by=by)
    if brought.get("joint"):
        new_first_meeting(referral, by=by)
    return referral


@transaction.atomic
def receive_referral(
    *,
    organisation: Organisation,
    called: str,
    source: ReferralSource,
    reason: EntryReason,
    by: Viewer,
    words: str = "",
    source_name: str = "",
    contact: User | None = None,
    received_on: date | None = None,
    site: Site | None = None,
    near: Near | None = None,
    joint: bool = False,
    **person: Unpack[people.PersonFacts],
) -> Referral:
    """
    Write down that somebody may want support, and make their record; a name is enough (S-001, S-172).

    First contact is due a week later (S-219). ``contact`` takes it and gets the record opened; without one
    the referral waits on the list. ``near`` is somebody of theirs, ``joint`` asks for a joint first meeting.
    ``person`` holds the facts of ``people.actions.new_participant``.
    """
    participant = people.new_participant(organisation=organisation, called=called, site=site, **person)
    brought = Brought(words=words, source_name=source_name, received_on=received_on, near=near, joint=joint)
    referral = _new_referral(participant, source, reason, contact, brought, by)
    record(by, "receive_referral", referral, op="create")
    return referral


@transaction.atomic
def receive_referral_of(
    *,
    participant: Participant,
    source: ReferralSource,
    reason: EntryReason,
    by: Viewer,
    contact: User | None = None,
    **brought: Unpack[Brought],
) -> Referral:
    """Write down a referral of somebody who has a record already, as a person decided. Their facts stay."""
    referral = _new_referral(participant, source, reason, contact, brought, by)
    record(by, "receive_referral_of", referral, op="create")
    return referral


def _joined(referral: Referral, to: Participant, by: Viewer) -> None:
    """Make a referral that nobody has taken one of ``to``; the bare record that was made for it is emptied."""
    source = referral.participant
    if referral.contact is not None or source.pk == to.pk or source.organisation_id != to.organisation_id:
        raise DomainError(str(_("Two records that people work with are joined by whoever runs this place.")))
    HOLDINGS.move(source, to, by.today)
    move_person_rows(source, to, by.today)
    referral.participant = to


@transaction.atomic
def take_referral(
    *,
    referral: Referral,
    contact: User,
    by: Viewer,
    first_contact_by: date | None = None,
    version: int | None = None,
    same_as: Participant | None = None,
) -> Referral:
    """
    Name who makes first contact, by when; the record opens to them. Raises Stale when another was quicker.

    ``same_as`` is the record that the person has already, as whoever takes it decided.
    """
    row = _newest(referral, version)
    if row.status not in rules.OPEN_REFERRALS:
        raise DomainError(str(_("This one does not wait any more. Open it again to see how it stands.")))
    if same_as is not None:
        _joined(row, same_as, by)
    row.contact = contact
    row.first_contact_by = first_contact_by or row.first_contact_by
    row.version += 1
    row.save()
    give_first_meeting_to(row, contact)
    _open_to(row, contact, by)
    record(by, "take_referral", row)
    return row


@transaction.atomic
def make_first_contact(
    *,
    referral: Referral,
    by: Viewer,
    on: date | None = None,
    words: str = "",
    met_at: MetAt | None = None,
    version: int | None = None,
) -> Referral:
    """
    Write down that somebody spoke with the person. The day and the place of the first time stay (S-219, S-066).

    Also the way back from "not now" and from a referral that was taken back.
    """
    row = _newest(referral, version)
    day = on or by.today
    if day > by.today:
        raise DomainError(str(_("This day is still to come. Write it down when you have spoken.")))
    row.met_at = row.met_at if row.contacted_on else met_at or ""
    row.contacted_on = row.contacted_on or day
    row.contact_again_on = None
    _change_referral_status(row, ReferralStatus.IN_CONTACT, by=by, reason=words)
    record(by, "make_first_contact", row)
    return row


@transaction.atomic
def start_referral(*, referral: Referral, by: Viewer, version: int | None = None) -> Referral:
    """Begin: the record is open to the contact person, and the conversation can be held."""
    row = _newest(referral, version)
    if row.contact is None:
        raise DomainError(str(_("Say first who the contact person is.")))
    _change_referral_status(row, ReferralStatus.STARTED, by=by)
    _open_to(row, row.contact, by)
    record(by, "start_referral", row)
    return row


@transaction.atomic
def put_referral_off(
    *,
    referral: Referral,
    alternatives: str,
    by: Viewer,
    contact_again_on: date | None = None,
    version: int | None = None,
) -> Referral:
    """Keep that it is not needed now, what was offered instead, and when we ask again (S-015)."""
    row = _newest(referral, version)
    if not alternatives.strip():
        raise DomainError(str(_("Write what the person can turn to meanwhile.")))
    row.contact_again_on = contact_again_on
    _change_referral_status(row, ReferralStatus.NOT_NOW, by=by, reason=alternatives)
    record(by, "put_referral_off", row)
    return row


@transaction.atomic
def withdraw_referral(
    *, referral: Referral, by: Viewer, reason: str = "", version: int | None = None
) -> Referral:
    """Keep that the person does not want it, with their reason if they gave one. The way back stays open."""
    row = _newest(referral, version)
    _change_referral_status(row, ReferralStatus.WITHDRAWN, by=by, reason=reason)
    record(by, "withdraw_referral", row)
    return row
