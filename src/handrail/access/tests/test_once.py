from datetime import date
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.test import RequestFactory

from handrail.access import Role, Viewer, about_field, once
from handrail.audit.models import Received
from handrail.base.errors import AlreadySent, DomainError, NotFound

pytestmark = pytest.mark.django_db
ELENA = "zqcrkdthrs"


@pytest.fixture
def done():
    return []


def field(person=ELENA, version=4):
    return str(about_field(person, version)).split('value="')[1].split('"')[0]


def send(done, body, *, user=1, person=ELENA, path="/people/x/notes/new"):
    request = RequestFactory().post(path, urlencode(body), content_type="application/x-www-form-urlencoded")
    request.viewer = Viewer(
        actor="user", today=date(2026, 10, 20), user_id=UUID(int=user), role=Role.SPECIALIST
    )
    return once(
        request,
        lambda about: done.append(about) or len(done),
        lambda number: f"/done/{number}",
        person=person,
    )


@pytest.mark.hazard("H-05")
def test_a_form_sent_twice_is_done_once_and_leads_to_the_same_page(done):
    body = {"about": field(), "text": "The canal"}
    assert [send(done, body).url for _ in range(2)] == ["/done/1", "/done/1"]
    [about] = done
    assert (about.person, about.version) == (ELENA, 4)
    assert Received.objects.count() == 1


def test_the_same_form_with_other_words_is_not_taken(done):
    about = field()
    send(done, {"about": about, "text": "The canal"})
    for more in ({"text": "The bus"}, {"text": "The canal", "also": "x"}):
        with pytest.raises(AlreadySent, match="sent before with other words"):
            send(done, {"about": about, **more})
    assert len(done) == 1


def test_somebody_elses_operation_is_not_answered(done):
    body = {"about": field(), "text": "The canal"}
    send(done, body)
    with pytest.raises(AlreadySent):
        send(done, body, user=2)


def test_the_form_of_another_persons_page_is_absent_here(done):
    with pytest.raises(NotFound):
        send(done, {"about": field("bbbbbbbbbb")})
    assert not done


@pytest.mark.parametrize("about", ["", "made up", "tampered"])
def test_a_field_that_was_changed_is_a_kind_sentence(done, about):
    about = field()[:-1] + "~" if about == "tampered" else about
    with pytest.raises(DomainError, match="not complete"):
        send(done, {"about": about})
    assert not done


@pytest.mark.hazard("H-05")
def test_an_action_that_stops_half_way_leaves_nothing_and_can_be_sent_again(done):
    body = {"about": field()}
    request = RequestFactory().post("/", body)
    request.viewer = Viewer(actor="user", today=date(2026, 10, 20), user_id=UUID(int=1))

    def act(about):
        raise DomainError("Not now.")

    with pytest.raises(DomainError, match="Not now"):
        once(request, act, str, person=ELENA)
    assert not Received.objects.exists()
    assert send(done, body).url == "/done/1"
