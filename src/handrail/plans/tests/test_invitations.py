"""An invitation opens one goal or one look back to one relative, until a day, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from handrail.access import CLEARANCE, Category, Label, Permission, RelationKind, Role
from handrail.access.decision import Facts, Opening, decide
from handrail.audit import ledger
from handrail.audit.models import Event
from handrail.base.errors import DomainError, NotFound
from handrail.people import actions as people_actions
from handrail.people.holdings import erase
from handrail.people.models import Consent, Participant, Relation
from handrail.people.queries import access as reads
from handrail.people.queries import covered, people_beside, people_list, person, who_reads
from handrail.people.rules import Relationship
from handrail.people.rules.consent import ConsentStatus, Voice, Way
from handrail.people.tests import factories as people
from handrail.plans import actions, queries
from handrail.plans.models import AreaEntry, Goal, GoodMoment, LookBack, Plan, Step
from handrail.plans.tests import factories as make

pytestmark = pytest.mark.django_db
HERE = {Voice.PERSON: Way.HERE}
TODAY = people.TODAY


@pytest.fixture(autouse=True)
def _ledger(tmp_path, settings):
    settings.HANDRAIL_HOME = tmp_path


@pytest.fixture
def ravi(opened):
    """Elena's father: an account, a name on her list, and nothing that is open to him."""
    elena, me, _sasha, _goal = opened
    user = people.member(elena.organisation, Role.FAMILY, "Ravi Nair")
    people_actions.add_supporter(
        participant=elena,
        name="Ravi Nair",
        called="Dad",
        relationship=Relationship.PARENT,
        user=user,
        by=me,
    )
    return user


def seen_by(user, place, day=TODAY):
    return replace(people.viewer(user, place, Role.FAMILY), today=day)


def invite(thing, user, by, **more):
    return actions.invite_to(thing=thing, user=user, **{"yeses": HERE, "by": by, **more})


@pytest.mark.seed("S-055")
@pytest.mark.hazard("H-10")
def test_an_invitation_to_one_goal_opens_that_goal_and_its_steps_and_no_other_row(opened, ravi):
    elena, me, _sasha, goal = opened
    step = make.step(goal, me)
    other = make.goal(goal.plan, me, "A calm Sunday lunch")
    make.step(other, me, "Ask Dad to lunch")
    back = actions.plan_look_back(plan=goal.plan, planned_on=date(2026, 11, 2), by=me)
    before = Event.objects.count()
    consent = invite(goal, ravi, me, to_on=date(2026, 12, 24))
    assert Event.objects.count() == before + 1
    relation = Relation.objects.get(user=ravi)
    assert (relation.kind, relation.thing, relation.to_on) == (
        RelationKind.INVITED,
        goal.pk,
        date(2026, 12, 24),
    )
    assert (consent.status, consent.user, consent.from_on, consent.thing) == (
        ConsentStatus.GIVEN,
        ravi,
        TODAY,
        goal.pk,
    )
    assert consent.words.startswith("Ravi Nair will see one goal of Elena, its steps")
    assert goal.words in consent.words

    looks = seen_by(ravi, elena.organisation)
    page = queries.invited_goal(looks, goal.key)
    assert [one.title for one in page.stops] == [step.title]
    assert (page.name, page.until) == ("Elena", date(2026, 12, 24))
    for closed, ask in ((other, queries.invited_goal), (back, queries.invited_look_back)):
        with pytest.raises(NotFound):
            ask(looks, closed.key)
    assert looks.looks.shown == {(Category.PLAN, "invited"): {elena.pk}}


@pytest.mark.seed("S-055")
def test_on_ordinary_pages_and_in_lists_an_invitation_opens_nothing(opened, ravi):
    elena, me, _sasha, goal = opened
    make.step(goal, me)
    invite(goal, ravi, me)
    looks = seen_by(ravi, elena.organisation)
    assert people_list(looks) == []
    assert covered(looks, elena.pk) == frozenset()
    for category in Category:
        with pytest.raises(NotFound):
            person(looks, elena.key, category)
    for table in (Goal, Step, LookBack, Plan):
        assert not table.objects.visible_to(looks).exists()
        assert not table.objects.all().among_people_of(looks).exists()
    assert "Ravi Nair" not in [one.name for one in people_beside(me, elena)]
    assert "Ravi Nair" not in who_reads(me, elena, Category.PLAN)
    assert ravi not in queries.task_owners(me, elena).values()
    for table in (Plan, GoodMoment, AreaEntry):
        assert not table.objects.visible_to(looks.as_invited()).exists(), (
            "and asked by it, these tables neither"
        )


