"""What the work loop counts ahead is what the page would count, and is not used for long."""

import random
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import Count

from handrail.access import Role, Viewer
from handrail.accounts.models import Membership
from handrail.base import clock
from handrail.catalogue import figures
from handrail.catalogue import queries as catalogue
from handrail.catalogue.definitions import programme_slugs
from handrail.catalogue.models import KeptFigures
from handrail.demo import bulk
from handrail.demo.lives import span_of
from handrail.demo.neighbours import lives_of, team_of, town_for
from handrail.demo.shared import rows_of
from handrail.demo.tests.test_neighbours import TODAY, shared_in, stage_of
from handrail.demo.tests.test_query_plans import told_with_own_names
from handrail.intake.models import Enrolment
from handrail.outcomes import jobs
from handrail.people.models import Relation
from handrail.people.queries import with_many_people
from handrail.ui import gather_panels

pytestmark = pytest.mark.django_db
PEOPLE = 60
ROLES = (Role.MANAGER, Role.COORDINATOR, Role.FUNDER)


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker):
    """Return a small agency with lives in every room."""
    with django_db_blocker.unblock(), transaction.atomic():
        stage = stage_of("counted")
        shared = shared_in(stage)
        town = town_for(stage, shared)
        told = lives_of(
            stage, town, count=PEOPLE, rng=random.Random(3), span=lambda rng, today: span_of(rng, today, 5)
        )
        for lives in told_with_own_names(told, "counted"):
            bulk.write_lives(
                bulk.Place(stage.organisation, stage.sites, team_of(stage), rows_of(shared)),
                lives,
                rng=random.Random(3),
            )
        yield stage.organisation
        transaction.set_rollback(True)


@pytest.fixture
def noon(place):
    start = datetime.combine(TODAY, time(12), ZoneInfo(place.zone))
    with clock.clock_at(start) as hands:
        yield hands


@pytest.fixture
def viewer(place, noon):
    """Return the colleague with most people, as a manager."""
    rows = Relation.objects.filter(organisation=place, to_on=None, kind="care_team", clears__gt=0)
    busiest = rows.values("user").annotate(n=Count("pk")).order_by("-n", "user").first()
    return Viewer(
        actor="user",
        today=TODAY,
        user_id=busiest["user"],
        organisation_id=place.pk,
        role=Role.MANAGER,
        zone=place.zone,
    )


@pytest.fixture
def loop(viewer, monkeypatch):
    """Return the job, in a place that is large enough, with one colleague who has many people."""
    monkeypatch.setattr(jobs, "LARGE", 5)
    monkeypatch.setattr(
        jobs,
        "with_many_people",
        lambda by: [viewer] if by.own_organisation == viewer.own_organisation else [],
    )
    return jobs.keep_figures


def asks(viewer, slug, *, page=True):
    """Return what the programme page tells ``viewer``, and when its numbers were counted."""
    asking = replace(viewer, figures={})
    if page:
        figures.read(asking, slug)
    panels = [(panel.template, dict(panel.data)) for panel in gather_panels("programme", asking, slug)]
    return (catalogue.offers(asking, slug), panels), figures.counted_at(asking, slug)


@pytest.mark.parametrize("slug", sorted(programme_slugs()))
@pytest.mark.parametrize("role", ROLES)
def test_kept_numbers_are_the_numbers_that_the_page_would_count(loop, viewer, noon, slug, role):
    loop()
    told = replace(viewer, role=role)
    counted, at = asks(told, slug, page=False)
    assert at is None
    kept, at = asks(told, slug)
    assert at == noon.instant
    assert kept == counted


def test_the_small_world_has_something_to_count(loop, viewer):
    loop()
    rows = KeptFigures.objects.filter(organisation_id=viewer.own_organisation)
    whole = {row.name: row.numbers for row in rows if row.user_id is None}
    own = {row.name: row.numbers for row in rows if row.user_id}
    assert set(whole) == set(own) == set(programme_slugs())
    assert all(sum(numbers["so_far"]["phases"]) for numbers in whole.values())
    assert any(sum(numbers["own people came"].values()) for numbers in own.values())


