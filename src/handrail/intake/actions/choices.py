"""What a person chose of the nine: first choice and back-up, begun, ended or changed for another; stories about it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.catalogue.definitions import programme_types
from handrail.catalogue.models import Offer
from handrail.intake import queries, rules
from handrail.intake.models import Enrolment, EnrolmentStatusChange, Story
from handrail.intake.rules import EnrolmentRank, EnrolmentStatus, Mix, Phase
from handrail.people.models import Participant
from handrail.ui.dates import day


def _change_enrolment_status(row: Enrolment, to: EnrolmentStatus, *, by: Viewer, reason: str = "") -> None:
    now = EnrolmentStatus(row.status)
    check_transition(rules.ENROLMENT_TRANSITIONS, now, to)
    row.status = to
    EnrolmentStatusChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        enrolment=row,
        from_status=now,
        to_status=to,
        changed_by_id=by.user_id,
        reason=kept(reason).strip(),
    )


def _locked(enrolment: Enrolment, version: int | None) -> Enrolment:
    row: Enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if version is not None and row.version != version:
        raise Stale(str(_("This choice was changed in the meantime. Look at it again.")))
    return row


def _end(row: Enrolment, to: EnrolmentStatus, *, on: date, by: Viewer, reason: str = "") -> None:
    _change_enrolment_status(row, to, by=by, reason=reason)
    row.to_on = max(on, row.from_on)
    row.version += 1
    row.save(update_fields=["status", "to_on", "version"])


def _mix(wanted: Iterable[str]) -> str:
    asked = set(wanted)
    if asked - {str(one) for one in Mix}:
        raise DomainError(str(_("Please choose from these.")))
    return " ".join(one for one in Mix if one in asked)


def _starts_in(wanted: str) -> Phase:
    if wanted not in rules.START_PHASES:
        raise DomainError(str(_("Please choose from these.")))
    return Phase(wanted)


def _replace(
    participant: Participant,
    programme_type: str,
    offer: Offer | None,
    rank: EnrolmentRank,
    *,
    on: date,
    by: Viewer,
    reason: str,
) -> None:
    """End the choice of that rank that runs, and a back-up that becomes the first choice."""
    running = Enrolment.objects.select_for_update().filter(participant=participant, to_on__isnull=True)
    same = offer.pk if offer else None
    for before in running:
        is_same = (before.programme_type, before.offer_id) == (programme_type, same)
        if before.rank == rank and is_same:
            raise DomainError(str(_("This programme is chosen already.")))
        if is_same or (before.rank == rank and rank in rules.SINGLE_RANKS):
            _end(before, EnrolmentStatus.CHANGED, on=on, by=by, reason=reason)


@transaction.atomic
def enrol(
    *,
    participant: Participant,
    programme_type: str,
    rank: EnrolmentRank,
    by: Viewer,
    from_on: date | None = None,
) -> Enrolment:
    """Keep which programme the person chose before an offer is known; the one before of that rank ends that day."""
    if programme_type not in {one.code for one in programme_types()}:
        raise DomainError(str(_("There is no such programme. Choose one of the nine.")))
    begins = from_on or by.today
    _replace(participant, programme_type, None, rank, on=begins, by=by, reason="")
    enrolment = Enrolment.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        programme_type=programme_type,
        rank=rank,
        from_on=begins,
    )
    record(by, "enrol", enrolment, op="create")
    return enrolment


def _check_offer(offer: Offer, participant: Participant, today: date) -> None:
    if offer.organisation_id != participant.organisation_id:
        raise DomainError(str(_("This place does not offer that.")))
    if offer.open_to and offer.open_to <= today:
        closed = _("It takes nobody new since %(day)s. Choose another, or ask when it opens again.")
        raise DomainError(closed % {"day": day(offer.open_to)})


def _check_reason(participant: Participant, rank: EnrolmentRank, reason: str, by: Viewer) -> None:
    running = Enrolment.objects.filter(participant=participant, rank=rank, to_on__isnull=True)
    replaces = rank in rules.SINGLE_RANKS and running.exists()
    if replaces and by.is_staff and not reason.strip():
        raise DomainError(str(_("Write why this changes, in the person’s words.")))


def _settle_offer(row: Enrolment, offer: Offer, *, mix: str, waits: bool, by: Viewer) -> None:
    """Say which offer a choice is of that was made before one was known; who has begun goes on."""
    row.offer, row.mix = offer, mix
    if waits and row.status == EnrolmentStatus.CHOSEN:
        _change_enrolment_status(row, EnrolmentStatus.WAITING, by=by)
    row.version += 1
    row.save(update_fields=["offer", "mix", "starts_in", "status", "version"])


@transaction.atomic
def choose_offer(
    *,
    participant: Participant,
    offer: Offer,
    rank: EnrolmentRank,
    by: Viewer,
    mix: Iterable[str] = (),
    reason: str = "",
    starts_in: Phase = Phase.ARRIVING,
    version: int | None = None,
) -> Enrolment:
    """
    Choose an offer as first choice, as back-up, or at the same time as others.

    What was chosen before as first choice or back-up is changed for it, with a reason. ``starts_in`` is the phase in
    which the person would like to begin (S-077); nothing earlier is asked of them.

    A choice of the same programme that has no offer yet gets this one. A choice of a full offer waits; a back-up
    holds no place until it starts. Staff write the reason of a change,
    the person need not. ``version`` is ``queries.choices_version`` as the page showed it; raises Stale when it grew.
    """
    held = Offer.objects.select_for_update().get(pk=offer.pk)
    _check_offer(held, participant, by.today)
    if version is not None and version != queries.choices_version(by, participant):
        raise Stale(str(_("The choices were changed in the meantime. Look at them again.")))
    waits = rank != EnrolmentRank.BACKUP and not queries.places([held], by.today)[held.pk].free
    unsettled = Enrolment.objects.select_for_update().filter(
        participant=participant, programme_type=held.programme_type, rank=rank, offer=None, to_on=None
    )
    row: Enrolment | None = unsettled.first()
    if row is None:
        _check_reason(participant, rank, reason, by)
        _replace(participant, held.programme_type, held, rank, on=by.today, by=by, reason=reason)
        row = Enrolment.objects.create(
            organisation_id=participant.organisation_id,
            participant=participant,
            programme_type=held.programme_type,
            offer=held,
            rank=rank,
            mix=_mix(mix),
            starts_in=_starts_in(starts_in),
            status=EnrolmentStatus.WAITING if waits else EnrolmentStatus.CHOSEN,
            from_on=by.today,
        )
        record(by, "choose_offer", row, op="create")
        return row
    row.starts_in = _starts_in(starts_in)
    _settle_offer(row, held, mix=_mix(mix), waits=waits, by=by)
    record(by, "choose_offer", row)
    return row


def _check_place(row: Enrolment, by: Viewer) -> None:
    """Raise DomainError when no place is left for this row; who waits longer goes first, unless staff decide."""
    if row.offer_id is None or queries.holds_place(row):
        return
    offer = Offer.objects.select_for_update().get(pk=row.offer_id)
    free = queries.places([offer], by.today)[offer.pk].open_now
    before = 0 if by.is_staff or by.sees_every_row else queries.waiting_before(row)
    if free <= before:
        raise DomainError(str(_("No place is free yet. The choice stays, and the wait goes on.")))


@transaction.atomic
def start_enrolment(
    *, enrolment: Enrolment, by: Viewer, on: date | None = None, version: int | None = None
) -> Enrolment:
    """
    Say that the programme has begun for the person; from here their phases count. A back-up may begin, too.

    Raises DomainError for a day ahead or when no place is free.
    """
    row = _locked(enrolment, version)
    began = on or by.today
    if began > by.today:
        raise DomainError(str(_("This day is still to come. Write it down when it has begun.")))
    _check_place(row, by)
    _change_enrolment_status(row, EnrolmentStatus.STARTED, by=by)
    row.started_on = began
    row.version += 1
    row.save(update_fields=["status", "started_on", "version"])
    record(by, "start_enrolment", row)
    return row


@transaction.atomic
def end_enrolment(
    *,
    enrolment: Enrolment,
    to: EnrolmentStatus,
    by: Viewer,
    reason: str = "",
    version: int | None = None,
) -> Enrolment:
    """Say that the person finished the programme or stopped it; the place is free from that day, the story stays."""
    if to not in (EnrolmentStatus.FINISHED, EnrolmentStatus.STOPPED):
        raise DomainError(str(_("Say whether it is finished or stopped.")))
    row = _locked(enrolment, version)
    _end(row, to, on=by.today, by=by, reason=reason)
    record(by, "end_enrolment", row)
    return row


@transaction.atomic
def change_mix(
    *,
    enrolment: Enrolment,
    mix: Iterable[str],
    by: Viewer,
    starts_in: Phase | None = None,
    version: int | None = None,
) -> Enrolment:
    """
    Say where support may happen from now on: in town, at a clinic, at home, online, any of them together.

    ``starts_in`` also changes the phase in which it begins, None leaves it. Raises DomainError once it has ended.
    """
    row = _locked(enrolment, version)
    if row.to_on is not None:
        raise DomainError(str(_("This has ended. Nothing was changed.")))
    row.mix = _mix(mix)
    row.starts_in = _starts_in(starts_in) if starts_in else row.starts_in
    row.version += 1
    row.save(update_fields=["mix", "starts_in", "version"])
    record(by, "change_mix", row)
    return row


@transaction.atomic
def tell_story(
    *, participant: Participant, programme_type: str, words: str, shown_as: str, by: Viewer
) -> Story:
    """Show words of the person's own about a programme to everybody; only the person says yes to that."""
    if by.participant_id != participant.pk:
        raise NotAllowed(str(_("Only the person can say yes to showing this.")))
    if programme_type not in {one.code for one in programme_types()}:
        raise DomainError(str(_("There is no such programme. Choose one of the nine.")))
    if not words.strip() or not shown_as.strip():
        raise DomainError(str(_("Write the words, and the name that stands below them.")))
    story = Story.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        programme_type=programme_type,
        words=kept(words),
        shown_as=kept(shown_as).strip(),
        consented_on=by.today,
    )
    record(by, "tell_story", story, op="create")
    return story


@transaction.atomic
def withdraw_story(*, story: Story, by: Viewer) -> Story:
    """Take a story back: from now on nobody sees it. No reason is asked; twice does no harm."""
    row: Story = Story.objects.select_for_update().get(pk=story.pk)
    row.withdrawn_on = row.withdrawn_on or by.today
    row.save(update_fields=["withdrawn_on"])
    record(by, "withdraw_story", row)
    return row