@pytest.mark.seed("S-055")
def test_taken_back_it_is_closed_at_once_and_a_restored_copy_repeats_it(opened, ravi):
    elena, me, _sasha, goal = opened
    consent = invite(goal, ravi, me)
    looks = seen_by(ravi, elena.organisation)
    assert [one.words for one in queries.invitations(looks)] == [goal.words]
    people_actions.withdraw_consent(consent=consent, by=me)
    assert queries.invitations(looks) == []
    with pytest.raises(NotFound):
        queries.invited_goal(looks, goal.key)
    (entry,) = ledger.read().entries
    assert (entry["consent"], entry["relation"]) == (str(consent.pk), str(consent.relation_id))
    Relation.objects.filter(user=ravi).update(to_on=date(2027, 1, 1))
    assert people_actions.repeat_closings(by=people.operator(elena.organisation)) == 1
    assert queries.invitations(looks) == []


def test_an_erased_record_is_closed_to_who_was_invited_and_to_who_was_let_in_until_a_day(opened, ravi):
    elena, me, _sasha, goal = opened
    invite(goal, ravi, me, to_on=date(2026, 12, 24))
    people_actions.give_consent(
        participant=elena,
        recipient=people_actions.Recipient(user=ravi),
        terms=people_actions.Terms(opens=frozenset({Category.WEEK}), yeses=HERE),
        by=me,
    )
    looks = seen_by(ravi, elena.organisation)
    erase(elena, TODAY)
    assert (queries.invitations(looks), covered(looks, elena.pk)) == ([], frozenset())


def test_it_ends_by_itself_on_its_day_and_is_not_asked_about_again(opened, ravi):
    elena, me, _sasha, goal = opened
    invite(goal, ravi, me, to_on=TODAY + timedelta(days=7))
    assert queries.invitations(seen_by(ravi, elena.organisation, TODAY + timedelta(days=6)))
    assert not queries.invitations(seen_by(ravi, elena.organisation, TODAY + timedelta(days=7)))
    assert reads.asked_again(me, elena) == []


def test_a_newer_invitation_to_the_same_takes_the_place_of_the_one_before_and_of_nothing_else(opened, ravi):
    elena, me, _sasha, goal = opened
    back = actions.plan_look_back(plan=goal.plan, planned_on=date(2026, 11, 2), by=me)
    shared = people_actions.give_consent(
        participant=elena,
        recipient=people_actions.Recipient(user=ravi),
        terms=people_actions.Terms(opens=frozenset({Category.WEEK}), yeses=HERE),
        by=me,
    )
    first, second = invite(goal, ravi, me), invite(back, ravi, me)
    third = invite(goal, ravi, me, to_on=date(2026, 11, 30))
    standing = Consent.objects.filter(user=ravi, status=ConsentStatus.GIVEN)
    assert set(standing) == {shared, second, third}
    assert first.pk not in {row.pk for row in reads.invitations_to(me, elena, goal.pk)}
    looks = seen_by(ravi, elena.organisation)
    assert covered(looks, elena.pk) == {Category.CONTACT, Category.WEEK}, "what he sees otherwise stays"
    assert {one.what for one in queries.invitations(looks)} == {"goal", "look_back"}
    (one,) = (row for row in reads.recipients(me, elena) if row.user == ravi)
    assert (one.sees, one.invited, one.is_family) == ({Category.CONTACT, Category.WEEK}, 2, True)

    people_actions.close_to(participant=elena, user=ravi, by=me)
    assert (covered(looks, elena.pk), queries.invitations(looks)) == (frozenset(), [])


@pytest.mark.seed("S-055")
def test_a_look_back_shows_its_day_its_company_and_what_was_kept(opened, ravi):
    elena, me, _sasha, goal = opened
    back = actions.plan_look_back(plan=goal.plan, planned_on=TODAY, with_whom="Dad", by=me)
    other = actions.plan_look_back(plan=goal.plan, planned_on=date(2027, 1, 4), by=me)
    invite(back, ravi, me)
    looks = seen_by(ravi, elena.organisation)
    actions.hold_look_back(look_back=back, words="Blue was good.", by=me)
    shown = queries.invited_look_back(looks, back.key).look_back
    assert (shown.words, shown.with_whom, shown.held_on) == ("Blue was good.", "Dad", TODAY)
    for closed, ask in ((other, queries.invited_look_back), (goal, queries.invited_goal)):
        with pytest.raises(NotFound):
            ask(looks, closed.key)


