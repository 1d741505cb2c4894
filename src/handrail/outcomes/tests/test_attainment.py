from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from handrail.access import RelationKind, Role
from handrail.base.clock import clock_at
from handrail.base.errors import DomainError, NotAllowed
from handrail.intake.rules import AuthorKind
from handrail.outcomes import actions, attainment
from handrail.outcomes.models import GoalScale
from handrail.outcomes.rules import LEVELS, attained
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import browser, signed, stranger, text
from handrail.plans import actions as plans
from handrail.plans.tests import factories

STEPS = dict(
    zip(LEVELS, ("Brushes given away", "In the box", "Twice a week", "Shown", "One sold"), strict=True)
)


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock_at(datetime(2026, 10, 20, 8, tzinfo=UTC), timedelta(milliseconds=1)):
        yield


@pytest.fixture
def elena(db):
    """Elena, her own viewer, her specialist's, and a goal of hers."""
    person, me, sasha = factories.elena()
    return person, me, sasha, factories.goal(factories.plan(person), me)


def scaled(goal, by, **more):
    given = {"start": "I have not painted since spring.", "start_level": -1, "steps": STEPS, **more}
    return actions.scale_goal(goal=goal, by=by, **given)


def rated(scale, by, level, **more):
    return actions.rate_goal(scale=scale, level=level, by=by, **more)


# ---- the number --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("levels", "weights", "hundredths"),
    [
        ([0], [1], 5000),
        ([0, 0, 0], [1, 2, 3], 5000),
        ([-2], [1], 3000),
        ([2], [3], 7000),
        ([1, 1], [1, 1], 6240),
        ([-1, -1, -1], [1, 1, 1], 3631),
        ([], [], None),
        ([1, None], [1, 1], None),
        ([None], [1], None),
    ],
)
def test_all_goals_together_are_one_number_and_none_with_a_gap(levels, weights, hundredths) -> None:
    assert attained(levels, weights) == hundredths


# ---- agreeing ----------------------------------------------------------------------------------------------------


@pytest.mark.seed("S-236")
@pytest.mark.parametrize("start", ["", "  \n"])
def test_a_target_comes_after_a_look_at_where_one_starts(elena, start) -> None:
    _person, me, _sasha, goal = elena
    with pytest.raises(DomainError, match="Look first at where it starts"):
        scaled(goal, me, start=start)
    with pytest.raises(DomainError, match="Look first at where it starts"):
        scaled(goal, me, start_level=0)
    assert scaled(goal, me).start == "I have not painted since spring."


def test_each_step_has_words_of_its_own(elena) -> None:
    _person, me, _sasha, goal = elena
    with pytest.raises(DomainError, match="each of the five steps"):
        scaled(goal, me, steps={**STEPS, 2: " "})
    with pytest.raises(DomainError, match="Two of the steps say the same"):
        scaled(goal, me, steps={**STEPS, 2: " SHOWN"})
    with pytest.raises(DomainError, match="how much this goal counts"):
        scaled(goal, me, weight=4)
    plans.set_aside_goal(goal=goal, by=me)
    goal.refresh_from_db()
    with pytest.raises(DomainError, match="set aside"):
        scaled(goal, me)


