"""The pages of an invitation: the person chooses whom, the relative sees one thing, one tap takes it back."""

from datetime import date

import pytest

from handrail.access import RelationKind, Role
from handrail.audit.models import Look
from handrail.people import actions as people_actions
from handrail.people.models import Consent, Relation
from handrail.people.queries.access import recipient_key
from handrail.people.rules import Relationship
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import about, browser, family, stranger, text
from handrail.plans import actions
from handrail.plans.tests import factories as make
from handrail.plans.tests.browsing import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ledger(tmp_path, settings):
    settings.HANDRAIL_HOME = tmp_path


@pytest.fixture
def ravi(opened):
    elena, me, _sasha, _goal = opened
    user = people.member(elena.organisation, Role.FAMILY, "Ravi Nair")
    people_actions.add_supporter(
        participant=elena, name="Ravi Nair", called="Dad", relationship=Relationship.PARENT, user=user, by=me
    )
    return people.viewer(user, elena.organisation, Role.FAMILY)


def invited(client, elena, goal, ravi, **more):
    body = {**about(elena, 0), "who": recipient_key(elena.pk, ravi.user_id), **more}
    return client.post(address("goal_invite", elena, goal.key), body)


@pytest.mark.seed("S-055")
def test_the_person_invites_her_father_to_one_goal_and_takes_it_back_in_one_tap(opened, ravi):
    elena, me, _sasha, goal = opened
    step = make.step(goal, me, fallback="We look from the bench.", where="Mill Road 12")
    other = make.goal(goal.plan, me, "A calm Sunday lunch")
    mine, his = browser(me), browser(ravi)
    page = text(mine.get(address("goal", elena, goal.key)))
    assert "Invited to this alone" in page
    asks = text(mine.get(address("goal_invite", elena, goal.key)))
    for sentence in ("Nothing else opens to them: no other goal, no week, no notes.", "Dad", goal.words):
        assert sentence in asks
    came = invited(mine, elena, goal, ravi, until_day="24", until_month="12", until_year="2026")
    assert (came.status_code, came.headers["Location"]) == (
        302,
        address("goal", elena, goal.key) + "#invited",
    )
    consent = Consent.objects.get(user_id=ravi.user_id)
    assert "Take it back: Ravi Nair" in text(mine.get(address("goal", elena, goal.key)))
    assert "one goal or look back" in text(mine.get(f"/people/{elena.key}/access"))

    shared = text(his.get("/shared"))
    assert "You are invited" in shared
    assert "A goal of Elena" in shared
    assert other.words not in shared
    seen = text(his.get(f"/invited/goals/{goal.key}"))
    for words in (goal.words, step.title, "shows you this until"):
        assert words in seen
    for words in (other.words, step.fallback, step.where):
        assert words not in seen
    look = Look.objects.get(user_id=ravi.user_id, page="plans:invited_goal")
    assert (look.category, look.relation) == ("plan", "invited")
    for path in ("plan", f"plan/goals/{goal.key}", f"plan/steps/{step.key}", "week", "people", "notes"):
        assert his.get(f"/people/{elena.key}/{path}").status_code in (403, 404), path
    assert his.get(f"/invited/goals/{other.key}").status_code == 404
    assert his.get("/me/plan").headers["Location"] == "/shared"

    back = mine.post(f"/people/{elena.key}/consents/{consent.key}", {**about(elena, 0), "withdraw": ""})
    assert back.status_code == 302
    gone = his.get(f"/invited/goals/{goal.key}")
    assert (gone.status_code, gone.content) == (404, his.get("/invited/goals/bbbbbbbbbb").content)
    assert "Elena" not in text(his.get("/shared"))


@pytest.mark.seed("S-055")
def test_a_look_back_is_shown_alone(opened, ravi):
    elena, me, _sasha, goal = opened
    back = actions.plan_look_back(plan=goal.plan, planned_on=date(2026, 11, 2), with_whom="Dad", by=me)
    mine = browser(me)
    body = {**about(elena, 0), "who": recipient_key(elena.pk, ravi.user_id)}
    came = mine.post(address("look_back_invite", elena, back.key), body)
    assert came.headers["Location"] == address("look_back", elena, back.key) + "#invited"
    his = browser(ravi)
    assert "A look back with Elena" in text(his.get("/shared"))
    seen = text(his.get(f"/invited/look-backs/{back.key}"))
    assert "2 November" in seen
    assert goal.words not in seen
    assert his.get(f"/invited/goals/{goal.key}").status_code == 404


def test_without_an_account_nobody_is_invited_and_a_sentence_says_why(opened):
    elena, me, _sasha, goal = opened
    people_actions.add_supporter(
        participant=elena, name="Meera Nair", called="Aunt", relationship=Relationship.OTHER_FAMILY, by=me
    )
    page = text(browser(me).get(address("goal_invite", elena, goal.key)))
    assert "Nobody of your family and friends can sign in here yet." in page
    assert "Meera Nair" in page
    assert "An invitation needs an account." in page
    assert browser(me).post(address("goal_invite", elena, goal.key), about(elena, 0)).status_code == 422
    assert not Consent.objects.exists()


def test_a_coordinator_says_who_was_there_and_others_find_no_such_page(opened, ravi):
    elena, _me, sasha, goal = opened
    dana = people.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)
    hers = browser(dana)
    assert "Do this only together." in text(hers.get(address("goal_invite", elena, goal.key)))
    refused = invited(hers, elena, goal, ravi, way="spoken")
    assert refused.status_code == 422
    assert "Write who was there when it was agreed." in text(refused)
    assert invited(hers, elena, goal, ravi, way="spoken", present="Elena, Dana").status_code == 302
    assert Relation.objects.filter(user_id=ravi.user_id, kind=RelationKind.INVITED).count() == 1
    for other in (sasha, ravi, family(elena), stranger(elena)):
        client = browser(other)
        assert client.get(address("goal_invite", elena, goal.key)).status_code == 404
        assert invited(client, elena, goal, ravi).status_code == 404
    assert "Invited to this alone" not in text(browser(sasha).get(address("goal", elena, goal.key)))
    for other in (dana, sasha):
        assert browser(other).get(f"/invited/goals/{goal.key}").status_code == 403
