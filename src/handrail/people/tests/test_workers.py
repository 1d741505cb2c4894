"""Another worker, handing over, leaving; and a restored copy that does not bring any of it back."""

import pytest
from django.contrib.sessions.models import Session

from handrail.access import Category, RelationKind, Role
from handrail.accounts.actions import new_card, reset_second_step
from handrail.accounts.models import Card, Membership, SecondStep, SignIn, User
from handrail.audit import ledger
from handrail.base.errors import DomainError, NotAllowed
from handrail.people import actions, queries
from handrail.people.models import AccessTask, Consent, GuardianGrant, Refusal, Relation
from handrail.people.queries import access as reads
from handrail.people.queries import covered
from handrail.people.rules.consent import Voice, Way
from handrail.people.rules.guardians import GuardianBasis
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ledger(tmp_path, settings):
    settings.HANDRAIL_HOME = tmp_path


@pytest.fixture
def elena():
    return make.participant(make.organisation())


@pytest.fixture
def dana(elena):
    return make.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)


@pytest.fixture
def sasha(elena):
    return make.staff_for(elena)


@pytest.fixture
def me(elena):
    return make.self_viewer(elena)


def user_of(viewer):
    return User.objects.get(pk=viewer.user_id)


def relation_of(viewer):
    return Relation.objects.get(user_id=viewer.user_id, to_on=None)


def test_a_wish_for_another_worker_is_seen_by_the_coordinator_and_not_by_the_worker(elena, dana, sasha, me):
    task = actions.ask_other_worker(participant=elena, user=user_of(sasha), words="Somebody calmer.", by=me)
    assert reads.access_tasks(dana) == [task]
    assert not AccessTask.objects.all().visible_to(sasha).exists()
    assert reads.own_requests(me, elena) == [task]
    actions.take_back_request(task=task, by=me)
    assert reads.access_tasks(dana) == []
    assert reads.own_requests(me, elena) == []


def test_a_wish_about_the_coordinator_goes_to_the_manager_past_them(elena, dana, me):
    margit = make.staff_for(elena, Role.MANAGER, RelationKind.SUPERVISOR)
    task = actions.ask_other_worker(participant=elena, user=user_of(dana), by=me)
    assert reads.access_tasks(dana) == []
    assert reads.access_tasks(margit) == [task]
    task.kind = "blocked"
    with pytest.raises(DomainError, match="Only your own wish"):
        actions.take_back_request(task=task, by=me)


def test_handing_over_gives_what_was_given_and_settles_the_wish(elena, dana, sasha, me):
    lotte = make.member(elena.organisation, Role.SPECIALIST, "Lotte Krause")
    actions.refuse(participant=elena, user=user_of(sasha), categories=frozenset({Category.HEALTH}), by=me)
    task = actions.ask_other_worker(participant=elena, user=user_of(sasha), by=me)
    before = relation_of(sasha)
    new = actions.hand_over(relation=before, to=lotte, words="Elena met Lotte.", by=dana)
    assert new.scopes & Category.HEALTH.bit
    assert covered(sasha, elena.pk) == frozenset()
    task.refresh_from_db()
    assert (task.status, task.answer) == ("settled", "Elena met Lotte.")
    with pytest.raises(DomainError, match="changed in the meantime"):
        actions.hand_over(relation=before, to=lotte, by=dana)
    with pytest.raises(DomainError, match="does this already"):
        actions.hand_over(relation=new, to=lotte, by=dana)


@pytest.mark.seed("S-132")
@pytest.mark.parametrize("stays", [True, False])
def test_a_coordinator_who_hands_over_may_stay_on_the_team(elena, dana, stays):
    other = make.member(elena.organisation, Role.COORDINATOR, "Nina Roth")
    actions.hand_over(relation=relation_of(dana), to=other, stays=stays, by=dana)
    assert queries.coordinator_of(elena).user == other
    kinds = {row.kind for row in Relation.objects.filter(user_id=dana.user_id, to_on=None)}
    assert kinds == ({"care_team"} if stays else set())


def test_somebody_who_leaves_sees_nobody_and_is_signed_out(elena, dana, sasha):
    admin = make.member(elena.organisation, Role.ADMINISTRATOR)
    by = make.viewer(admin, elena.organisation, Role.ADMINISTRATOR)
    browser(sasha)
    new_card(user=user_of(sasha), word="kettle", by=dana)
    kept = browser(dana)
    assert Session.objects.count() == 2
    leaving = actions.let_go(user=user_of(sasha), organisation=elena.organisation, by=by)
    assert (leaving.relations, leaving.people) == (1, (elena,))
    assert covered(sasha, elena.pk) == frozenset()
    assert [row.session_key for row in Session.objects.all()] == [kept.cookies["handrail"].value]
    assert {row.user_id for row in SignIn.objects.filter(ended_at=None)} == {dana.user_id}
    assert not Card.objects.filter(ended_at=None).exists()
    assert Membership.objects.get(user_id=sasha.user_id).to_on == make.TODAY
    assert [task.kind for task in reads.access_tasks(dana)] == ["new_worker"]
    assert [entry["kind"] for entry in ledger.read().entries] == ["let_go"]


