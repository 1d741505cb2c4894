from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import get_template
from django.urls import reverse

from handrail.access import Category, RelationKind, Role, scope_bits
from handrail.accounts.models import User
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, NotFound
from handrail.people import actions as people_actions
from handrail.people.care_team import care_team
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import about, browser, family, stranger, text
from handrail.plans import panels, queries
from handrail.plans.actions import care as actions
from handrail.plans.models import CareTask, HealthEvent, OutsideCare
from handrail.plans.rules import CareTaskStatus, HealthEventKind, OutsideCareKind
from handrail.plans.tests import factories as make
from handrail.plans.tests.browsing import address

pytestmark = pytest.mark.django_db
DUE = date(2026, 10, 22)


@pytest.fixture
def lind(db):
    return make.elena()


def account(viewer):
    return User.objects.get(pk=viewer.user_id)


def task(person, by, what="Ask the clinic for the new list", **more):
    return actions.add_care_task(participant=person, what=what, by=by, **more)


def drawn(panel):
    return get_template(panel.template, using="jinja2").render({"data": panel.data})


def post(viewer, name, person, *keys, **sent):
    return browser(viewer).post(address(name, person, *keys), {**about(person, 0), **sent})


@pytest.mark.seed("S-053")
def test_medicines_are_kept_as_the_person_wrote_them_and_nothing_is_read_out(lind):
    person, me, sasha = lind
    said = "  the small white one ½, not the blue\n"
    row = actions.write_outside_care(participant=person, kind=OutsideCareKind.MEDICINE, words=said, by=me)
    assert (row.words, row.author_kind) == (said, "mine")
    theirs = actions.write_outside_care(
        participant=person, kind=OutsideCareKind.SERVICE, words="Day nurse", by=sasha
    )
    assert theirs.author_kind == "staff"
    names = {field.name for field in OutsideCare._meta.fields}
    assert not names & {"dose", "code", "substance"}
    assert Event.objects.filter(kind="write_outside_care").count() == 2


def test_care_from_elsewhere_ends_and_stays(lind):
    person, me, _sasha = lind
    row = actions.write_outside_care(participant=person, kind=OutsideCareKind.MEDICINE, words="Drops", by=me)
    actions.end_outside_care(care=row, by=me)
    page = queries.health_page(me, person.key)
    assert (page.care, [one.row for one in page.ended]) == ([], [row])


@pytest.mark.seed("S-035")
@pytest.mark.parametrize(
    "kind", [HealthEventKind.FALL, HealthEventKind.EMERGENCY_VISIT, HealthEventKind.MEDICINE_PROBLEM]
)
def test_what_happened_is_written_with_its_day_and_who_was_told(lind, kind):
    person, me, _sasha = lind
    row = actions.write_health_event(
        participant=person,
        kind=kind,
        happened_on=date(2026, 9, 5),
        words="It was the rug.",
        told="Per",
        by=me,
    )
    assert (row.happened_on, row.told) == (date(2026, 9, 5), "Per")


def test_an_event_to_come_before_birth_or_without_words_is_told_kindly(lind):
    person, me, _sasha = lind
    facts = {"participant": person, "kind": HealthEventKind.FALL, "by": me}
    with pytest.raises(DomainError, match="still to come"):
        actions.write_health_event(**facts, happened_on=date(2026, 10, 21), words="x")
    with pytest.raises(DomainError, match="what happened"):
        actions.write_health_event(**facts, happened_on=date(2026, 10, 1), words="  ")
    person.birth_on = date(1952, 2, 27)
    with pytest.raises(DomainError, match="day of birth"):
        actions.write_health_event(**facts, happened_on=date(1951, 1, 1), words="x")
    assert not HealthEvent.objects.exists()


@pytest.mark.seed("S-078")
def test_a_task_says_what_who_and_by_when_whichever_agency(lind):
    person, me, sasha = lind
    ours = task(person, sasha, owner=account(sasha), due_on=DUE)
    theirs = task(person, me, "Send the letter", owner_name="Mr Holm, heart clinic")
    found = queries.tasks_of_person(sasha, person)
    assert [(one.what, one.who) for one in found] == [
        (ours.what, account(sasha).name),
        (theirs.what, "Mr Holm, heart clinic"),
    ]


