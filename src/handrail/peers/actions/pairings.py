"""A person and a mentor: two yeses to one first meeting, going on, and ending without a reason."""

from datetime import date, time

from django.db import transaction

from handrail.access import Category, RelationKind, Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.text import kept
from handrail.base.words import _
from handrail.peers.actions.mentors import places_taken
from handrail.peers.actions.offers import offer_of, set_answer
from handrail.peers.actions.states import change_pairing_status, locked
from handrail.peers.models import MentorPage, Pairing, PeerWords
from handrail.peers.rules import (
    HOLDING,
    MEETING,
    PairingStatus,
    PeerOfferStatus,
    Side,
    check_coming_day,
    first_place,
)
from handrail.people.actions import let_in, let_out, open_wider
from handrail.people.models import Participant
from handrail.plans.models import Goal


def side_of(pairing: Pairing, by: Viewer) -> Side:
    """Return for whom ``by`` speaks in this pairing."""
    if by.participant_id == pairing.participant_id:
        return Side.PERSON
    return Side.MENTOR if by.user_id == pairing.mentor_id else Side.TEAM


def held_page(pairing: Pairing) -> MentorPage:
    """Return the mentor's page, held until the transaction ends, so that two cannot take the last place."""
    return MentorPage.objects.select_for_update().get(
        organisation_id=pairing.organisation_id, user_id=pairing.mentor_id
    )


def _take_place(pairing: Pairing) -> None:
    page = held_page(pairing)
    pairing.place = first_place(places_taken(page), page.people_at_most)


def _new(participant: Participant, page: MentorPage, by: Viewer) -> Pairing:
    """Make a suggestion; raise DomainError when the person has a mentor or asked one, or the mentor has no room."""
    if Pairing.objects.filter(participant=participant).live().exists():
        raise DomainError(
            str(_("One mentor is asked already. End that first, without a reason, then ask another."))
        )
    page = MentorPage.objects.select_for_update().get(pk=page.pk, organisation_id=participant.organisation_id)
    first_place(places_taken(page), page.people_at_most)
    return Pairing.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        mentor_id=page.user_id,
        asked_on=by.today,
    )


def _open_to_mentor(pairing: Pairing, by: Viewer) -> None:
    """Let the mentor see this room of the person, and nothing else, once the person has said yes."""
    relation = let_in(
        participant=pairing.participant,
        user=pairing.mentor,
        kind=RelationKind.PEER,
        by=by,
        source="pairing",
        scopes=Category.PEERS.bit,
        part=str(_("peer mentor")),
    )
    pairing.relation = open_wider(relation=relation, categories=frozenset({Category.PEERS}))


def _say(pairing: Pairing, side: Side, words: str) -> None:
    if kept(words).strip():
        PeerWords.objects.create(
            organisation_id=pairing.organisation_id,
            participant_id=pairing.participant_id,
            pairing=pairing,
            side=side,
            words=words,
        )


def _person_says_yes(pairing: Pairing, by: Viewer) -> None:
    set_answer(offer_of(pairing.participant, by), PeerOfferStatus.YES, by=by)
    _open_to_mentor(pairing, by)
    _yes(pairing, PairingStatus.PERSON_YES, by)


def _yes(pairing: Pairing, mine: PairingStatus, by: Viewer) -> None:
    """Keep one yes; when the other has said it before, both meet once. Raises DomainError when it was said before."""
    if pairing.status == mine:
        raise DomainError(str(_("You have said yes already. The other one answers next.")))
    is_first = pairing.status == PairingStatus.OFFERED
    change_pairing_status(pairing, mine if is_first else PairingStatus.FIRST_MEETING, by=by)
    if pairing.status in HOLDING and pairing.place is None:
        _take_place(pairing)
    if pairing.status == PairingStatus.FIRST_MEETING:
        pairing.both_on = by.today
        if pairing.opens_week and pairing.relation:
            open_wider(relation=pairing.relation, categories=frozenset({Category.WEEK}))
    pairing.version += 1
    pairing.save()


@transaction.atomic
def suggest_mentor(*, participant: Participant, page: MentorPage, by: Viewer) -> Pairing:
    """
    Suggest a mentor to a person. The mentor learns that somebody is suggested, not who, until the person says yes.

    Raises DomainError when the mentor has no room, or the person has a mentor or has asked one.
    """
    pairing = _new(participant, page, by)
    offer_of(participant, by)
    record(by, "suggest_mentor", pairing, op="create")
    return pairing


