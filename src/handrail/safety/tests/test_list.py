from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from handrail.access import RelationKind, Role
from handrail.accounts.models import User
from handrail.audit.models import Event, LookPerson
from handrail.base.errors import DomainError, NotAllowed, NotFound
from handrail.people.actions import open_relation
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import about, browser, stranger, text
from handrail.safety import actions, queries
from handrail.safety.models import DailyCheck, HardDayList, ListLine
from handrail.safety.rules import ListSection

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    person = people.participant(people.organisation())
    return person, people.self_viewer(person), people.staff_for(person)


def write(person, me, words="I let the phone ring.", section=ListSection.EARLY_SIGNS, **more):
    return actions.add_list_line(participant=person, section=section, words=words, by=me, **more)


def page(person, rest="my-list"):
    return f"/people/{person.key}/{rest}"


@pytest.mark.seed("S-119")
def test_my_list_is_mine_and_the_team_sees_only_that_there_is_one(three):
    person, me, sasha = three
    assert "There is no list yet" in text(browser(sasha).get(page(person)))
    write(person, me)
    assert "I let the phone ring." in text(browser(me).get(page(person)))
    theirs = text(browser(sasha).get(page(person)))
    assert "I let the phone ring." not in theirs
    assert "It is theirs, and not shared." in theirs
    assert LookPerson.objects.filter(participant_id=person.pk, page="safety:list").exists()


def test_shared_the_team_reads_every_line_and_unshared_none(three):
    person, me, sasha = three
    write(person, me)
    settled = {"name": "When it gets loud", "shares_checks": False, "by": me}
    actions.settle_list(participant=person, is_shared=True, **settled)
    later = write(person, me, "Tea", ListSection.HELPS)
    theirs = text(browser(sasha).get(page(person)))
    assert "When it gets loud" in theirs
    assert "I let the phone ring." in theirs
    assert later.words in theirs
    actions.settle_list(participant=person, is_shared=False, **settled)
    assert queries.list_page(sasha, person).is_empty


def test_family_and_strangers_find_nothing_even_when_it_is_shared(three):
    person, me, _sasha = three
    write(person, me)
    actions.settle_list(participant=person, name="", is_shared=True, shares_checks=True, by=me)
    ravi = people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    for viewer in (ravi, stranger(person)):
        for rest in ("my-list", "check-in"):
            assert browser(viewer).get(page(person, rest)).status_code == 404


def test_nobody_else_writes_in_it(three):
    person, me, sasha = three
    line = write(person, me)
    with pytest.raises(NotAllowed, match="sit beside them"):
        write(person, sasha)
    for act in (actions.move_list_line_up, actions.put_list_line_away):
        with pytest.raises(NotAllowed):
            act(line=line, by=sasha)
    with pytest.raises(NotAllowed):
        actions.check_in(participant=person, sleep=1, by=sasha)
    assert browser(sasha).get(page(person, "my-list/helps/new")).status_code == 403


def test_lines_move_change_and_go_off_the_list_without_being_lost(three):
    person, me, _sasha = three
    first, second = write(person, me, "One"), write(person, me, "Two")
    actions.move_list_line_up(line=second, by=me)
    assert [line.words for line in queries.list_page(me, person).sections[0].lines] == ["Two", "One"]
    actions.move_list_line_up(line=ListLine.objects.get(pk=second.pk), by=me)
    actions.change_list_line(line=first, words="One, anew", by=me)
    actions.put_list_line_away(line=first, by=me)
    assert [line.words for line in queries.list_page(me, person).sections[0].lines] == ["Two"]
    assert ListLine.objects.get(pk=first.pk).words == "One, anew"
    with pytest.raises(NotFound):
        queries.list_line(me, person, first.key)


def test_the_pages_keep_refuse_and_say_why(three):
    person, me, _sasha = three
    client = browser(me)
    assert client.post(page(person, "my-list/call/new"), {**about(person, 0)}).status_code == 422
    done = client.post(
        page(person, "my-list/call/new"), {"words": "Dad", "phone": "+49 30 23125 120", **about(person, 0)}
    )
    assert done.headers["Location"].endswith("/my-list#call")
    line = ListLine.objects.get(participant=person)
    assert 'href="tel:+493023125120"' in text(client.get(page(person)))
    there = page(person, f"my-list/lines/{line.key}")
    assert client.post(there, {"words": "Dad, mornings", **about(person, 0)}).status_code == 302
    assert client.post(there, {"words": " ", **about(person, 0)}).status_code == 422
    up = {"do": "up", **about(person, 0)}
    assert client.post(there, up).status_code == 302
    twice = client.post(there, {**up, "do": "away"})
    assert twice.status_code == 422
    assert "sent before with other words" in text(twice)
    assert client.post(there, {"do": "away", **about(person, 0)}).status_code == 302
    assert client.get(there).status_code == 404
    assert client.get(page(person, "my-list/nowhere/new")).status_code == 404
    settle = page(person, "my-list/settle")
    assert "Family will not." in text(client.get(settle))
    done = client.post(settle, {"name": "Loud days", "is_shared": "on", **about(person, 0)})
    assert done.status_code == 302
    assert HardDayList.objects.get(participant=person).is_shared


