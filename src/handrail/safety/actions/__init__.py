"""Every write of one's own list and daily check; openings in an emergency are in ``emergency``."""

from django.db import transaction
from django.db.models import Max

from handrail.access import Label, Viewer
from handrail.audit.actions import record
from handrail.base.errors import NotAllowed
from handrail.base.text import kept
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.safety.models import DailyCheck, HardDayList, ListLine
from handrail.safety.rules import ListSection, check_numbers, checked_line


def _check_own(by: Viewer, participant: Participant) -> None:
    if by.participant_id != participant.pk and not by.sees_every_row:
        raise NotAllowed(str(_("Only the person writes here. You can sit beside them while they do.")))


def _list_of(participant: Participant) -> HardDayList:
    found: HardDayList = HardDayList.objects.select_for_update().get_or_create(
        participant=participant, defaults={"organisation_id": participant.organisation_id}
    )[0]
    return found


@transaction.atomic
def add_list_line(
    *, participant: Participant, section: ListSection, words: str, by: Viewer, phone: str = ""
) -> ListLine:
    """Write one line at the end of a section of the person's own list; raise DomainError without words (S-119)."""
    _check_own(by, participant)
    checked_line(words)
    mine = _list_of(participant)
    if section == ListSection.EARLY_SIGNS and mine.signs_since is None:
        mine.signs_since = by.today
        mine.save(update_fields=["signs_since"])
    last = ListLine.objects.filter(list=mine, section=section).aggregate(last=Max("position"))["last"] or 0
    line = ListLine.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        list=mine,
        section=section,
        words=words,
        phone=kept(phone),
        position=last + 1,
        label=mine.line_label,
    )
    record(by, "add_list_line", line, op="create")
    return line


@transaction.atomic
def change_list_line(*, line: ListLine, words: str, by: Viewer, phone: str = "") -> ListLine:
    """Say a line of one's own list anew; raise DomainError without words."""
    _check_own(by, line.participant)
    line.words, line.phone = checked_line(words), kept(phone)
    line.save(update_fields=["words", "phone"])
    record(by, "change_list_line", line)
    return line


@transaction.atomic
def move_list_line_up(*, line: ListLine, by: Viewer) -> ListLine:
    """Let a line change places with the one before it in its section; the first stays first."""
    _check_own(by, line.participant)
    before = (
        ListLine.objects.standing()
        .select_for_update()
        .filter(list_id=line.list_id, section=line.section, position__lt=line.position)
        .order_by("-position")
        .first()
    )
    if before:
        line.position, before.position = before.position, line.position
        ListLine.objects.bulk_update([line, before], ["position"])
    record(by, "move_list_line_up", line)
    return line


@transaction.atomic
def put_list_line_away(*, line: ListLine, by: Viewer) -> ListLine:
    """Put a line away; it stays on record and off the list."""
    _check_own(by, line.participant)
    line.put_away_on = by.today
    line.save(update_fields=["put_away_on"])
    record(by, "put_list_line_away", line)
    return line


@transaction.atomic
def settle_list(
    *,
    participant: Participant,
    name: str,
    is_shared: bool,
    shares_checks: bool,
    by: Viewer,
    opens_in_emergency: bool | None = None,
) -> HardDayList:
    """
    Say what the list is called, whether the team may read it and the daily checks, and whether an emergency opens it.

    Effective at once, also while somebody has it open. What is not said of emergencies stays as it is.
    """
    _check_own(by, participant)
    mine = _list_of(participant)
    mine.name, mine.is_shared, mine.shares_checks = kept(name).strip(), is_shared, shares_checks
    if opens_in_emergency is not None:
        mine.opens_in_emergency = opens_in_emergency
    mine.save(update_fields=["name", "is_shared", "shares_checks", "opens_in_emergency"])
    # The bar of each page says the name too, and people, who lie below, keep what stands there.
    participant.list_name = mine.name
    participant.save(update_fields=["list_name"])
    ListLine.objects.filter(list=mine).update(label=mine.line_label)
    DailyCheck.objects.filter(participant=participant).update(label=mine.check_label)
    record(by, "settle_list", mine)
    return mine


@transaction.atomic
def check_in(
    *,
    participant: Participant,
    by: Viewer,
    sleep: int | None = None,
    energy: int | None = None,
    helped: str = "",
) -> DailyCheck:
    """
    Say how today is: sleep and energy from 1 to 5, and what helped; a second answer of the day takes its place.

    Raise DomainError for another number. Nobody is told, nothing is counted against a missing day (S-119).
    """
    _check_own(by, participant)
    check_numbers(sleep, energy)
    mine = HardDayList.objects.filter(participant=participant).first()
    check, is_new = DailyCheck.objects.update_or_create(
        participant=participant,
        day=by.today,
        defaults={
            "organisation_id": participant.organisation_id,
            "sleep": sleep,
            "energy": energy,
            "helped": kept(helped),
            "label": mine.check_label if mine else Label.PRIVATE,
        },
    )
    record(by, "check_in", check, op="create" if is_new else "change")
    return check