@transaction.atomic
def ask_mentor(
    *,
    participant: Participant,
    page: MentorPage,
    by: Viewer,
    words: str = "",
    opens_week: bool = False,
    goal: Goal | None = None,
) -> Pairing:
    """
    Ask a mentor to meet once, as the person: that is the person's yes.

    ``words`` go to the mentor alone. Raises DomainError when the mentor has no room (S-109).
    """
    pairing = _new(participant, page, by)
    pairing.opens_week, pairing.goal = opens_week, goal
    _person_says_yes(pairing, by)
    _say(pairing, Side.PERSON, words)
    record(by, "ask_mentor", pairing, op="create")
    return pairing


@transaction.atomic
def accept_pairing(
    *, pairing: Pairing, by: Viewer, opens_week: bool = False, words: str = "", version: int | None = None
) -> Pairing:
    """
    Say yes to one first meeting: the mentor for themselves, anybody else for the person.

    Raises DomainError when the mentor has no room, InvalidTransition when this side has said yes before.
    """
    pairing = locked(pairing, version)
    if side_of(pairing, by) == Side.MENTOR:
        _yes(pairing, PairingStatus.MENTOR_YES, by)
    else:
        pairing.opens_week = opens_week
        _person_says_yes(pairing, by)
        _say(pairing, Side.PERSON, words)
    record(by, "accept_pairing", pairing)
    return pairing


@transaction.atomic
def go_on(*, pairing: Pairing, by: Viewer, version: int | None = None) -> Pairing:
    """Say after the first meeting that one wants to go on; with the second yes the pairing does."""
    pairing = locked(pairing, version)
    if pairing.status != PairingStatus.FIRST_MEETING:
        raise DomainError(str(_("This has changed in the meantime. Open it again to see how it stands now.")))
    if side_of(pairing, by) == Side.MENTOR:
        pairing.mentor_goes_on = True
    else:
        pairing.person_goes_on = True
    if pairing.mentor_goes_on and pairing.person_goes_on:
        change_pairing_status(pairing, PairingStatus.GOING_ON, by=by)
    pairing.version += 1
    pairing.save()
    record(by, "go_on", pairing)
    return pairing


@transaction.atomic
def end_pairing(*, pairing: Pairing, by: Viewer, version: int | None = None) -> Pairing:
    """Stop, as either of the two, without a reason. The record closes to the mentor at once; the place is free."""
    pairing = locked(pairing, version)
    change_pairing_status(pairing, PairingStatus.ENDED, by=by)
    pairing.ended_on, pairing.place = by.today, None
    pairing.next_on = pairing.next_at = None
    pairing.next_where = ""
    pairing.version += 1
    pairing.save()
    if pairing.relation and pairing.relation.to_on is None:
        let_out(relation=pairing.relation, by=by)
    _answer_after_the_end(pairing, by)
    record(by, "end_pairing", pairing)
    return pairing


def _answer_after_the_end(pairing: Pairing, by: Viewer) -> None:
    """Let a person who stopped wait for nobody; whom a mentor left, or never met, waits on, from today if they had met."""
    offer = offer_of(pairing.participant, by)
    if offer.status != PeerOfferStatus.YES:
        return
    if side_of(pairing, by) != Side.MENTOR:
        set_answer(offer, PeerOfferStatus.NOT_NOW, by=by)
    elif pairing.both_on:
        offer.answered_on = by.today
        offer.save(update_fields=["answered_on"])


def set_next_meeting(pairing: Pairing, on: date | None, at: time | None, where: str | None = None) -> None:
    """Write when the two meet next, inside another action, which saves the row."""
    pairing.next_on, pairing.next_at = on, at if on else None
    if where is not None:
        pairing.next_where = kept(where).strip()[:120]


@transaction.atomic
def plan_peer_meeting(
    *,
    pairing: Pairing,
    on: date,
    by: Viewer,
    at: time | None = None,
    where: str = "",
    version: int | None = None,
) -> Pairing:
    """Keep when and where the two meet next; raise DomainError for a day gone by or before both said yes."""
    pairing = locked(pairing, version)
    check_coming_day(on, by.today)
    if pairing.status not in MEETING:
        raise DomainError(str(_("First both say yes. Then you choose a day.")))
    if side_of(pairing, by) == Side.TEAM:
        raise NotAllowed(str(_("The two choose their own day.")))
    set_next_meeting(pairing, on, at, where)
    pairing.version += 1
    pairing.save()
    record(by, "plan_peer_meeting", pairing)
    return pairing