def test_a_line_without_words_or_too_long_is_refused(three):
    person, me, _sasha = three
    for words in ("  ", "x" * 301):
        with pytest.raises(DomainError):
            write(person, me, words)
    assert not ListLine.objects.exists()


def test_one_check_a_day_and_the_newer_takes_its_place(three):
    person, me, sasha = three
    actions.check_in(participant=person, sleep=2, by=me)
    actions.check_in(participant=person, sleep=3, energy=4, helped="Tea", by=me)
    check = DailyCheck.objects.get(participant=person)
    assert (check.sleep, check.energy, check.helped) == (3, 4, "Tea")
    assert Event.objects.filter(kind="check_in").count() == 2
    assert all(day.check is None for day in queries.checks(sasha, person))
    actions.settle_list(participant=person, name="", is_shared=False, shares_checks=True, by=me)
    assert queries.checks(sasha, person)[-1].check == check
    assert len(queries.checks(me, person)) == 14


def test_numbers_are_one_to_five_here_and_in_the_database(three):
    person, me, _sasha = three
    with pytest.raises(DomainError, match="from 1 to 5"):
        actions.check_in(participant=person, energy=6, by=me)
    with pytest.raises(IntegrityError), transaction.atomic():
        DailyCheck.objects.create(organisation=person.organisation, participant=person, day=me.today, sleep=0)


def test_the_page_asks_once_a_day_and_shows_two_weeks(three):
    person, me, sasha = three
    client = browser(me)
    assert "How am I today?" in text(client.get(page(person, "week")))
    assert client.post(page(person, "check-in"), {"sleep": "4", **about(person, 0)}).status_code == 302
    assert "Sleep, energy, what helped" not in text(client.get(page(person, "week")))
    assert "4 of 5" in text(client.get(page(person, "check-in")))
    assert client.post(page(person, "check-in"), {"sleep": "9", **about(person, 0)}).status_code == 422
    assert "Nothing is shared." in text(browser(sasha).get(page(person, "check-in")))


def test_staff_see_on_the_programme_page_who_keeps_a_list_and_no_word_of_it(three):
    from handrail.safety import panels

    person, me, sasha = three
    write(person, me)
    [panel] = panels.programme(sasha, "illness")
    [kept] = panel.data["kept"]
    assert (kept.name, kept.is_shared) == (person.called, False)
    assert panels.programme(sasha, "peer") == []
    assert panels.programme(me, "illness") == []
    assert panels.week(sasha, person, sasha.today) == []


def test_the_list_asks_the_same_however_long_it_is(three, django_assert_num_queries):
    person, me, _sasha = three
    write(person, me)
    with django_assert_num_queries(2):
        queries.list_page(me, person)
    for section in ListSection:
        write(person, me, "More", section)
    with django_assert_num_queries(2):
        queries.list_page(me, person)


@pytest.mark.parametrize("whole", [False, True])
def test_for_very_many_people_lists_are_read_in_the_order_of_names_and_are_the_same(whole):
    place = people.organisation()
    persons = [people.participant(place, called=name) for name in ("Rosa", "Elena", "Jana")]
    manager = people.staff_for(persons[0], Role.MANAGER, RelationKind.SUPERVISOR)
    user = User.objects.get(pk=manager.user_id)
    for person in persons[1:]:
        open_relation(participant=person, user=user, kind=RelationKind.SUPERVISOR, by=people.operator(place))
    people.participant(place, called="Aisha")  # not among the manager's people
    asked = [replace(manager, many=[many]) for many in (False, True)]
    assert [queries.lists_kept(one, whole=whole) for one in asked] == [[], []]
    for person in persons[:2]:
        write(person, people.self_viewer(person))
    few, many = (queries.lists_kept(one, whole=whole) for one in asked)
    assert [kept.name for kept in few] == ["Elena", "Rosa"]
    assert many == few
