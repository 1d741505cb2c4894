from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.access import Category, RelationKind, Role
from handrail.base.errors import NotFound
from handrail.complaints import actions, panels, queries
from handrail.complaints.actions import AboutWhat
from handrail.complaints.models import Complaint
from handrail.complaints.rules import ComplaintAbout
from handrail.complaints.tests import factories as make
from handrail.people.looked import reference
from handrail.people.tests import factories as people
from handrail.ui import gather_panels


def later(viewer, days=20):
    return replace(viewer, today=viewer.today + timedelta(days=days))


def test_only_who_wrote_and_who_hears_read_it(at):
    row = make.letter(at, about=AboutWhat(ComplaintAbout.PERSON, at.sasha and at.user(at.sasha)))
    for viewer in (at.me, at.margit):
        assert queries.letter(viewer, row.key).pk == row.pk
    for viewer in (at.ravi, at.dana, at.sasha, at.admin):
        with pytest.raises(NotFound):
            queries.letter(viewer, row.key)
        assert not Complaint.objects.visible_to(viewer).exists()
    assert queries.shown_to_me(at.sasha) == []
    actions.share_complaint(complaint=row, by=at.margit)
    assert [one.pk for one in queries.shown_to_me(at.sasha)] == [row.pk]
    assert queries.letter(at.sasha, row.key).pk == row.pk


def test_who_was_written_to_leaves_a_look_that_says_so(at):
    make.letter(at)
    queries.to_hear(at.margit)
    assert at.margit.looks.shown == {(Category.ACCESS, "addressed"): {at.elena.pk}}


def test_nobody_of_another_place_reads_it(at):
    row = make.letter(at)
    there = people.organisation("Elsewhere")
    same = people.viewer(at.user(at.margit), there, Role.MANAGER)
    with pytest.raises(NotFound):
        queries.letter(same, row.key)
    assert queries.late(later(same)) == []


def test_a_command_of_the_place_counts_them_all(at):
    make.letter(at)
    assert Complaint.objects.visible_to(people.operator(at.elena.organisation)).count() == 1
    assert Complaint.objects.visible_to(people.operator()).count() == 1


def test_what_is_taken_back_is_read_by_nobody_but_the_one_who_wrote_it(at):
    row = actions.withdraw_complaint(complaint=make.letter(at), by=at.me)
    assert queries.letter(at.me, row.key).pk == row.pk
    assert queries.to_hear(at.margit) == []
    with pytest.raises(NotFound):
        queries.letter(at.margit, row.key)


def test_the_manager_sees_what_is_late_and_who_has_it_and_nothing_else(at):
    make.letter(at, hearer=at.dana)
    make.letter(at, hearer=at.admin, about=AboutWhat(ComplaintAbout.PERSON, at.user(at.margit)))
    assert queries.late(at.margit) == []
    (found,) = queries.late(later(at.margit))
    assert vars(found).keys() == {"hearer", "answer_by"}
    assert found.hearer == at.dana.name
    assert queries.late(later(at.dana)) == []


def test_what_waits_stands_first(at):
    done = actions.answer_complaint(complaint=make.letter(at), answer="Yes.", by=at.margit)
    waits = make.letter(at)
    assert [one.pk for one in queries.to_hear(at.margit)] == [waits.pk, done.pk]


def test_nothing_of_it_stands_on_a_page_about_the_person(at):
    def titles(viewer):
        return [str(panel.title) for panel in gather_panels("person", viewer, at.elena)]

    before = titles(at.dana)
    make.letter(at, words="Canary seventeen.")
    assert titles(at.dana) == before
    assert panels.today(at.dana, at.dana.today) == []
    assert panels.today(at.me, at.me.today) == []
    (panel,) = panels.today(at.margit, at.margit.today)
    assert panel.data == {"waits": 1}


def test_family_sees_the_coordinator_and_nobody_else_of_the_team(at):
    assert [name for name, _user in queries.team(at.ravi).values()] == [at.dana.name]
    assert {name for name, _user in queries.team(at.me).values()} == {at.dana.name, at.sasha.name}


def test_a_question_about_a_look_names_who_looked(at):
    from handrail.audit.actions import write_looks

    write_looks(at.sasha, [(("plan", "care_team"), {at.elena.pk})], "plans:plan")
    ref = reference(at.elena, str(at.sasha.user_id))
    look = queries.asked_look(at.me, ref, "2026-10-19")
    assert (look.name, look.user.pk) == (at.sasha.name, at.sasha.user_id)
    assert queries.asked_look(at.me, "", "") is None
    for viewer, key, day in (
        (at.me, ref, "soon"),
        (at.me, "bcdfghjkmn", "2026-10-19"),
        (at.ravi, ref, "2026-10-19"),
    ):
        with pytest.raises(NotFound):
            queries.asked_look(viewer, key, day)


def test_a_person_without_a_coordinator_still_finds_somebody(at):
    alone = people.self_viewer(people.participant(at.elena.organisation, "Rosa"))
    assert set(queries.hearers(alone)) == {str(at.margit.user_id), str(at.admin.user_id)}


def test_a_letter_does_not_open_through_a_relation(at):
    make.letter(at)
    other = people.staff_for(at.elena, Role.MANAGER, RelationKind.SUPERVISOR)
    assert not Complaint.objects.visible_to(other).exists()
