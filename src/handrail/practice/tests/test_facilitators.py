import pytest

from handrail.access import RelationKind, Role
from handrail.accounts.models import User
from handrail.accounts.tests.browsing import about, browser
from handrail.audit.models import Event
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed, NotFound, Stale
from handrail.people.models import Relation
from handrail.practice import actions, queries
from handrail.practice.models import GroupMeeting, Session
from handrail.practice.rules.groups import GroupKind
from handrail.practice.tests import factories as make
from handrail.practice.tests.pages import url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning():
    """The tests' day, before any meeting."""
    with clock.clock_at(make.at(9)):
        yield


@pytest.fixture
def lotte(person):
    return make.member(person.organisation, Role.SPECIALIST, "Lotte Krause")


@pytest.fixture
def theirs(person, lotte):
    return make.viewer(lotte, person.organisation, Role.SPECIALIST)


def opened(person):
    rows = Relation.objects.filter(participant=person, kind=RelationKind.GROUP, to_on__isnull=True)
    return {one.user for one in rows}


def test_who_is_new_sees_the_people_of_the_group_and_who_left_no_longer(person, sasha, group, lotte, theirs):
    actions.join_group(group=group, participant=person, by=sasha)
    me = make.user_of(sasha)
    both = actions.change_facilitators(group=group, users=[me, lotte], version=1, by=sasha)
    assert opened(person) == {me, lotte}
    assert [one.participant for one in queries.group_page(theirs, group.key).people] == [person]
    actions.change_facilitators(group=group, users=[lotte], version=both.version, by=theirs)
    assert opened(person) == {lotte}
    with pytest.raises(NotFound):
        queries.group(sasha, group.key)
    assert Event.objects.filter(kind="change_facilitators").count() == 2
    back = actions.change_facilitators(group=group, users=[lotte, me], by=theirs)
    assert set(queries.facilitators(back)) == {lotte.pk, me.pk}
    assert back.facilitators.count() == 3, "who was away begins anew"


def test_who_runs_another_group_with_the_person_keeps_seeing_them(person, sasha, group, lotte):
    other = make.group(person.organisation, sasha, name="Cooking")
    for one in (group, other):
        actions.join_group(group=one, participant=person, by=sasha)
    actions.change_facilitators(group=group, users=[lotte], by=sasha)
    assert opened(person) == {make.user_of(sasha), lotte}


def test_planned_meetings_are_led_by_who_is_free_and_those_that_were_stay(
    person, sasha, group, lotte, theirs
):
    actions.join_group(group=group, participant=person, by=sasha)
    was = make.group_meeting(group, sasha, days=-7)
    ahead = make.group_meeting(group, sasha, days=7)
    tom = make.member(person.organisation, Role.SPECIALIST, "Tom Ek")
    rosa = make.participant(person.organisation, "Rosa")
    make.session(rosa, theirs, hour=14, days=7)
    with pytest.raises(
        DomainError, match="Nobody of them is free when the group meets on Tuesday 27 October"
    ):
        actions.change_facilitators(group=group, users=[lotte], by=sasha)
    actions.change_facilitators(group=group, users=[lotte, tom], by=sasha)
    led = dict(GroupMeeting.objects.values_list("pk", "led_by__name"))
    assert led == {was.pk: make.user_of(sasha).name, ahead.pk: "Tom Ek"}
    in_week = Session.objects.get(group_meeting=ahead)
    assert (in_week.practitioner, in_week.version) == (tom, 2)


def test_a_group_is_never_without_somebody_and_only_its_own_change_it(person, sasha, group, lotte, theirs):
    with pytest.raises(DomainError, match="Say who runs"):
        actions.change_facilitators(group=group, users=[], by=sasha)
    with pytest.raises(NotAllowed):
        actions.change_facilitators(group=group, users=[lotte], by=theirs)
    with pytest.raises(Stale):
        actions.change_facilitators(group=group, users=[lotte], version=9, by=sasha)
    actions.end_group(group=group, by=sasha)
    with pytest.raises(DomainError, match="is over"):
        actions.change_facilitators(group=group, users=[lotte], by=sasha)
    assert list(queries.facilitators(group)) == [sasha.user_id]


def test_who_runs_it_is_changed_on_a_page_by_the_coordinator_and_by_who_leaves(person, sasha, group, lotte):
    page = url("group_run_by", group.key)
    meera = make.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)
    web = browser(meera)
    assert page in web.get(url("group", group.key)).content.decode()
    html = web.get(page).content.decode()
    chosen = html.split(f'value="{sasha.user_id}"', 1)[1].split(">", 1)[0]
    assert "checked" in chosen and "Lotte Krause" in html
    none = web.post(page, {"about": about(web, page)})
    assert none.status_code == 422 and "Say who runs the group." in none.content.decode()
    sent = web.post(page, {"about": about(web, page), "users": [str(sasha.user_id), str(lotte.pk)]})
    assert sent.headers["Location"] == url("group", group.key)
    mine = browser(sasha)
    gone = mine.post(page, {"about": about(mine, page), "users": [str(lotte.pk)]})
    assert gone.headers["Location"] == url("groups"), "a page that is closed to oneself is not shown"
    assert mine.get(page).status_code == 404


def test_a_peer_hands_the_own_circle_on(person, lotte):
    tess = make.staff_for(person, Role.PEER, RelationKind.PEER)
    circle = make.group(person.organisation, tess, kind=GroupKind.STORYTELLING)
    ann = make.member(person.organisation, Role.PEER, "Ann Berg")
    web, page = browser(tess), url("group_run_by", circle.key)
    sent = web.post(page, {"about": about(web, page), "users": [str(ann.pk), "nobody"]})
    assert sent.status_code == 422
    assert web.post(page, {"about": about(web, page), "users": [str(ann.pk)]}).status_code == 302
    assert list(queries.facilitators(circle)) == [ann.pk]
    assert User.objects.get(pk=tess.user_id).group_roles.get().to_on == make.TODAY
