"""A yes opens one record to one recipient until a day; taken back, the next request finds nothing."""

from datetime import date

import pytest

from handrail.access import Category, RelationKind, Role
from handrail.audit import ledger
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed
from handrail.people import actions
from handrail.people.models import Consent, ConsentStatusChange, Relation
from handrail.people.queries import access as reads
from handrail.people.queries import covered
from handrail.people.rules import Relationship
from handrail.people.rules.consent import ConsentPurpose, ConsentStatus, Voice, Way
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
PLAN = frozenset({Category.PLAN})


@pytest.fixture(autouse=True)
def _ledger(tmp_path, settings):
    settings.HANDRAIL_HOME = tmp_path


@pytest.fixture
def elena():
    return make.participant(make.organisation())


@pytest.fixture
def me(elena):
    return make.self_viewer(elena)


@pytest.fixture
def dana(elena):
    return make.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)


@pytest.fixture
def ravi(elena):
    return make.member(elena.organisation, Role.FAMILY, "Ravi Nair")


def terms(*opens, here=True, **more):
    yeses = {Voice.PERSON: Way.HERE if here else Way.SPOKEN}
    return actions.Terms(**{"opens": frozenset(opens), "yeses": yeses, **more})


def give(person, user, by, said):
    return actions.give_consent(participant=person, recipient=actions.Recipient(user=user), terms=said, by=by)


def sees(person, user):
    return covered(make.viewer(user, person.organisation, Role.FAMILY), person.pk)


@pytest.mark.seed("S-011")
def test_a_yes_opens_a_relation_of_its_own_and_leaves_one_event(elena, me, ravi):
    before = Event.objects.count()
    consent = give(elena, ravi, me, terms(Category.PLAN, to_on=date(2027, 1, 1)))
    assert Event.objects.count() == before + 1
    relation = Relation.objects.get(user=ravi)
    assert (relation.kind, relation.source) == (RelationKind.FAMILY, f"consent:{consent.key}")
    assert (relation.from_on, relation.to_on) == (make.TODAY, date(2027, 1, 1))
    assert sees(elena, ravi) == {Category.CONTACT, Category.PLAN}
    assert consent.words.startswith("Ravi Nair will see the contact details and steps of Elena.")


def test_taken_back_nothing_opens_and_the_ledger_knows(elena, me, ravi):
    consent = give(elena, ravi, me, terms(Category.PLAN))
    actions.withdraw_consent(consent=consent, by=me)
    assert sees(elena, ravi) == frozenset()
    (entry,) = ledger.read().entries
    assert (entry["kind"], entry["consent"]) == ("withdraw_consent", str(consent.pk))
    assert "Ravi" not in ledger.path().read_text()
    with pytest.raises(InvalidTransition):
        actions.withdraw_consent(consent=consent, by=me)
    states = ConsentStatusChange.objects.filter(consent=consent).values_list("to_status", flat=True)
    assert list(states.order_by("pk")) == ["given", "withdrawn"]


def test_a_newer_yes_takes_the_place_of_the_one_before(elena, me, ravi):
    first = give(elena, ravi, me, terms(Category.PLAN, Category.WEEK))
    give(elena, ravi, me, terms(Category.HOME, purpose=ConsentPurpose.HOME))
    first.refresh_from_db()
    assert first.status == ConsentStatus.WITHDRAWN
    assert sees(elena, ravi) == {Category.CONTACT, Category.HOME}


def test_everything_closes_at_once_to_family(elena, me, ravi):
    give(elena, ravi, me, terms(Category.PLAN))
    actions.close_to(participant=elena, user=ravi, by=me)
    assert sees(elena, ravi) == frozenset()
    assert {entry["kind"] for entry in ledger.read().entries} == {"withdraw_consent"}


def test_staff_write_down_who_was_there(elena, dana, ravi):
    with pytest.raises(DomainError, match="who was there"):
        give(elena, ravi, dana, terms(Category.PLAN, here=False))
    assert give(elena, ravi, dana, terms(Category.PLAN, here=False, present="Elena, Dana")).relation