def leaves(numbers):
    inner = numbers.values() if isinstance(numbers, dict) else numbers
    return [leaf for one in inner for leaf in (leaves(one) if isinstance(one, dict | list) else [one])]


def test_what_is_kept_is_numbers_alone(loop):
    loop()
    kept = [leaf for row in KeptFigures.objects.all() for leaf in leaves(row.numbers)]
    assert kept
    assert {type(leaf) for leaf in kept} == {int}


def begin(viewer):
    """Begin what somebody has chosen: one person more is in a phase."""
    row = Enrolment.objects.filter(
        organisation_id=viewer.own_organisation, to_on=None, rank="primary", started_on=None
    ).first()
    Enrolment.objects.filter(pk=row.pk).update(started_on=TODAY, status="started")
    return next(one.slug for one in catalogue.definitions.programme_types() if one.code == row.programme_type)


def test_a_change_shows_after_the_next_count(loop, viewer, noon):
    loop()
    slug = begin(viewer)
    before, _at = asks(viewer, slug)
    counted, _none = asks(viewer, slug, page=False)
    assert before != counted
    noon.move_to(noon.instant + timedelta(minutes=10))
    loop()
    after, at = asks(viewer, slug)
    assert after == counted
    assert at == noon.instant


def test_an_old_row_is_not_used(loop, viewer, noon):
    loop()
    noon.move_to(noon.instant + timedelta(minutes=59))
    assert asks(viewer, "aim")[1] is not None
    noon.move_to(noon.instant + timedelta(minutes=1))
    assert asks(viewer, "aim")[1] is None


def test_a_row_of_another_day_is_not_used(loop, viewer):
    loop()
    assert asks(replace(viewer, today=TODAY + timedelta(days=1)), "aim")[1] is None


def test_what_is_counted_for_one_colleague_is_not_shown_to_another(loop, viewer):
    loop()
    KeptFigures.objects.filter(user=None).delete()
    assert asks(viewer, "vocational")[1] is not None
    other = Membership.objects.filter(organisation_id=viewer.own_organisation).exclude(user=viewer.user_id)
    assert asks(replace(viewer, user_id=other[0].user_id), "vocational")[1] is None


def test_no_other_place_reads_the_row(loop, viewer):
    loop()
    elsewhere = stage_of("elsewhere").organisation
    assert asks(replace(viewer, organisation_id=elsewhere.pk), "aim")[1] is None


def test_a_new_offer_is_counted_at_once(loop, viewer):
    loop()
    row = KeptFigures.objects.get(organisation_id=viewer.own_organisation, user=None, name="aim")
    row.numbers["places"] = {}
    row.save()
    kept, _at = asks(viewer, "aim")
    assert kept == asks(viewer, "aim", page=False)[0]


def test_a_small_place_counts_for_itself(viewer):
    assert jobs.keep_figures() == 0
    assert asks(viewer, "aim")[1] is None


def test_rows_of_a_day_ago_are_deleted(loop, noon, monkeypatch):
    loop()
    monkeypatch.setattr(jobs, "LARGE", 500)
    noon.move_to(noon.instant + timedelta(hours=25))
    jobs.keep_figures()
    assert not KeptFigures.objects.exists()


def test_many_people_is_asked_of_managers_and_coordinators(place, viewer, monkeypatch):
    by = Viewer.system("figures", organisation_id=place.pk, today=TODAY)
    assert with_many_people(by) == []
    monkeypatch.setattr("handrail.people.queries.opens_many", lambda one: True)
    roles = {one.role for one in with_many_people(by)}
    assert roles
    assert roles <= {Role.MANAGER, Role.COORDINATOR}
