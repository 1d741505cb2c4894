"""A mail says that something about signing in is new, and nothing else; a changed address is told where it was."""

import pytest
from django.core import mail

from handrail.accounts import actions as accounts
from handrail.accounts.models import Membership
from handrail.accounts.tests import factories as make
from handrail.notices import jobs
from handrail.notices.models import Message
from handrail.notices.rules import MessageKind

pytestmark = pytest.mark.django_db
FRESH = "canal bicycle thunder spoon"


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def sasha():
    return make.member(make.organisation(), email="old@b.example", password=make.PASSWORD)


@pytest.mark.asvs("6.3.7")
@pytest.mark.hazard("H-14")
def test_a_changed_password_is_told_by_mail_in_plain_words(sasha):
    accounts.change_password(user=sasha, current=make.PASSWORD, fresh=FRESH, but="", by=make.viewer(sasha))
    assert Message.objects.get().kind == MessageKind.SIGN_IN
    jobs.send_due()
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["old@b.example"], "You have a message")
    assert sent.body.startswith("Something about how you sign in is new. Was this you?")
    assert "password" not in sent.body.lower() and sasha.name not in sent.body


@pytest.mark.asvs("6.3.7")
@pytest.mark.parametrize("fresh", ["new@b.example", ""])
def test_a_changed_address_is_told_at_the_one_before_too(sasha, fresh):
    me = make.viewer(sasha)
    accounts.choose_display(user=sasha, language="en", theme="", email=fresh, phone="", by=me)
    jobs.send_due()
    assert {one.to[0] for one in mail.outbox} == {"old@b.example", fresh} - {""}


def test_whoever_has_no_address_and_whoever_left_gets_no_mail(sasha):
    other = make.member(make.organisation("Harbour"), password=make.PASSWORD)
    accounts.give_new_password(user=other, fresh=FRESH, by=make.viewer(sasha))
    Membership.objects.filter(user=sasha).update(to_on=make.TODAY)
    accounts.give_new_password(user=sasha, fresh=FRESH, by=make.viewer(other))
    assert not Message.objects.exists()


def test_the_loop_looks_for_tries(sasha):
    assert "sign-in tries that look wrong" in {job.name for job in jobs.registered()}
