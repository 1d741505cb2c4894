"""What is counted ahead is said once, and a programme of which nothing is counted has no row."""

from datetime import date

import pytest

from handrail.access import Viewer
from handrail.catalogue import figures
from handrail.catalogue.models import KeptFigures
from handrail.catalogue.tests import factories

pytestmark = pytest.mark.django_db


def test_a_figure_is_counted_once_however_often_it_is_said_and_only_of_its_programmes(monkeypatch):
    monkeypatch.setattr(figures, "_figures", [])
    counted = []
    one = figures.Figure("two", lambda viewer, slug: counted.append(slug) or 2, slugs=("aim",))
    for _time in range(2):
        figures.offer_figure(one)
    place = factories.organisation()
    by = Viewer.system("tests", organisation_id=place.pk, today=date(2026, 10, 20))
    assert figures.keep(by) == 1
    assert counted == ["aim"]
    assert [row.numbers for row in KeptFigures.objects.all()] == [{"two": 2}]
