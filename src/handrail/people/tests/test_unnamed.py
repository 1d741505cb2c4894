import pytest

from handrail.access import Role
from handrail.base import clock
from handrail.people import queries
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import browser, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def _on_the_day():
    from datetime import UTC, datetime

    with clock.clock_at(datetime(2026, 10, 20, 9, tzinfo=UTC)):
        yield


@pytest.mark.seed("S-163")
@pytest.mark.usefixtures("_on_the_day")
def test_a_coordinator_names_herself_and_the_person_leaves_the_list():
    place = make.organisation()
    person = make.participant(place)
    dana = make.viewer(make.member(place, Role.COORDINATOR, "Dana"), place, Role.COORDINATOR)
    client = browser(dana)
    assert "Elena" in client.get("/people-without-coordinator").content.decode()
    sent = {"who": str(dana.user_id), "person": person.key, "about": signed(person)}
    assert client.post("/people-without-coordinator", sent).status_code == 302
    assert queries.coordinator_of(person).user_id == dana.user_id
    assert "Elena" not in client.get("/people-without-coordinator").content.decode()


@pytest.mark.usefixtures("_on_the_day")
def test_only_coordinating_roles_open_the_list_and_only_of_their_own_place():
    place = make.organisation()
    person = make.participant(make.organisation("Elsewhere"))
    sasha = make.viewer(make.member(place, Role.SPECIALIST), place, Role.SPECIALIST)
    assert browser(sasha).get("/people-without-coordinator").status_code == 403
    dana = make.viewer(make.member(place, Role.COORDINATOR), place, Role.COORDINATOR)
    sent = {"who": str(dana.user_id), "person": person.key, "about": signed(person)}
    assert browser(dana).post("/people-without-coordinator", sent).status_code == 404
