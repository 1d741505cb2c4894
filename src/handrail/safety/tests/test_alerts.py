"""One alert for an episode, told at once and again by the clock, acted on with a deed, finished with what comes next."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from handrail.access import Category, Label, RelationKind, Role
from handrail.accounts.models import Membership, User
from handrail.audit.models import Event
from handrail.base import clock
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, NotFound
from handrail.notices.models import Message
from handrail.people import actions as people_actions
from handrail.people.because import ByRelation
from handrail.people.models import Relation
from handrail.people.queries import covered
from handrail.people.tests import factories as people
from handrail.safety.actions import alerts as actions
from handrail.safety.holdings import HOLDINGS
from handrail.safety.jobs import tell_next
from handrail.safety.models import Alert, AlertDeed, AlertSignal, AlertStatusChange, AlertTelling
from handrail.safety.queries import alerts as reads
from handrail.safety.rules.alerts import AlertStatus, DeedKind, Wish
from handrail.safety.tests import factories as make

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
WORDS = "She is with her sister. I call again at six."


@pytest.fixture(autouse=True)
def at():
    with clock.clock_at(make.NOON) as held:
        yield held


@pytest.fixture
def elena():
    return make.somebody(people.organisation())


@pytest.fixture
def me(elena):
    return people.self_viewer(elena)


@pytest.fixture
def dana(elena):
    return people.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)


@pytest.fixture
def imran(elena):
    return make.reachable(elena.organisation, Role.CLINICIAN, "Imran Siddiqui")


@pytest.fixture
def tom(elena):
    return make.reachable(elena.organisation, Role.SPECIALIST, "Tom Berger")


@pytest.fixture
def turn(elena, imran, tom):
    return make.on_call(elena.organisation, imran, backup=tom)


def raised(person, by, key="answer-1", source="measure"):
    with transaction.atomic():
        return actions.raise_alert(by=by, participant=person, source=source, source_key=key, at=clock.now())


def told(alert):
    rows = AlertTelling.objects.filter(alert=alert).order_by("asked_at", "pk").select_related("user")
    return [(row.number, row.step, row.user.name) for row in rows]


def acted(alert, by, kind=DeedKind.SPOKE, words=WORDS):
    return actions.act_on_alert(alert=alert, kind=kind, words=words, by=by)


# ---- raising ----


@pytest.mark.hazard("H-01")
def test_who_is_on_call_is_asked_in_the_same_transaction(elena, me, dana, imran, turn):
    alert = raised(elena, me)
    assert told(alert) == [(1, "on_call", "Imran Siddiqui")]
    assert (alert.status, alert.owner_id, alert.label) == ("open", imran.user_id, Label.RESTRICTED)
    assert (alert.due_at, alert.last_due_at) == (make.NOON + 15 * MINUTE, make.NOON + 60 * MINUTE)
    [message] = Message.objects.all()
    assert (message.kind, message.recipient_id, message.participant_id) == ("alert", imran.user_id, None)
    assert not Event.objects.filter(participant_id=elena.pk, kind__contains="alert").exists(), "the caller's"


@pytest.mark.hazard("H-01")
def test_nothing_of_it_stays_when_the_answer_does_not(elena, me, turn):
    with transaction.atomic():
        raised(elena, me)
        transaction.set_rollback(True)
    assert (Alert.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_it_is_raised_inside_a_transaction_alone(elena, me):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.raise_alert(by=me, participant=elena, source="measure", source_key="1", at=clock.now())


@pytest.mark.hazard("H-02")
def test_the_same_answer_twenty_times_is_one_alert_and_one_message(elena, me, dana, imran, turn):
    alert = raised(elena, me)
    assert {raised(elena, me).pk for _again in range(20)} == {alert.pk}
    assert (AlertSignal.objects.count(), Message.objects.count()) == (1, 1)
    acted(alert, imran)
    actions.close_alert(alert=alert, words=WORDS, by=imran)
    assert raised(elena, me).status == AlertStatus.CLOSED, (
        "sent once more later: known, and told to nobody again"
    )
    assert Message.objects.count() == 1


@pytest.mark.hazard("H-02")
def test_a_further_answer_joins_and_asks_anew_once_somebody_had_acted(at, elena, me, dana, imran, turn):
    alert = raised(elena, me)
    raised(elena, me, "answer-2")
    assert (Alert.objects.count(), alert.signals.count(), len(told(alert))) == (1, 2, 1)
    acted(alert, imran)
    at.move_to(make.NOON + 8 * 60 * MINUTE)
    again = raised(elena, me, "answer-3")
    assert (again.pk, again.status, again.number, again.acknowledged_at) == (alert.pk, "open", 2, None)
    assert again.due_at == clock.now() + 15 * MINUTE
    assert told(alert) == [(1, "on_call", "Imran Siddiqui"), (2, "on_call", "Imran Siddiqui")]
    acted(again, imran)
    actions.close_alert(alert=again, words=WORDS, by=imran)
    assert raised(elena, me, "answer-4").pk != alert.pk, "another episode"


def test_the_database_holds_one_alert_an_episode_and_whole_facts(elena, me, turn):
    alert = raised(elena, me)
    broken = [
        {"status": "acknowledged"},
        {"status": "closed"},
        {"acknowledged_at": make.NOON},
        {"wish": "call"},
        {"due_at": make.NOON - MINUTE},
    ]
    for facts in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            Alert.objects.filter(pk=alert.pk).update(**facts)
    alert.pk = alert.key = None
    alert.pk, alert.key, alert._state.adding = elena.pk, "bcdfghjkmn", True
    with pytest.raises(IntegrityError), transaction.atomic():
        alert.save()


@pytest.mark.parametrize(("source", "key"), [("", "1"), ("measure", ""), ("measure", "x" * 81)])
def test_a_source_without_a_name_or_a_key_is_refused(elena, me, source, key):
    with pytest.raises(DomainError):
        raised(elena, me, key, source)


def test_an_answer_given_long_ago_on_a_telephone_is_due_from_now(elena, me, turn):
    with transaction.atomic():
        alert = actions.raise_alert(
            by=me, participant=elena, source="measure", source_key="1", at=make.NOON - timedelta(days=2)
        )
    assert alert.asked_at == make.NOON
    assert alert.signals.get().said_at == make.NOON - timedelta(days=2)


# ---- who is told ----


@pytest.mark.hazard("H-01")
def test_without_a_roster_who_coordinates_and_manages_is_told_at_once(elena, me, dana):
    make.reachable(elena.organisation, Role.MANAGER, "Margit Falk")
    alert = raised(elena, me)
    assert {(step, name) for _number, step, name in told(alert)} == {
        ("leads", dana.name),
        ("leads", "Margit Falk"),
    }
    assert alert.owner_id is None


@pytest.mark.hazard("H-01")
def test_somebody_whom_nobody_coordinates_reaches_every_coordinator(elena, me):
    make.reachable(elena.organisation, Role.COORDINATOR, "Dana Brandt")
    assert told(raised(elena, me)) == [(1, "leads", "Dana Brandt")]


@pytest.mark.hazard("H-01")
def test_after_fifteen_minutes_the_backup_and_after_sixty_the_leads(at, elena, me, dana, imran, turn):
    alert = raised(elena, me)
    at.move_to(make.NOON + 15 * MINUTE - timedelta(seconds=1))
    assert tell_next() == 0
    at.move_to(make.NOON + 15 * MINUTE)
    assert (tell_next(), tell_next()) == (1, 0), "once"
    assert told(alert)[1:] == [(1, "backup", "Tom Berger")]
    at.move_to(make.NOON + 60 * MINUTE)
    assert (tell_next(), tell_next()) == (1, 0)
    assert told(alert)[2:] == [(1, "leads", dana.name)]


@pytest.mark.hazard("H-01")
def test_a_clock_that_stood_still_for_hours_tells_everybody_at_once(at, elena, me, dana, turn):
    alert = raised(elena, me)
    at.move_to(make.NOON + timedelta(hours=9))
    assert tell_next() == 1
    assert [step for _number, step, _name in told(alert)] == ["on_call", "backup", "leads"]


def test_nobody_else_is_told_once_somebody_acted(at, elena, me, dana, imran, turn):
    alert = raised(elena, me)
    acted(alert, imran)
    at.move_to(make.NOON + timedelta(hours=2))
    assert tell_next() == 0
    actions.escalate_alert(alert=alert, by=people.operator(elena.organisation))
    assert len(told(alert)) == 1


def test_a_try_that_reached_nobody_stops_no_clock(at, elena, me, dana, imran, turn):
    alert = acted(raised(elena, me), imran, DeedKind.TRIED, "No answer at the door.")
    assert (alert.status, alert.owner_id) == ("open", imran.user_id)
    at.move_to(make.NOON + 15 * MINUTE)
    assert tell_next() == 1


@pytest.mark.hazard("H-14")
def test_somebody_whom_the_person_keeps_away_is_passed_over(elena, me, dana, imran, turn):
    people_actions.block_contact(participant=elena, user=User.objects.get(pk=imran.user_id), by=dana)
    alert = raised(elena, me)
    assert told(alert) == [(1, "backup", "Tom Berger")]
    assert not Relation.objects.filter(user_id=imran.user_id, participant=elena).exists()


def test_who_left_is_on_call_no_more(elena, me, dana, imran, turn):
    Membership.objects.filter(user_id=imran.user_id).update(to_on=people.TODAY)
    assert told(raised(elena, me)) == [(1, "leads", dana.name)]


# ---- what opens, and closes again ----


def test_the_record_opens_to_what_is_needed_until_it_is_finished(elena, me, imran, turn):
    assert covered(imran, elena.pk) == set()
    alert = raised(elena, me)
    assert covered(imran, elena.pk) == {Category.SAFETY, Category.CONTACT}
    acted(alert, imran)
    assert reads.alert(imran, alert.key) == alert
    actions.close_alert(alert=alert, words=WORDS, by=imran)
    assert covered(imran, elena.pk) == set()
    with pytest.raises(NotFound):
        reads.alert(imran, alert.key)


def test_whose_team_it_is_needs_no_other_way_in(elena, me, dana):
    raised(elena, me)
    assert not Relation.objects.filter(kind=RelationKind.ON_CALL).exists()


@pytest.mark.hazard("H-12")
def test_the_person_reads_of_their_own_answer_and_not_of_a_colleagues_worry(elena, me, dana, imran, turn):
    worry = raised(elena, dana, "note-1", source="note")
    assert not Alert.objects.all().visible_to(me).exists()
    reads.alert(imran, worry.key)
    assert ByRelation(imran).is_held_back(elena.pk)
    raised(elena, me)
    assert Alert.objects.all().visible_to(me).get() == worry
    assert AlertTelling.objects.all().visible_to(me).count() == 1
    assert [row.source for row in AlertSignal.objects.all().visible_to(me)] == ["measure"]


# ---- acting ----


def test_to_acknowledge_needs_a_deed_and_words_that_are_sealed(elena, me, dana, imran, turn):
    alert = raised(elena, me)
    with pytest.raises(DomainError):
        acted(alert, imran, words="  ")
    with pytest.raises(DomainError):
        acted(alert, imran, DeedKind.FINISHED)
    for nobody in (me, people.operator(elena.organisation)):
        with pytest.raises(NotAllowed):
            acted(alert, nobody)
    row = acted(alert, imran)
    assert (row.status, row.acknowledged_by_id, row.acknowledged_at) == (
        "acknowledged",
        imran.user_id,
        make.NOON,
    )
    assert b"sister" not in bytes(AlertDeed.objects.get().sealed)
    [done] = reads.alert_page(dana, row).done
    assert (done.words, done.who, done.title) == (WORDS, "Imran Siddiqui", "We spoke")
    assert [(one.from_status, one.to_status) for one in AlertStatusChange.objects.all()] == [
        ("open", "acknowledged")
    ]


def test_it_is_finished_only_after_somebody_acted(elena, me, dana, turn):
    alert = raised(elena, me)
    with pytest.raises(InvalidTransition):
        actions.close_alert(alert=alert, words=WORDS, by=dana)
    acted(alert, dana)
    row = actions.close_alert(alert=alert, words=WORDS, by=dana)
    assert (row.status, row.closed_at) == ("closed", make.NOON)
    with pytest.raises(DomainError):
        acted(row, dana)


def test_who_is_needed_stands_with_who_they_are_until_somebody_acts(elena, me, dana, imran, tom, turn):
    def called():
        return set(Membership.objects.filter(is_called=True).values_list("user__name", flat=True))

    alert = raised(elena, me)
    other = make.somebody(elena.organisation, "Rosa", "Lind")
    second = raised(other, me, "answer-9")
    assert called() == {"Imran Siddiqui"}
    acted(alert, imran)
    assert called() == {"Imran Siddiqui"}, "one more waits"
    acted(second, imran)
    assert (called(), reads.wrong_about_calls()) == (set(), 0)
    Membership.objects.filter(user_id=tom.user_id).update(is_called=True)
    assert reads.wrong_about_calls() == 1


def test_the_person_says_what_would_help_first(elena, me, dana, imran, turn):
    alert = actions.say_what_helps(alert=raised(elena, me), wish=Wish.CALL, by=me)
    assert reads.alert_page(imran, alert).wish == "Somebody calls me"
    with pytest.raises(NotAllowed):
        actions.say_what_helps(alert=alert, wish=Wish.LATER, by=dana)


# ---- reads ----


def test_the_list_says_since_when_and_who_has_it_and_no_words(at, elena, me, dana, imran, turn):
    raised(elena, me)
    rosa = make.somebody(elena.organisation, "Rosa", "Lind")
    acted(raised(rosa, dana, "note-1", "note"), imran)
    at.move_to(make.NOON + 20 * MINUTE)
    first, second = reads.running_alerts(dana)
    assert (first.person, first.is_late, first.owner, first.author) == (
        "Elena Nair",
        True,
        "Imran Siddiqui",
        "",
    )
    assert (second.person, second.is_open, second.author, second.has_coordinator) == (
        "Rosa Lind",
        False,
        dana.name,
        False,
    )
    assert reads.unanswered_count(dana) == 1
    assert (reads.running_alerts(me), reads.unanswered_count(me)) == ([], 0)


def test_the_list_costs_two_statements_at_one_alert_and_at_twenty(elena, me, dana, turn):
    costs = []
    for numbers in (range(1), range(1, 20)):
        for number in numbers:
            raised(make.somebody(elena.organisation, f"Somebody {number}"), me, f"answer-{number}")
        reads.running_alerts(dana)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            reads.running_alerts(dana)
        costs.append(len(asked))
    assert costs == [2, 2]


# ---- erasing and joining ----


def test_two_records_with_open_alerts_are_joined_once_one_is_finished(elena, me, dana, imran, turn):
    double = make.somebody(elena.organisation, "Elena", "Nair")
    first, second = raised(elena, me), raised(double, me, "answer-2")
    with pytest.raises(DomainError, match="Finish one first"):
        HOLDINGS.move(double, elena, people.TODAY)
    acted(second, dana)
    actions.close_alert(alert=second, words=WORDS, by=dana)
    HOLDINGS.move(double, elena, people.TODAY)
    assert set(Alert.objects.filter(participant=elena)) == {first, second}
    assert {one.words for one in reads.alert_page(dana, Alert.objects.get(pk=second.pk)).done} == {WORDS}


def test_erasing_takes_the_words_and_leaves_that_somebody_came(elena, me, imran, turn):
    acted(raised(elena, me), imran)
    HOLDINGS.erase(elena)
    assert AlertDeed.objects.get().sealed is None
    assert AlertDeed.objects.get().kind == "spoke"