def test_a_no_is_stronger_and_a_blocked_contact_meets_what_is_absent(opened, ravi):
    elena, me, _sasha, goal = opened
    consent = invite(goal, ravi, me)
    people_actions.refuse(participant=elena, user=ravi, categories=frozenset({Category.PLAN}), by=me)
    looks = seen_by(ravi, elena.organisation)
    assert queries.invitations(looks) == []
    with pytest.raises(NotFound):
        queries.invited_goal(looks, goal.key)
    with pytest.raises(DomainError, match="You closed this to them"):
        invite(goal, ravi, me)
    consent.refresh_from_db()
    assert consent.status == ConsentStatus.GIVEN, "what was tried left nothing"
    people_actions.block_contact(participant=elena, user=ravi, by=me)
    assert reads.may_be_invited(me, elena) == {}
    with pytest.raises(NotFound):
        invite(goal, ravi, me)


@pytest.mark.seed("S-055")
def test_a_childs_invitation_waits_for_a_guardian_beside_it(opened, ravi):
    elena, me, _sasha, goal = opened
    Participant.objects.filter(pk=elena.pk).update(birth_on=date(2012, 5, 17))
    goal = Goal.objects.get(pk=goal.pk)
    dana = people.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)
    consent = invite(goal, ravi, me)
    looks = seen_by(ravi, elena.organisation)
    assert (consent.status, queries.invitations(looks)) == (ConsentStatus.WAITING, [])
    people_actions.add_yes(consent=consent, voice=Voice.GUARDIAN, way=Way.WRITTEN, by=dana)
    assert [one.key for one in queries.invitations(looks)] == [goal.key]


# ---------- any world: real rows, whatever was shared and whoever was invited to what ----------

some_days = st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))


@st.composite
def openings(draw, things):
    """Up to four relations of a relative, with an end each, invitations to one of ``things``."""
    found = []
    for _number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from([RelationKind.FAMILY, RelationKind.INVITED, RelationKind.INVITED]))
        first = draw(some_days)
        scopes = draw(st.sets(st.sampled_from([Category.PLAN, Category.WEEK])))
        thing = draw(st.sampled_from(things)) if kind == RelationKind.INVITED else None
        last = max(first, draw(some_days))
        found.append(Opening(kind, frozenset(scopes), CLEARANCE[kind], first, last, thing))
    return found


@pytest.fixture
def rows(opened, ravi):
    """Return every row of a plan with the thing that it belongs to: None for what no invitation shows."""
    elena, me, _sasha, goal = opened
    other = make.goal(goal.plan, me, "A calm Sunday lunch")
    actions.plan_look_back(plan=goal.plan, planned_on=date(2026, 11, 2), by=me)
    for wish in (goal, other):
        make.step(wish, me, f"A step for {wish.pk}")
    actions.keep_good_moment(participant=elena, words="Blue", by=me)
    held = {row: row.pk for table in (Goal, LookBack) for row in table.objects.all()}
    held |= {row: row.goal_id for row in Step.objects.all()}
    return held | {row: None for table in (Plan, GoodMoment) for row in table.objects.all()}


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    data=st.data(),
    by_invitation=st.booleans(),
    role=st.sampled_from([Role.FAMILY, Role.PEER, Role.SPECIALIST]),
)
@pytest.mark.seed("S-055")
def test_in_any_world_the_filter_finds_the_rows_that_the_decision_allows(
    opened, ravi, rows, data, by_invitation, role
):
    elena, *_ = opened
    things = sorted({thing for thing in rows.values() if thing})
    drawn = data.draw(openings(things))
    Relation.objects.filter(user=ravi).delete()
    Relation.objects.bulk_create(
        Relation(
            organisation=elena.organisation, participant=elena, user=ravi, kind=one.kind, thing=one.thing,
            scopes=sum(part.bit for part in one.scopes), clears=sum(one.clears), from_on=one.from_on,
            to_on=one.to_on, source="tests",
        )
        for one in drawn
    )  # fmt: skip
    looks = replace(people.viewer(ravi, elena.organisation, role), by_invitation=by_invitation)
    facts = Facts(
        role, Permission.RECORD_READ, TODAY, Category.PLAN, Label.NORMAL,
        openings=tuple(drawn), by_invitation=by_invitation,
    )  # fmt: skip
    allowed = {row for row, thing in rows.items() if decide(replace(facts, thing=thing)).allow}
    tables = {type(row) for row in rows}
    assert {row for table in tables for row in table.objects.visible_to(looks)} == allowed
    known = decide(replace(facts, category=None, label=None)).allow
    assert Participant.objects.visible_to(looks).exists() == known
