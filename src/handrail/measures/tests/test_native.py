"""Our own short forms: asked only of who likes it, each answer by itself, marked as not validated."""

import pytest
from django.urls import reverse

from handrail.measures.definitions import instruments
from handrail.measures.models import Finding
from handrail.measures.rules import Method
from handrail.measures.tests import factories
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import browser, stranger, text

pytestmark = pytest.mark.django_db
OWN = ("wellbeing", "relationship", "carer_strain")


@pytest.mark.parametrize("key", OWN)
def test_it_is_marked_as_our_own_and_not_validated_and_never_adds_up(client, key: str) -> None:
    one = instruments()[key]
    page = client.get(f"/instruments/{key}").content.decode()
    assert "Our own, not validated." in page
    assert "How much change is more than chance is not known here." in page
    assert [scale.items for scale in one.scales] == [(item.key,) for item in one.items]
    assert {scale.method for scale in one.scales} == {Method.SUM}
    assert not any(item.required for item in one.items)


@pytest.mark.seed("S-129")
def test_respect_a_say_purpose_and_peace_are_rated_one_by_one_by_who_likes(elena) -> None:
    factories.schedule(elena, "wellbeing")
    row = factories.begun(elena, "wellbeing", by=elena.me)
    sent = factories.send(row, {"respect": 2, "own_say": 1, "peace": "prefer_not_to_say"}, elena.me)
    found = dict(Finding.objects.filter(administration=sent).values_list("scale", "hundredths"))
    assert found == {"respect": 200, "own_say": 100, "purpose": None, "peace": None}
    page = text(browser(elena.me).get(reverse("measures:result", args=[elena.person.key, sent.key])))
    assert "I decide about my own life." in page
    assert "I would rather not say" in page


@pytest.mark.seed("S-235")
def test_the_person_says_whether_the_relationship_is_good(elena) -> None:
    factories.schedule(elena, "relationship")
    row = factories.begun(elena, "relationship", by=elena.me)
    page = text(browser(elena.me).get(reverse("measures:form", args=[elena.person.key, row.key])))
    assert f"{elena.sasha.name} reads the answers." in page
    sent = factories.send(row, {"heard": 3, "can_disagree": 0}, elena.me)
    assert Finding.objects.get(administration=sent, scale="can_disagree").hundredths == 0


@pytest.mark.seed("S-193")
def test_who_cares_for_somebody_says_on_a_page_of_their_own_how_they_are(elena) -> None:
    place = elena.person.organisation
    ravi = people.participant(place, "Ravi")
    own = factories.Elena(ravi, people.self_viewer(ravi), people.staff_for(ravi, elena.sasha.role))
    factories.schedule(own, "carer_strain")
    sent = factories.send(
        factories.begun(own, "carer_strain", by=own.me), {"tired": 3, "called_out": 1}, own.me
    )
    found = dict(Finding.objects.filter(administration=sent).values_list("scale", "hundredths"))
    assert (found["tired"], found["called_out"], found["alone"]) == (300, 100, None)
    where = reverse("measures:result", args=[ravi.key, sent.key])
    assert browser(own.me).get(where).status_code == 200
    for other in (elena.me, elena.sasha, stranger(ravi)):
        assert browser(other).get(where).status_code == 404