def test_who_may_let_somebody_go(elena, dana, sasha):
    with pytest.raises(NotAllowed):
        actions.let_go(user=user_of(sasha), organisation=elena.organisation, by=dana)
    margit = make.staff_for(elena, Role.MANAGER, RelationKind.SUPERVISOR)
    with pytest.raises(DomainError, match="Ask a colleague"):
        actions.let_go(user=user_of(margit), organisation=elena.organisation, by=margit)


def test_a_coordinator_who_leaves_puts_the_person_on_the_list(elena, dana):
    by = make.operator(elena.organisation)
    actions.let_go(user=user_of(dana), organisation=elena.organisation, by=by)
    elena.refresh_from_db()
    assert elena.needs_coordinator


def as_an_old_backup(*rows):
    """Bring rows back as they were before: the ledger stays."""
    for row in rows:
        row.save()


@pytest.mark.hazard("H-20")
def test_a_restored_copy_ends_again_what_was_ended(elena, dana, sasha, me):
    ravi = make.member(elena.organisation, Role.FAMILY, "Ravi Nair")
    mother = make.member(elena.organisation, Role.FAMILY, "Uma Nair")
    terms = actions.Terms(opens=frozenset({Category.PLAN}), yeses={Voice.PERSON: Way.HERE})
    given = actions.give_consent(
        participant=elena, recipient=actions.Recipient(user=ravi), terms=terms, by=me
    )
    grant = actions.grant_guardian(
        participant=elena,
        user=mother,
        basis=GuardianBasis.CHOSEN,
        areas=frozenset({Category.WEEK}),
        is_free=True,
        by=dana,
    )
    before = [
        Consent.objects.get(pk=given.pk),
        Relation.objects.get(pk=given.relation_id),
        GuardianGrant.objects.get(pk=grant.pk),
        Relation.objects.get(pk=grant.relation_id),
        Membership.objects.get(user_id=sasha.user_id),
        relation_of(sasha),
        relation_of(dana),
    ]
    by = make.operator(elena.organisation)
    actions.withdraw_consent(consent=given, by=me)
    actions.end_guardian(grant=grant, by=dana)
    refusal = actions.refuse(participant=elena, user=user_of(dana), by=me)
    actions.let_go(user=user_of(sasha), organisation=elena.organisation, by=by)
    assert actions.repeat_closings(by=by) == 0
    Refusal.objects.all().delete()
    as_an_old_backup(*before)
    assert covered(sasha, elena.pk)
    assert actions.repeat_closings(by=by) == 4
    for viewer in (sasha, dana):
        assert covered(viewer, elena.pk) == frozenset()
    for user in (ravi, mother):
        assert covered(make.viewer(user, elena.organisation, Role.FAMILY), elena.pk) == frozenset()
    assert actions.repeat_closings(by=by) == 0
    actions.lift_refusal(refusal=Refusal.objects.get(pk=refusal.pk), by=me)
    Refusal.objects.filter(pk=refusal.pk).update(lifted_on=None)
    assert actions.repeat_closings(by=by) == 1
    assert covered(dana, elena.pk)


def test_a_restored_copy_ends_again_cards_and_telephones_that_were_lost(elena, dana, sasha):
    admin = make.member(elena.organisation, Role.ADMINISTRATOR)
    by = make.viewer(admin, elena.organisation, Role.ADMINISTRATOR)
    for word in ("kettle", "lantern"):
        actions.give_card(participant=elena, word=word, by=dana)
    lost, held = Card.objects.order_by("created_at")
    telephone = SecondStep.objects.create(user=user_of(sasha), sealed=b"-", last_step=0)
    reset_second_step(user=user_of(sasha), by=by)
    again = make.operator(elena.organisation)
    assert actions.repeat_closings(by=again) == 0
    Card.objects.filter(pk=held.pk).delete()
    Card.objects.filter(pk=lost.pk).update(ended_at=None)
    telephone.save(force_insert=True)
    assert actions.repeat_closings(by=again) == 2
    assert not Card.objects.filter(ended_at=None).exists()
    assert not SecondStep.objects.exists()
    actions.give_card(participant=elena, word="marigold", by=dana)
    actions.stop_card(participant=elena, by=dana)
    Card.objects.filter(pk=Card.objects.latest("created_at").pk).update(ended_at=None)
    assert actions.repeat_closings(by=again) == 1
