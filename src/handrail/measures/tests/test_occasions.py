from datetime import date

import pytest

from handrail.access import RelationKind, Role
from handrail.base.errors import DomainError, NotAllowed, Stale
from handrail.measures import actions
from handrail.measures.actions import inside
from handrail.measures.definitions import instruments
from handrail.measures.models import Finding
from handrail.measures.queries.due import due_of
from handrail.measures.rules.asking import AdministrationStatus, Mode, Occasion
from handrail.measures.tests import factories
from handrail.measures.tests.factories import NINE
from handrail.people.tests import factories as people

S = AdministrationStatus
SAFE = {
    **NINE,
    "interest": 2,
    "mood": 2,
    "sleep": 1,
    "energy": 1,
    "appetite": 1,
    "self_worth": 1,
    "psychomotor": 2,
}


def test_an_earlier_day_is_said_at_noon_of_that_day(elena) -> None:
    row = factories.begun(elena, mode=Mode.PAPER, on=date(2026, 10, 12))
    assert inside.said_at(row, "Europe/Berlin").isoformat() == "2026-10-12T10:00:00+00:00"


# ---- what is asked regularly ------------------------------------------------------------------------------------


def test_a_questionnaire_answers_for_the_occasion_that_is_due(elena) -> None:
    plan = factories.schedule(elena, begins_on=date(2026, 7, 10))
    first = factories.answered(elena, SAFE, on=date(2026, 7, 12))
    second = factories.answered(elena, SAFE)
    third = factories.answered(elena, SAFE)
    assert [row.occasion for row in (first, second, third)] == [
        Occasion.BASELINE,
        Occasion.MONTH_3,
        Occasion.BETWEEN,
    ]
    assert {row.schedule_id for row in (first, second, third)} == {plan.pk}


@pytest.mark.seed("S-199")
def test_months_after_the_end_of_support_somebody_asks_again(elena) -> None:
    plan = factories.schedule(elena, "needs", begins_on=date(2025, 6, 1))
    actions.change_schedule(
        schedule=plan, reader=elena.reader, ended_on=date(2026, 4, 1), version=1, by=elena.sasha
    )
    ((due),) = due_of(elena.me, elena.person)
    assert (due.occasion, due.schedule.reader_id) == (Occasion.AFTER_6, elena.sasha.user_id)
    row = factories.send(factories.begun(elena, "needs", by=elena.me), {"home": 1}, elena.me)
    assert row.occasion == Occasion.AFTER_6
    assert due_of(elena.me, elena.person) == []


@pytest.mark.seed("S-074")
def test_months_six_to_twelve_ask_what_one_does_alone_and_with_company(elena) -> None:
    factories.schedule(elena, "support_level", begins_on=date(2026, 4, 1))
    given = {"morning": 2, "food": 1, "ways": 2, "people": 0}
    row = factories.send(factories.begun(elena, "support_level", by=elena.me), given, elena.me)
    assert row.occasion == Occasion.MONTH_6
    found = {one.scale: one.hundredths // 100 for one in Finding.objects.filter(administration=row)}
    assert found == {"on_my_own": 2, "beside_me": 1, "with_me": 1}


ASKED = [
    pytest.param("phq9", "total", 9, 1, 900, marks=pytest.mark.seed("S-188")),
    pytest.param("qpr15", "total", 15, 3, 4500, marks=[pytest.mark.seed("S-184"), pytest.mark.seed("S-187")]),
    pytest.param("swls", "total", 5, 4, 2000, marks=pytest.mark.seed("S-183")),
    pytest.param("ucla3", "total", 3, 2, 600, marks=pytest.mark.seed("S-185")),
    pytest.param("gse", "total", 10, 3, 3000, marks=pytest.mark.seed("S-186")),
    pytest.param("paradise24", "metric", 24, 1, 6400),
    pytest.param("rulers", "readiness", 3, 7, 700, marks=pytest.mark.seed("S-246")),
    pytest.param("wellbeing", "own_say", 4, 3, 300),
    pytest.param("relationship", "heard", 5, 2, 200),
    pytest.param("carer_strain", "called_out", 6, 1, 100),
]


@pytest.mark.parametrize(("instrument", "scale", "count", "value", "hundredths"), ASKED)
def test_what_the_guide_asks_about_can_be_asked_and_gives_its_number(
    elena, instrument: str, scale: str, count: int, value: int, hundredths: int
) -> None:
    keys = [item.key for item in instruments()[instrument].items if item.counts][:count]
    row = factories.begun(elena, instrument, mode=Mode.PAPER)
    sent = factories.send(row, dict.fromkeys(keys, value), elena.sasha)
    assert Finding.objects.get(administration=sent, scale=scale).hundredths == hundredths


def test_two_who_answer_for_one_occasion_both_stand(elena) -> None:
    factories.schedule(elena, "needs")
    mine, theirs = factories.begun(elena, "needs", by=elena.me), factories.begun(elena, "needs")
    assert mine.occasion == theirs.occasion == Occasion.BASELINE
    factories.send(mine, {"home": 1}, elena.me)
    assert factories.send(theirs, {"home": 2}, elena.sasha).occasion == Occasion.BETWEEN


def test_a_schedule_names_a_colleague_beside_the_person(elena) -> None:
    stranger = people.member(elena.person.organisation, Role.SPECIALIST)
    given = {"participant": elena.person, "instrument": "phq9", "begins_on": people.TODAY}
    for reader in (None, stranger):
        with pytest.raises(DomainError, match="Name a colleague"):
            actions.ask_regularly(reader=reader, by=elena.sasha, **given)
    with pytest.raises(NotAllowed):
        actions.ask_regularly(reader=elena.reader, by=elena.me, **given)
    factories.schedule(elena)
    with pytest.raises(DomainError, match="This is asked already"):
        factories.schedule(elena)


def test_a_schedule_is_changed_by_one_at_a_time_and_stopped_by_the_person(elena) -> None:
    plan = factories.schedule(elena)
    given = {"schedule": plan, "reader": elena.reader, "by": elena.sasha}
    with pytest.raises(DomainError, match="before the start"):
        actions.change_schedule(ended_on=date(2026, 1, 1), version=1, **given)
    changed = actions.change_schedule(ended_on=date(2026, 12, 1), version=1, **given)
    assert changed.ended_on == date(2026, 12, 1)
    with pytest.raises(Stale):
        actions.change_schedule(ended_on=None, version=1, **given)
    family = people.staff_for(elena.person, Role.FAMILY, RelationKind.FAMILY)
    with pytest.raises(NotAllowed):
        actions.stop_asking(schedule=plan, version=changed.version, by=family)
    stopped = actions.stop_asking(schedule=plan, version=changed.version, by=elena.me)
    assert stopped.stopped_on == people.TODAY
    with pytest.raises(Stale):
        actions.stop_asking(schedule=plan, version=stopped.version, by=elena.sasha)