def test_newer_steps_stand_for_the_older_ones_which_stay_with_their_ratings(elena) -> None:
    person, me, _sasha, goal = elena
    first = scaled(goal, me)
    rated(first, me, 1)
    second = scaled(goal, me, steps={**STEPS, 0: "Once a week"})
    first.refresh_from_db()
    assert (first.replaced_at is not None, first.ratings.count()) == (True, 1)
    with pytest.raises(DomainError, match="Newer steps"):
        rated(first, me, 0)
    (shown,) = attainment.attainment(me, person).goals
    assert (shown.scale, [one.mine for one in shown.steps]) == (second, [None] * 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        GoalScale.objects.filter(pk=first.pk).update(replaced_at=None)


# ---- rating ------------------------------------------------------------------------------------------------------


def test_person_and_colleague_rate_side_by_side_and_neither_stands_for_the_other(elena) -> None:
    person, me, sasha, goal = elena
    scale = scaled(goal, sasha)
    assert scale.author_kind == AuthorKind.STAFF
    rated(scale, me, 1)
    page = attainment.attainment(sasha, person)
    mine, staff = page.together
    assert (mine.start, mine.now, mine.missing) == ("40.0", "60.0", 0)
    assert (staff.now, staff.missing) == ("", 1)
    rated(scale, sasha, 0)
    mine, staff = attainment.attainment(me, person).together
    assert (mine.now, staff.now) == ("60.0", "50.0")
    (shown,) = attainment.attainment(me, person).goals
    assert [(one.level, bool(one.mine), bool(one.staff)) for one in shown.steps][:3] == [
        (2, False, False),
        (1, True, False),
        (0, False, True),
    ]


def test_a_newer_rating_stands_and_the_older_one_can_be_read(elena) -> None:
    person, me, _sasha, goal = elena
    scale = scaled(goal, me)
    rated(scale, me, -1)
    rated(scale, me, 2, words="Sold.")
    (shown,) = attainment.attainment(me, person).goals
    assert [one.level for one in shown.earlier] == [-1]
    assert shown.words == ((AuthorKind.MINE, "Sold."),)


def test_there_is_no_number_without_a_scaled_goal_or_while_one_is_not_rated(elena) -> None:
    person, me, _sasha, goal = elena
    assert attainment.attainment(me, person).together == ()
    rated(scaled(goal, me), me, 1)
    other = scaled(factories.goal(goal.plan, me, "I want to cook."), me, weight=3)
    mine, _staff = attainment.attainment(me, person).together
    assert (mine.now, mine.missing) == ("", 1)
    rated(other, me, -2)
    mine, _staff = attainment.attainment(me, person).together
    assert mine.now == "35.4"


def test_only_the_person_and_colleagues_who_plan_agree_and_rate(elena) -> None:
    person, me, _sasha, goal = elena
    reader = people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    with pytest.raises(NotAllowed):
        scaled(goal, reader)
    scale = scaled(goal, me)
    with pytest.raises(NotAllowed):
        rated(scale, reader, 0)
    with pytest.raises(DomainError, match="five steps"):
        rated(scale, me, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        scale.ratings.create(
            organisation=person.organisation, participant=person, side="mine", level=3, rated_on=people.TODAY
        )


# ---- pages -------------------------------------------------------------------------------------------------------


def at(name, person, *more):
    return reverse(f"outcomes:{name}", args=[person.key, *more])


def test_the_person_agrees_steps_and_says_how_far_it_came(elena) -> None:
    person, me, _sasha, goal = elena
    web, about = browser(me), {"about": signed(person)}
    assert "First comes a look at where it starts" in text(web.get(at("attainment", person)))
    words = dict(zip(("much_less", "less", "hoped", "more", "much_more"), STEPS.values(), strict=True))
    page = text(web.get(at("scale", person, goal.key)))
    assert page.index("How is it today?") < page.index("As hoped")
    body = {**about, **words, "start_level": "-1", "weight": "1"}
    assert web.post(at("scale", person, goal.key), {**body, "start": ""}).status_code == 422
    assert web.post(at("scale", person, goal.key), {**body, "start": "In a box"}).url == at(
        "attainment", person
    )
    scale = GoalScale.objects.get()
    assert "Twice a week" in text(web.get(at("rate", person, scale.key)))
    assert web.post(at("rate", person, scale.key), {"about": signed(person), "level": "7"}).status_code == 422
    web.post(at("rate", person, scale.key), {"about": signed(person), "level": "1", "words": ""})
    page = text(web.get(at("attainment", person)))
    assert '<span class="num">60.0</span>, at the start 40.0' in page
    assert "1 goal is not rated, so there is no number." in page
    assert "never compared between people" in page


def test_family_reads_and_a_stranger_finds_no_page(elena) -> None:
    person, me, _sasha, goal = elena
    scale = scaled(goal, me)
    page = browser(people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)).get(at("attainment", person))
    assert page.status_code in (200, 404)
    assert "Agree new steps" not in text(page)
    for where in (at("attainment", person), at("rate", person, scale.key), at("scale", person, goal.key)):
        assert browser(stranger(person)).get(where).status_code == 404


def test_the_page_asks_as_often_for_ten_goals_as_for_one(elena, django_assert_max_num_queries) -> None:
    person, me, _sasha, goal = elena
    for number in range(10):
        rated(scaled(factories.goal(goal.plan, me, f"Goal {number}"), me), me, 0)
    with django_assert_max_num_queries(4):
        attainment.attainment(me, person)
