import pytest

from handrail.base.errors import DomainError
from handrail.community import rules
from handrail.community.rules import PlaceKind


def test_a_place_is_found_by_folded_words_without_the_commonest():
    assert rules.searched_words("The Café on Mill Road", "CAFÉ Verein") == ["cafe", "mill", "road", "verein"]


def test_a_name_of_common_words_only_is_still_found():
    assert rules.searched_words("The On") == ["the", "on"]
    assert rules.asked_words("the") == ["the"]


def test_a_very_long_text_gives_at_most_sixty_words_of_forty_letters():
    found = rules.searched_words(" ".join(f"w{n}" * 30 for n in range(200)))
    assert len(found) == 60
    assert {len(word) for word in found} <= {40}


def test_words_of_other_scripts_are_found():
    assert rules.searched_words("مركز الحي", "सामुदायिक केंद्र")[0] == "مركز"


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\x00b"])
def test_a_name_that_is_none_is_answered_with_a_sentence(name):
    with pytest.raises(DomainError):
        rules.checked_name(name)


def test_every_kind_has_words_and_an_area_of_life():
    assert set(rules.PLACE_KINDS) == set(rules.AREAS) == set(PlaceKind)
    assert set(rules.ACTIVITY_KINDS) < set(PlaceKind)


def test_each_status_has_its_words():
    for kind, words in [
        (rules.LinkStatus, rules.LINK_STATUSES),
        (rules.LinkStatus, rules.LINK_HISTORY),
        (rules.ActivityStatus, rules.ACTIVITY_STATUSES),
    ]:
        assert set(kind) == set(words)