def test_a_task_has_one_owner_and_no_day_that_is_over(lind):
    person, _me, sasha = lind
    with pytest.raises(DomainError, match="Not both"):
        task(person, sasha, owner=account(sasha), owner_name="Mr Holm")
    with pytest.raises(DomainError, match="This day is over"):
        task(person, sasha, due_on=date(2026, 10, 19))
    row = task(person, sasha, owner=account(sasha))
    with pytest.raises(IntegrityError), transaction.atomic():
        CareTask.objects.filter(pk=row.pk).update(owner_name="Mr Holm")
    with pytest.raises(IntegrityError), transaction.atomic():
        CareTask.objects.filter(pk=row.pk).update(status=CareTaskStatus.DONE)


def test_a_task_is_done_opened_again_and_each_change_is_kept(lind):
    person, me, sasha = lind
    row = task(person, sasha, owner=account(sasha), due_on=DUE)
    row = actions.change_care_task_status(task=row, to=CareTaskStatus.DONE, by=sasha)
    assert row.closed_on == date(2026, 10, 20)
    with pytest.raises(InvalidTransition):
        actions.change_care_task_status(task=row, to=CareTaskStatus.NOT_NEEDED, by=me)
    row = actions.change_care_task_status(task=row, to=CareTaskStatus.OPEN, by=me)
    assert row.closed_on is None
    assert row.changes.count() == 3


def test_a_relative_sees_and_closes_their_own_task_and_no_other(lind):
    person, me, sasha = lind
    ravi = family(person)
    mine = task(person, me, "Bring the spare key", owner=account(ravi))
    other = task(person, sasha, "Ask about the tablets", owner=account(sasha))
    assert [one.key for one in queries.tasks_of_person(ravi, person)] == [mine.key]
    page = text(browser(ravi).get(reverse("plans:tasks")))
    assert "Bring the spare key" in page
    assert "tablets" not in page
    with pytest.raises(NotAllowed):
        actions.change_care_task_status(task=other, to=CareTaskStatus.DONE, by=ravi)
    assert post(ravi, "task_close", person, other.key, do="done").status_code == 404
    answer = post(ravi, "task_close", person, mine.key, do="done", back="tasks")
    assert answer.headers["Location"] == reverse("plans:tasks")
    assert browser(ravi).get(address("health", person)).status_code == 404


def test_a_task_without_an_owner_is_listed_for_the_coordinator_alone(lind):
    person, me, sasha = lind
    row = task(person, me, "Somebody drives me to the clinic")
    dana = people.staff_for(person, Role.COORDINATOR, RelationKind.CARE_TEAM)
    assert [one.key for one in queries.tasks_without_owner(dana)] == [row.key]
    assert queries.tasks_without_owner(sasha) == []
    assert "Nobody does these yet" in drawn(panels.tasks_today(dana, people.TODAY)[0])
    actions.name_task_owner(task=row, owner=account(sasha), by=dana)
    assert queries.tasks_without_owner(dana) == []
    assert "Somebody drives me" in drawn(panels.tasks_today(sasha, people.TODAY)[0])


def test_my_own_tasks_stand_in_my_week_and_nobody_elses(lind):
    person, me, sasha = lind
    assert panels.tasks_week(me, person, date(2026, 10, 19)) == []
    task(person, me, "Fill the box on Sunday", owner=account(me), due_on=DUE)
    assert "Fill the box" in drawn(panels.tasks_week(me, person, date(2026, 10, 19))[0])
    assert panels.tasks_week(sasha, person, date(2026, 10, 19)) == []
    assert "Fill the box" in drawn(panels.tasks_person(sasha, person)[0])


def test_the_health_page_asks_the_same_for_ten_and_for_twenty(lind, django_assert_max_num_queries):
    person, me, sasha = lind
    counts = []
    for _round in range(2):
        for number in range(10):
            task(person, me, f"Task {number}")
            actions.write_outside_care(
                participant=person, kind=OutsideCareKind.MEDICINE, words=f"{number}", by=me
            )
            actions.write_health_event(
                participant=person,
                kind=HealthEventKind.FALL,
                happened_on=date(2026, 9, 5),
                words="Rug",
                by=me,
            )
        with django_assert_max_num_queries(8) as asked:
            queries.health_page(sasha, person.key)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_tasks_in_time_counts_those_whose_day_has_come(lind):
    person, me, sasha = lind
    in_time = task(person, sasha, due_on=people.TODAY)
    actions.change_care_task_status(task=in_time, to=CareTaskStatus.DONE, by=sasha)
    task(person, sasha, due_on=people.TODAY)
    task(person, sasha, due_on=DUE)
    task(person, sasha)
    found = queries.tasks_in_time(me)
    assert (found.n, found.out_of, found.not_counted, found.people) == (1, 2, 2, 1)


