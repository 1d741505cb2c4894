"""Who must not come near meets what is absent, in every place; the coordinator learns of it."""

from datetime import UTC, date, datetime

import pytest

from handrail.access import Category, RelationKind, Role
from handrail.accounts.models import User
from handrail.audit.models import Event
from handrail.base import clock
from handrail.base.errors import DomainError, NotFound
from handrail.people import actions
from handrail.people.limits import Blocked
from handrail.people.models import AccessTask, Relation, Supporter
from handrail.people.queries import access as reads
from handrail.people.rules import Relationship
from handrail.people.rules.consent import Voice, Way
from handrail.people.rules.guardians import GuardianBasis
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import about, browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(tmp_path, settings):
    settings.HANDRAIL_HOME = tmp_path
    with clock.clock_at(datetime(2026, 10, 20, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def daniel():
    return make.participant(make.organisation(), "Daniel", "Weiss")


@pytest.fixture
def dana(daniel):
    return make.staff_for(daniel, Role.COORDINATOR, RelationKind.COORDINATOR)


@pytest.fixture
def father(daniel):
    return make.member(daniel.organisation, Role.FAMILY, "Karl Weiss")


def block(person, by, **who):
    return actions.block_contact(participant=person, by=by, **(who or {"name": "Karl Weiss"}))


def test_a_block_ends_what_is_open_and_names_nobody_any_more(daniel, dana, father):
    by = make.operator(daniel.organisation)
    actions.add_supporter(
        participant=daniel, name="Karl Weiss", relationship=Relationship.PARENT, user=father, by=by
    )
    actions.open_relation(participant=daniel, user=father, kind=RelationKind.FAMILY, by=by)
    block(daniel, dana, user=father)
    assert Relation.objects.get(user=father).to_on == make.TODAY
    assert Supporter.objects.get().to_on == make.TODAY


def tries(daniel, dana, father):
    yes = actions.Terms(opens=frozenset(), yeses={Voice.PERSON: Way.SPOKEN}, present="Dana")
    return [
        lambda: actions.open_relation(participant=daniel, user=father, kind=RelationKind.FAMILY, by=dana),
        lambda: actions.add_supporter(
            participant=daniel, name="Weiss, Karl", relationship=Relationship.PARENT, by=dana
        ),
        lambda: actions.give_consent(
            participant=daniel, recipient=actions.Recipient(user=father), terms=yes, by=dana
        ),
        lambda: actions.give_consent(
            participant=daniel, recipient=actions.Recipient(words="Karl Weiss"), terms=yes, by=dana
        ),
        lambda: actions.grant_guardian(
            participant=daniel,
            user=father,
            basis=GuardianBasis.PARENT,
            areas=frozenset({Category.PLAN}),
            is_free=True,
            by=dana,
        ),
    ]


@pytest.mark.hazard("H-12")
def test_every_way_in_looks_as_if_it_were_not_there(daniel, dana, father):
    block(daniel, dana)
    met = []
    for attempt in tries(daniel, dana, father):
        with pytest.raises(Blocked) as caught:
            attempt()
        met.append(caught.value.place)
        assert isinstance(caught.value, NotFound)
        assert str(caught.value) == "There is no such page."
    assert met == ["relation", "supporter", "consent", "consent", "guardian"]


def test_a_supporter_who_was_blocked_later_gets_no_account(daniel, dana):
    line = actions.add_supporter(
        participant=daniel, name="Uncle", relationship=Relationship.OTHER, phone="030 23125 129", by=dana
    )
    block(daniel, dana, phone="+49 30 23125129")
    with pytest.raises(Blocked):
        actions.give_account_to_supporter(
            supporter=line, sign_in_name="uncle", password="a rail beside the stairs", by=dana
        )
    assert not User.objects.filter(sign_in_name="uncle").exists()


def test_a_second_worker_meets_a_page_that_is_not_there_and_the_coordinator_learns_of_it(daniel, dana):
    sasha = make.staff_for(daniel)
    block(daniel, dana)
    form = {"name": "Karl Weiss", "relationship": "parent", "phone": "", **about(daniel, 0)}
    answer = browser(sasha).post(f"/people/{daniel.key}/people", form)
    absent = browser(sasha).get("/people/bcdfghjkmn/people")
    assert (answer.status_code, absent.status_code) == (404, 404)
    assert not Supporter.objects.exists()
    (task,) = reads.access_tasks(dana)
    assert (task.kind, task.place) == ("blocked", "supporter")
    assert Event.objects.filter(kind="tell_of_blocked", participant_id=daniel.pk).count() == 1


@pytest.mark.hazard("H-12")
def test_the_blocked_one_sees_the_same_for_this_person_and_for_nobody(daniel, dana, father):
    block(daniel, dana, user=father)
    client = browser(make.viewer(father, daniel.organisation, Role.FAMILY))
    here, nowhere = (client.get(f"/people/{key}/plan") for key in (daniel.key, "bcdfghjkmn"))
    assert (here.status_code, nowhere.status_code) == (404, 404)
    assert len(here.content) == len(nowhere.content)
    assert [task.place for task in reads.access_tasks(dana)] == ["page"]


@pytest.mark.hazard("H-12")
def test_an_account_of_a_later_day_is_known_again_by_its_name(daniel, dana):
    block(daniel, dana)
    later = make.member(daniel.organisation, Role.FAMILY, "Karl Weiss")
    client = browser(make.viewer(later, daniel.organisation, Role.FAMILY))
    assert client.get(f"/people/{daniel.key}/plan").status_code == 404
    assert [task.place for task in reads.access_tasks(dana)] == ["page"]


def test_a_colleague_of_the_same_name_at_a_closed_page_is_no_blocked_contact(daniel, dana):
    block(daniel, dana)
    namesake = make.member(daniel.organisation, Role.SPECIALIST, "Karl Weiss")
    client = browser(make.viewer(namesake, daniel.organisation, Role.SPECIALIST))
    assert client.get(f"/people/{daniel.key}/plan").status_code == 404
    assert reads.access_tasks(dana) == []


def test_a_block_needs_something_to_know_somebody_by_and_ends(daniel, dana, father):
    with pytest.raises(DomainError, match="Write a name"):
        block(daniel, dana, name=" ")
    with pytest.raises(DomainError, match="last day"):
        block(daniel, dana, name="Karl Weiss", to_on=date(2026, 10, 20))
    made = block(daniel, dana)
    actions.unblock_contact(block=made, by=dana)
    assert actions.open_relation(participant=daniel, user=father, kind=RelationKind.FAMILY, by=dana)
    assert not AccessTask.objects.exists()


def test_a_colleague_of_the_same_name_is_not_kept_away(daniel, dana):
    namesake = make.member(daniel.organisation, Role.SPECIALIST, "Karl Weiss")
    block(daniel, dana)
    assert actions.open_relation(participant=daniel, user=namesake, kind=RelationKind.CARE_TEAM, by=dana)


def test_lists_to_choose_from_leave_the_blocked_one_out(daniel, dana, father):
    assert str(father.pk) in reads.family_accounts(dana, daniel)
    block(daniel, dana)
    assert reads.family_accounts(dana, daniel) == {}