def test_one_recipient_and_at_least_one_yes(elena, me, dana, ravi):
    for recipient in (actions.Recipient(), actions.Recipient(user=ravi, words="Council")):
        with pytest.raises(DomainError, match="one person or one organisation"):
            actions.give_consent(participant=elena, recipient=recipient, terms=terms(Category.PLAN), by=me)
    with pytest.raises(DomainError, match="Nobody has said yes"):
        give(elena, ravi, dana, terms(Category.PLAN, yeses={}, present="Dana"))
    with pytest.raises(NotAllowed):
        give(elena, ravi, me, terms(Category.PLAN, yeses={Voice.GUARDIAN: Way.SPOKEN}))
    assert not Consent.objects.exists()


def test_an_organisation_and_a_supporter_without_account_open_nothing(elena, me):
    supporter = actions.add_supporter(
        participant=elena, name="Uma Nair", relationship=Relationship.SIBLING, by=me
    )
    for recipient in (actions.Recipient(supporter=supporter), actions.Recipient(words="Housing office")):
        consent = actions.give_consent(
            participant=elena, recipient=recipient, terms=terms(Category.HOME), by=me
        )
        assert (consent.status, consent.relation) == ("given", None)
    assert [reads.consent_name(row) for row in reads.consents(me, elena)] == ["Uma Nair", "Housing office"]


def daniel_of(elena):
    daniel = make.participant(elena.organisation, "Daniel", "Weiss")
    daniel.birth_on = date(2012, 5, 17)
    daniel.save()
    return daniel


def test_at_fourteen_the_own_yes_waits_for_one_beside_it(elena, ravi):
    daniel = daniel_of(elena)
    me, dana = make.self_viewer(daniel), make.staff_for(daniel, Role.COORDINATOR, RelationKind.COORDINATOR)
    consent = give(daniel, ravi, me, terms(Category.PLAN))
    assert (consent.status, sees(daniel, ravi)) == ("waiting", frozenset())
    actions.add_yes(consent=consent, voice=Voice.GUARDIAN, way=Way.WRITTEN, by=dana)
    assert sees(daniel, ravi) == {Category.CONTACT, Category.PLAN}
    with pytest.raises(DomainError, match="does not wait"):
        actions.add_yes(consent=consent, voice=Voice.GUARDIAN, way=Way.WRITTEN, by=dana)


def test_the_same_voice_counts_once(elena, ravi):
    daniel = daniel_of(elena)
    consent = give(daniel, ravi, make.self_viewer(daniel), terms(Category.PLAN))
    with pytest.raises(DomainError, match="written down already"):
        actions.add_yes(consent=consent, voice=Voice.PERSON, way=Way.SPOKEN, by=make.operator())


def test_a_yes_near_its_end_is_asked_again_until_it_is_renewed(elena, me, dana, ravi):
    give(elena, ravi, me, terms(Category.PLAN, to_on=date(2026, 11, 1)))
    assert [row.user for row in reads.asked_again(me, elena)] == [ravi]
    assert [row.participant for row in reads.asked_again(dana)] == [elena]
    assert reads.asked_again(make.viewer(ravi, elena.organisation, Role.FAMILY)) == []
    give(elena, ravi, me, terms(Category.PLAN))
    assert reads.asked_again(me, elena) == []


def test_a_yes_that_ran_out_and_was_renewed_is_not_asked_again(elena, me, ravi):
    old = give(elena, ravi, me, terms(Category.PLAN))
    Consent.objects.filter(pk=old.pk).update(from_on=date(2025, 9, 1), to_on=date(2026, 9, 1))
    assert reads.asked_again(me, elena) == [old]
    give(elena, ravi, me, terms(Category.PLAN))
    assert reads.asked_again(me, elena) == []


def test_what_a_narrower_yes_replaced_stands_in_the_ledger(elena, me, ravi):
    wide = give(elena, ravi, me, terms(Category.PLAN, Category.WEEK))
    give(elena, ravi, me, terms(Category.PLAN))
    assert [entry["consent"] for entry in ledger.read().entries] == [str(wide.pk)]
    actions.open_relation(participant=elena, user=ravi, kind=RelationKind.FAMILY, by=me)
    give(elena, ravi, me, terms(Category.PLAN))
    assert "close_relation" in {entry["kind"] for entry in ledger.read().entries}