def test_the_programme_page_tells_colleagues_tasks_and_events_in_totals(lind, django_assert_num_queries):
    person, me, sasha = lind
    task(person, me)
    actions.write_health_event(
        participant=person, kind=HealthEventKind.FALL, happened_on=date(2026, 9, 5), words="Rug", by=me
    )
    page = drawn(panels.programme(sasha, "integrated")[0])
    assert "1 task is open" in page
    assert "A fall" in page
    with django_assert_num_queries(0):
        assert panels.programme(me, "integrated") == []
        assert panels.programme(sasha, "peer") == []


def test_my_health_page_is_read_and_written(lind):
    person, me, sasha = lind
    assert "That is fine." in text(browser(me).get(address("health", person)))
    assert 'href="/tasks"' in text(browser(me).get(address("health", person)))
    assert post(me, "care_new", person, kind="medicine", words="").status_code == 422
    assert post(me, "care_new", person, kind="medicine", words="Nine little doors").status_code == 302
    day = {"happened_on_day": "5", "happened_on_month": "9", "happened_on_year": "2026"}
    assert post(me, "event_new", person, kind="fall", words="", **day).status_code == 422
    assert post(me, "event_new", person, kind="fall", words="The rug.", told="Per", **day).status_code == 302
    assert post(sasha, "task_new", person, what=" ").status_code == 422
    assert post(sasha, "task_new", person, what="Call Per", owner=str(sasha.user_id)).status_code == 302
    page = text(browser(sasha).get(address("health", person)))
    for words in ("Nine little doors", "The rug.", "Told: Per", "Call Per"):
        assert words in page
    row = CareTask.objects.get()
    assert post(me, "task_owner", person, row.key, owner="nobody").status_code == 422
    assert post(me, "task_owner", person, row.key, owner=str(me.user_id)).status_code == 302
    assert post(me, "task_close", person, row.key, do="not_needed").status_code == 302
    assert post(me, "care_end", person, OutsideCare.objects.get().key).status_code == 302


def test_a_stranger_finds_no_health_and_family_writes_none(lind):
    person, *_ = lind
    client = browser(stranger(person))
    for name in ("health", "care_new", "event_new", "task_new"):
        assert client.get(address(name, person)).status_code == 404
    assert browser(family(person)).get(address("care_new", person)).status_code == 403


def test_health_alone_does_not_open_the_tasks_of_the_plan(lind):
    person, me, sasha = lind
    task(person, me, "Somebody drives me")
    user = people.member(person.organisation, Role.CLINICIAN)
    people_actions.open_relation(
        participant=person,
        user=user,
        kind=RelationKind.CARE_TEAM,
        scopes=scope_bits({Category.CONTACT, Category.HEALTH}),
        by=people.operator(person.organisation),
    )
    page = queries.health_page(people.viewer(user, person.organisation, Role.CLINICIAN), person.key)
    assert (page.tasks, page.sees_plan) == ([], False)
    with pytest.raises(NotFound):
        queries.care_task(sasha, people.participant(person.organisation, "Rosa"), CareTask.objects.get().key)


@pytest.mark.seed("S-008")
def test_the_care_team_shows_who_is_there_and_which_place_is_empty(lind):
    person, me, sasha = lind
    empty = {str(one.title): one.names for one in care_team(me, person)}
    assert empty["Coordinator"] == empty["Clinician"] == empty["Peer"] == []
    assert empty["Others"] == [account(sasha).name]
    people.staff_for(person, Role.CLINICIAN)
    people.staff_for(person, Role.PEER, RelationKind.PEER)
    full = {str(one.title): one.names for one in care_team(me, person)}
    assert len(full["Clinician"]) == len(full["Peer"]) == 1
    page = text(browser(me).get(reverse("people:beside", args=[person.key])))
    assert "My care team" in page
    assert "Nobody yet: somebody you trust." in page


def test_a_task_under_somebody_elses_step_is_not_kept(lind):
    person, me, sasha = lind
    other = people.participant(person.organisation, "Rosa")
    theirs = people.self_viewer(other)
    step = make.step(make.goal(make.plan(other, theirs), theirs), theirs)
    with pytest.raises(DomainError, match="step of this person"):
        task(person, sasha, step=step)
    with pytest.raises(NotFound):
        queries.outside_care(me, person, "bbbbbbbbbb")


def test_my_life_at_a_glance_hears_of_the_newest_event(lind):
    person, me, _sasha = lind
    assert panels.health_facts(me, person) == []
    actions.write_health_event(
        participant=person, kind=HealthEventKind.FALL, happened_on=date(2026, 9, 5), words="Rug", by=me
    )
    [fact] = panels.health_facts(me, person)
    assert fact.text == "A fall, 5 September"
