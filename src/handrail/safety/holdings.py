"""What safety holds about a person: the list for hard days, daily checks, who opened the list when, alerts."""

from datetime import date

from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.people.holding import Holding, Holdings
from handrail.people.models import Participant
from handrail.safety.models import (
    Alert,
    AlertDeed,
    AlertSignal,
    AlertStatusChange,
    AlertTelling,
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


def _one_alert_an_episode(source: Participant, to: Participant, _today: date) -> None:
    """Somebody looks after one of two open alerts first: which words and times hold is no choice of a machine."""
    running = Alert.objects.running()
    if running.filter(participant=source).exists() and running.filter(participant=to).exists():
        raise DomainError(str(_("Both records have an alert that is not finished. Finish one first.")))


HOLDINGS = Holdings(
    (
        Holding(AlertStatusChange, empties=("reason",)),
        Holding(AlertDeed, seals=("sealed",)),
        Holding(AlertTelling),
        Holding(AlertSignal, keeps={"source": "a code", "source_key": "letters drawn by lot"}),
        Holding(Alert, keeps={"source": "a code"}, settle=_one_alert_an_episode),
        Holding(EmergencyOpeningStatusChange, empties=("reason",)),
        Holding(EmergencyOpening, empties=("words", "answer")),
        Holding(DailyCheck, empties=("helped",), settle=_one_check_a_day),
        Holding(ListLine, empties=("words", "phone")),
        Holding(HardDayList, empties=("name",), settle=_one_list),
    )
)
