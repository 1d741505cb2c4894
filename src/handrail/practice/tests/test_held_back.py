"""A page about somebody being safe is no page that its person reads about."""

import pytest

from handrail.access import Label, RelationKind, Role
from handrail.base import clock
from handrail.people.because import ByRelation
from handrail.people.tests import factories as people
from handrail.practice import queries
from handrail.practice.models import Note

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("label", "held"), [(Label.SAFEGUARDING, True), (Label.NORMAL, False)])
@pytest.mark.hazard("H-12")
def test_a_note_about_being_safe_holds_its_look_back_and_no_other_does(label, held):
    person = people.participant(people.organisation())
    dana = people.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)
    note = Note.objects.create(
        organisation=person.organisation,
        participant=person,
        author_id=dana.user_id,
        label=label,
        held_on=dana.today,
        held_at=clock.now(),
    )
    queries.note(dana, person, note.key)
    assert ByRelation(dana).is_held_back(person.pk) is held
