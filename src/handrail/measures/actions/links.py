"""Handing out a link without an account, opening it, and what becomes of answers that were typed beside each other."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse

from handrail.access import Label, Viewer
from handrail.accounts.rules import checked_word
from handrail.audit.actions import record
from handrail.base import clock, ids
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.base.words import _
from handrail.measures.actions.inside import check_may_ask, held, instrument_of, new_row
from handrail.measures.models import Administration, AnswerLink, Schedule
from handrail.measures.queries.due import due_occasion
from handrail.measures.queries.links import hidden
from handrail.measures.rules.asking import AdministrationStatus, Mode, Occasion
from handrail.measures.rules.links import KEY_LETTERS, LETTERS, WRONG_AT_MOST, LinkAsks, LinkWay
from handrail.notices.actions import put_page_in_outbox, take_back
from handrail.notices.queries import may_reach_person
from handrail.people.limits import Blocked
from handrail.people.models import Participant
from handrail.people.rules.blocked import Place


def _check_hands_out(by: Viewer) -> None:
    if not (by.is_staff or by.sees_every_row):
        raise NotAllowed(str(_("Your contact person hands a link out.")))


def _asked(participant: Participant, asks: LinkAsks, word: str) -> str:
    """Return the hash of the chosen word, or no words for a date of birth; raise DomainError when there is neither."""
    if asks == LinkAsks.WORD:
        return make_password(checked_word(word))
    if participant.birth_on is None:
        raise DomainError(str(_("No date of birth is on record. Choose a word instead.")))
    return ""


def _check_mail(participant: Participant, by: Viewer) -> None:
    reach = may_reach_person(participant)
    if reach.block is not None:
        raise Blocked(reach.block, Place.LETTER, by)
    if not reach:
        raise DomainError(str(reach.reason))


def end_link(link: AnswerLink) -> None:
    """Let a link open nothing more, inside another action; a mail that waits stays here."""
    link.stopped_at = clock.now()
    link.save(update_fields=["stopped_at"])
    if link.message:
        take_back(link.message)


def _new_link(
    schedule: Schedule, way: LinkWay, asks: LinkAsks, hashed_word: str, by: Viewer
) -> tuple[AnswerLink, str]:
    """Make a link and return it with its letters, which nobody sees again; the one before stops at once."""
    for before in AnswerLink.objects.select_for_update().filter(schedule=schedule).standing():
        end_link(before)
    key = ids.key()
    letters = (key + ids.key() + ids.key())[:LETTERS]
    row = AnswerLink(
        organisation_id=schedule.organisation_id,
        participant_id=schedule.participant_id,
        label=Label.RESTRICTED,
        key=key,
        schedule=schedule,
        occasion=due_occasion(schedule, by.today) or Occasion.BETWEEN,
        way=way,
        asks=asks,
        hashed=hidden(letters[KEY_LETTERS:]),
        word=hashed_word,
        made_by_id=by.user_id,
        expires_at=clock.now() + settings.LINK_LASTS,
    )
    if way == LinkWay.MAIL:
        page = reverse("measures:answer_of", args=[letters])
        row.message = put_page_in_outbox(participant=schedule.participant, page=page)
    row.save()
    return row, letters


@transaction.atomic
def hand_out_link(
    *, schedule: Schedule, way: LinkWay, asks: LinkAsks, by: Viewer, word: str = ""
) -> tuple[AnswerLink, str]:
    """
    Hand out what is asked by a link without an account, once; return it with its letters.

    It opens for HANDRAIL_LINK_DAYS days, with a word or a date of birth, and a new one stops the one before. Raises
    DomainError for what nobody would read, for a safety item while nobody is on call, for a mail without an address,
    without a date of birth, and for a word that is too short.
    """
    _check_hands_out(by)
    participant = schedule.participant
    if schedule.stopped_on is not None:
        raise Stale(str(_("This is not asked any more.")))
    check_may_ask(instrument_of(schedule.instrument), schedule, participant, Mode.LINK, by)
    if way == LinkWay.MAIL:
        _check_mail(participant, by)
    by_itself = by.sees_every_row and asks == LinkAsks.WORD and not word  # the schedule keeps the word's hash
    hashed = schedule.link_word if by_itself else _asked(participant, asks, word)
    row, letters = _new_link(schedule, way, asks, hashed, by)
    record(by, "hand_out_link", row, op="create")
    return row, letters


@transaction.atomic
def hand_out_by_itself(
    *, schedule: Schedule, asks: LinkAsks | None, version: int, by: Viewer, word: str = ""
) -> Schedule:
    """
    Let a link go out by mail each time that this is due, asking for a word or a date of birth; None ends that.

    Raises as ``hand_out_link`` does, and Stale when somebody changed the schedule meanwhile.
    """
    _check_hands_out(by)
    row: Schedule = (
        Schedule.objects.select_for_update(of=("self",)).select_related("participant").get(pk=schedule.pk)
    )
    if row.version != version or row.stopped_on is not None:
        raise Stale(str(_("Somebody changed this meanwhile. Open it again to see how it stands now.")))
    row.link_asks = row.link_word = ""
    if asks is not None:
        _check_mail(row.participant, by)
        row.link_asks, row.link_word = asks, _asked(row.participant, asks, word)
    row.version += 1
    row.save()
    record(by, "hand_out_by_itself", row)
    return row


@transaction.atomic
def stop_link(*, link: AnswerLink, by: Viewer) -> AnswerLink:
    """Let a link open nothing from now on; a mail that has not gone yet stays here. Stopping twice changes nothing."""
    if by.participant_id != link.participant_id:
        _check_hands_out(by)
    row: AnswerLink = (
        AnswerLink.objects.select_for_update(of=("self",)).select_related("message").get(pk=link.pk)
    )
    if row.stopped_at is None:
        end_link(row)
    record(by, "stop_link", row)
    return row


@transaction.atomic
def miss_link(*, link: AnswerLink, by: Viewer) -> AnswerLink:
    """Count that somebody said something else than what the link asks for; after twenty times it is closed."""
    row: AnswerLink = AnswerLink.objects.select_for_update().get(pk=link.pk)
    row.wrong = min(row.wrong + 1, WRONG_AT_MOST)
    row.save(update_fields=["wrong"])
    record(by, "miss_link", row)
    return row


@transaction.atomic
def open_link(*, link: AnswerLink, by: Viewer) -> Administration:
    """
    Return the one form behind a link; it is made when somebody got in for the first time.

    The caller has compared what was said. Raises DomainError for a safety item while nobody is on call.
    """
    AnswerLink.objects.select_for_update().get(pk=link.pk)
    row: Administration | None = Administration.objects.main().filter(link=link).first()
    if row is None:
        participant, found = link.participant, instrument_of(link.instrument)
        check_may_ask(found, link.schedule, participant, Mode.LINK, by)
        row = new_row(
            participant, found, Mode.LINK, by, link=link, schedule=link.schedule, occasion=link.occasion
        )
        row.save()
    record(by, "open_link", row)
    return row


def _beside(row: Administration) -> Administration:
    """Return what was typed beside the form of a link, locked; raise Stale when it was decided about meanwhile."""
    found = held(row)
    if found.status != AdministrationStatus.KEPT or found.link_id is None:
        raise Stale(str(_("Somebody changed this meanwhile. Open it again to see how it stands now.")))
    return found


@transaction.atomic
def swap_answers(*, administration: Administration, by: Viewer) -> Administration:
    """
    Go on with what was typed on another device: it becomes the form, and what stood there is kept beside.

    Nothing is lost and there is one form. Raises Stale once the form was sent.
    """
    beside = _beside(administration)
    row = held(Administration.objects.main().get(link_id=beside.link_id))
    if not row.is_open:
        raise Stale(str(_("This was sent meanwhile.")))
    row.answers, beside.answers = beside.answers, row.answers
    row.instrument_version, beside.instrument_version = beside.instrument_version, row.instrument_version
    row.version += 1
    row.save()
    beside.version += 1
    beside.save()
    record(by, "swap_answers", row)
    return row


@transaction.atomic
def hand_over_kept(*, administration: Administration, by: Viewer) -> Administration:
    """Show what was typed beside to the one who reads: they decide with the person what counts."""
    beside = _beside(administration)
    beside.label = Label.RESTRICTED
    beside.version += 1
    beside.save()
    record(by, "hand_over_kept", beside)
    return beside
