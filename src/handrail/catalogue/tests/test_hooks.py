from datetime import date

import pytest

from handrail.access import Viewer
from handrail.catalogue import definitions, hooks
from handrail.catalogue.hooks import KeyOutcome

VIEWER = Viewer.system("test", today=date(2026, 10, 20))


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(hooks, "_counts", {})


def test_a_row_that_nobody_counts_yet_has_no_value_and_no_denominator():
    assert hooks.key_outcome(VIEWER, "peer") == KeyOutcome(0, 0, 0, 0)


def test_the_package_with_the_data_counts_its_row():
    hooks.offer_key_outcome("peer", lambda viewer: KeyOutcome(n=12, out_of=19, not_counted=4, people=19))
    assert hooks.key_outcome(VIEWER, "peer").out_of == 19


def test_a_row_that_does_not_exist_cannot_be_counted():
    with pytest.raises(ValueError, match="no programme type 'peers'"):
        hooks.offer_key_outcome("peers", lambda viewer: hooks.NOTHING_YET)


def test_every_row_says_what_its_key_outcome_counts_and_leaves_out():
    for one in definitions.programme_types():
        words = one.outcome
        for said in (words.title, words.counts, words.of, words.not_counted):
            assert said.say("en")
