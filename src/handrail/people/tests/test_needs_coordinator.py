"""Who needs a coordinator is written down, and says what the relations say whatever happens."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.access import RelationKind, Role
from handrail.people import actions, holdings, queries
from handrail.people.models import Participant, Relation
from handrail.people.tests import factories

pytestmark = pytest.mark.django_db


def people_of(place):
    return [
        actions.new_participant(organisation=place, called=name, given_name=name, family_name="Roth")
        for name in ("Elena", "Rosa", "Marlen")
    ]


def named_by_relations(place):
    named = Relation.objects.filter(kind=RelationKind.COORDINATOR, to_on=None).values("participant_id")
    return set(Participant.objects.filter(organisation=place, data_key__isnull=False).exclude(pk__in=named))


def name(people, users, viewer, who, whom):
    actions.name_coordinator(participant=people[who], user=users[whom], by=viewer)


def let_go(people, users, viewer, who, whom):
    for row in Relation.objects.filter(participant=people[who], kind="coordinator", to_on=None):
        actions.close_relation(relation=row, by=viewer)


def change(people, users, viewer, who, whom):
    actions.set_contact(people[who], phone="030 1")


def erase(people, users, viewer, who, whom):
    holdings.erase(people[who], viewer.today)


def join(people, users, viewer, who, whom):
    if who != whom and not queries.is_erased(people[who]) and not queries.is_erased(people[whom]):
        holdings.move(people[who], people[whom], viewer.today)


DEEDS = st.lists(
    st.tuples(
        st.sampled_from([name, name, let_go, change, erase, join]), st.integers(0, 2), st.integers(0, 2)
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DEEDS)
def test_it_says_what_the_relations_say_after_any_deeds(deeds):
    place = factories.organisation()
    people = people_of(place)
    viewers = [factories.staff_for(people[0], role=Role.COORDINATOR) for _number in range(3)]
    users = [factories.User.objects.get(pk=viewer.user_id) for viewer in viewers]
    for deed, who, whom in deeds:
        # The rows in hand are as old as can be: what is saved from them must not undo what is true.
        deed(people, users, viewers[0], who, whom)
        assert queries.wrong_about_coordinators() == 0
        assert set(queries.without_coordinator(viewers[0])) == named_by_relations(place)
