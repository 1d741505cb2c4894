from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handrail.access import RelationKind, Role
from handrail.accounts.tests.browsing import browser
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, NotFound, Stale
from handrail.people.tests import factories as make
from handrail.plans import actions, panels, queries
from handrail.plans.models import LifeRole
from handrail.plans.rules import LifeArea
from handrail.plans.rules.roles import LifeRoleStatus, RoleKind
from handrail.plans.tests import factories as plans

pytestmark = pytest.mark.django_db
S = LifeRoleStatus


@pytest.fixture
def person():
    return make.participant(make.organisation())


@pytest.fixture
def me(person):
    return make.self_viewer(person)


def role(person, by, kind=RoleKind.VOLUNTEER, status=S.WANT, **more):
    return actions.add_life_role(participant=person, kind=kind, status=status, by=by, **more)


@pytest.mark.seed("S-214")
@pytest.mark.seed("S-249")
@pytest.mark.parametrize("kind", ["worker", "student", "tenant", "friend", "parent", "volunteer"])
def test_roles_are_kept_with_when_they_began(person, me, kind):
    made = role(person, me, RoleKind(kind), S.HAVE, since_on=date(2020, 1, 1))
    (line,) = queries.roles_page(me, person).have
    assert line.hint == "since 1 January 2020"
    assert made.changes.get().to_status == S.HAVE
    assert Event.objects.filter(kind="add_life_role").count() == 1


def test_a_role_begins_is_over_and_is_wanted_again(person, me):
    made = role(person, me)
    begun = actions.change_life_role(role=made, to=S.HAVE, version=1, by=me)
    assert begun.since_on == make.TODAY
    over = actions.change_life_role(role=made, to=S.HAD, by=me)
    assert over.until_on == make.TODAY
    assert actions.change_life_role(role=made, to=S.WANT, by=me).until_on is None
    with pytest.raises(Stale):
        actions.change_life_role(role=made, to=S.HAVE, version=1, by=me)
    with pytest.raises(InvalidTransition):
        actions.change_life_role(role=made, to=S.HAD, by=me)
    with pytest.raises(IntegrityError), transaction.atomic():
        LifeRole.objects.filter(pk=made.pk).update(until_on=make.TODAY)


def test_days_and_words_that_cannot_be_are_told(person, me):
    person.birth_on = date(1994, 3, 8)
    person.save()
    for wrong, words in [
        ({"kind": RoleKind.OWN, "words": " "}, "in a word or two"),
        ({"since_on": make.TODAY + timedelta(days=1)}, "still to come"),
        ({"since_on": date(1990, 1, 1)}, "before the birth"),
        (
            {"status": S.HAD, "since_on": date(2020, 1, 1), "until_on": date(2019, 1, 1)},
            "before the beginning",
        ),
    ]:
        with pytest.raises(DomainError, match=words):
            role(person, me, **wrong)
    assert not LifeRole.objects.exists()
    assert role(person, me, status=S.HAVE, until_on=date(2020, 1, 1)).until_on is None


def test_a_wanted_role_becomes_a_goal_once_in_its_own_words(person, me):
    made = role(person, me, RoleKind.OWN, words="Goalkeeper")
    plan = plans.plan(person, me)
    goal = actions.make_life_role_a_goal(role=made, plan=plan, by=me).goal
    assert (goal.words, goal.life_area) == ("Goalkeeper", LifeArea.ROLES)
    with pytest.raises(DomainError, match="a goal already"):
        actions.make_life_role_a_goal(role=made, plan=plan, by=me)
    with pytest.raises(DomainError, match="is wanted"):
        actions.make_life_role_a_goal(role=role(person, me, status=S.HAVE), plan=plan, by=me)
    other = make.participant(person.organisation, "Jana")
    theirs = plans.plan(other, make.self_viewer(other))
    with pytest.raises(DomainError, match="No plan is open"):
        actions.make_life_role_a_goal(role=role(person, me), plan=theirs, by=me)


