import pytest
from django import forms
from django.test import RequestFactory

from handrail.access import Role
from handrail.base.errors import DomainError, NotFound
from handrail.people import pages
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import signed

pytestmark = pytest.mark.django_db
SENTENCE = "This place is closed. Choose another one."


class NameForm(forms.Form):
    name = forms.CharField()


def sent():
    request = RequestFactory().post("/", {"about": signed(), "name": "Choir"})
    place = make.organisation()
    request.viewer = make.viewer(make.member(place, Role.SPECIALIST), place, Role.SPECIALIST)
    return request


def refused(_about):
    raise DomainError(SENTENCE)


@pytest.mark.parametrize("filled_in", [True, False])
def test_what_an_action_refuses_stands_on_the_form_also_when_nobody_filled_it_in(filled_in):
    request = sent()
    form = NameForm(request.POST if filled_in else None)
    assert pages.status_of(form) == 200
    assert pages.send(request, form, refused, "/there") is None
    assert list(form.non_field_errors()) == [SENTENCE]
    assert pages.status_of(form) == 422


def test_what_is_hidden_stays_hidden():
    def hidden(_about):
        raise NotFound("There is no such page.")

    with pytest.raises(NotFound):
        pages.send(sent(), NameForm(), hidden, "/there")


def test_a_form_goes_on_to_an_address_or_to_what_its_result_says():
    form = NameForm()
    assert pages.send(sent(), form, lambda about: 4, "/there").url == "/there"
    assert pages.send(sent(), form, lambda about: 4, lambda found: f"/there/{found}").url == "/there/4"
