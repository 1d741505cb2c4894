"""What safety holds about a person: the list for hard days, the daily checks, and who opened the list when."""

from datetime import date

from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant
from handrail.safety.models import (
    DailyCheck,
    EmergencyOpening,
    EmergencyOpeningStatusChange,
    HardDayList,
    ListLine,
)


def _one_list(source: Participant, to: Participant, _today: date) -> None:
    """Hang the lines of ``source`` under the list that stays."""
    stays = HardDayList.objects.filter(participant=to).first()
    goes = HardDayList.objects.filter(participant=source).first()
    if stays and goes:
        ListLine.objects.filter(list=goes).update(list=stays, participant=to, label=stays.line_label)
        if not goes.opens_in_emergency:  # a no to either is a no
            stays.opens_in_emergency = False
            stays.save(update_fields=["opens_in_emergency"])
        goes.delete()


def _one_check_a_day(source: Participant, to: Participant, _today: date) -> None:
    """The record that stays keeps its own answer of a day."""
    days = DailyCheck.objects.filter(participant=to).values("day")
    DailyCheck.objects.filter(participant=source, day__in=days).delete()


HOLDINGS = Holdings(
    (
        Holding(EmergencyOpeningStatusChange, empties=("reason",)),
        Holding(EmergencyOpening, empties=("words", "answer")),
        Holding(DailyCheck, empties=("helped",), settle=_one_check_a_day),
        Holding(ListLine, empties=("words", "phone")),
        Holding(HardDayList, empties=("name",), settle=_one_list),
    )
)