def test_family_reads_roles_and_does_not_write_and_a_stranger_finds_nothing(person, me):
    made = role(person, me)
    ravi = make.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    assert not queries.roles_page(ravi, person).can_write
    with pytest.raises(NotAllowed):
        role(person, ravi)
    with pytest.raises(NotAllowed):
        actions.change_life_role(role=made, to=S.HAVE, by=ravi)
    other = make.participant(person.organisation, "Jana")
    with pytest.raises(NotFound):
        queries.life_role(make.staff_for(other), person, made.key)
    address = reverse("plans:roles", args=[person.key])
    assert browser(make.staff_for(other)).get(address).status_code == 404


def test_the_glance_and_the_programme_page_tell_of_roles(person, me):
    role(person, me, RoleKind.FRIEND, S.HAVE)
    role(person, me)
    sasha = make.staff_for(person)
    assert [fact.text for fact in queries.role_facts(me, person)] == [
        "I am: Friend.",
        "I want to be: Volunteer.",
    ]
    assert queries.role_facts(sasha, person)[0].text == "Has: Friend."
    assert queries.role_facts(make.staff_for(make.participant(person.organisation, "Jana")), person) == []
    (panel,) = panels.programme_roles(sasha, "aim")
    totals = panel.data["totals"]
    assert (totals.people, totals.have, totals.want, totals.goals) == (1, 1, 1, 0)
    assert panels.programme_roles(sasha, "social") == panels.programme_roles(None, "aim") == []
    assert "1 person has written roles down" in browser(sasha).get("/programmes/aim").content.decode()


def hidden(web, page, action):
    form = web.get(page).content.decode().split(f'action="{action}"', 1)[1]
    return form.split('name="about" value="', 1)[1].split('"', 1)[0]


def test_roles_are_written_changed_and_made_a_goal_on_one_page(person, me):
    web, page = browser(me), reverse("plans:roles", args=[person.key])
    assert "No role is written down yet" in web.get(page).content.decode()
    sent = {"about": hidden(web, page, page), "kind": "own", "words": "", "status": "want"}
    wrong = web.post(page, sent)
    assert wrong.status_code == 422
    assert "in a word or two" in wrong.content.decode()
    assert (
        web.post(page, {**sent, "about": hidden(web, page, page), "words": "Goalkeeper"}).status_code == 302
    )
    made = LifeRole.objects.get()
    goal = reverse("plans:role_goal", args=[person.key, made.key])
    assert goal not in web.get(page).content.decode(), "no plan is open"
    plans.plan(person, me)
    assert web.post(goal, {"about": hidden(web, page, goal)}).status_code == 302
    assert "A goal of the plan" in web.get(page).content.decode()
    status = reverse("plans:role_status", args=[person.key, made.key])
    assert web.post(status, {"about": hidden(web, page, status), "do": "nothing"}).status_code == 409
    assert web.post(status, {"about": hidden(web, page, status), "do": "have"}).status_code == 302
    late = web.post(goal, {"about": hidden(web, page, status)})
    assert late.status_code == 422
    assert "is wanted" in late.content.decode()


def test_the_page_takes_the_same_statements_for_many_roles(person, me):
    def count():
        with CaptureQueriesContext(connection) as seen:
            queries.roles_page(me, person)
        return len(seen)

    role(person, me)
    few = count()
    for _number in range(5):
        role(person, me, RoleKind.FRIEND, S.HAVE)
    assert count() == few


def test_every_button_has_its_own_name_also_for_roles_of_the_same_title(person, me):
    for since in (None, make.TODAY, make.TODAY):
        actions.add_life_role(participant=person, kind=RoleKind.FRIEND, status=S.HAVE, since_on=since, by=me)
    role(person, me, RoleKind.NEIGHBOUR, S.HAVE)
    html = browser(me).get(reverse("plans:roles", args=[person.key])).content.decode()
    names = [part.split('"', 1)[0] for part in html.split('aria-label="I had it: ')[1:]]
    assert sorted(names) == [
        "Friend",
        "Friend, since 20 October",
        "Friend, since 20 October (2)",
        "Neighbour",
    ]
