import pytest

from handrail.base.words import Words
from handrail.catalogue import rules
from handrail.catalogue.rules import Criterion, Kind, Mode, Wish


def slugs(*asked: Criterion) -> list[str]:
    return [one.slug for one in rules.filter_types(asked)]


ALL_NINE = [
    "community-based",
    "vocational",
    "peer",
    "integrated",
    "supported",
    "illness",
    "social",
    "aim",
    "digital",
]


def test_without_a_wish_all_nine_fit_in_the_order_of_the_guide():
    assert slugs() == ALL_NINE


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Mode.IN_PERSON, ["community-based", "vocational", "peer", "integrated", "illness", "social", "aim"]),
        (Mode.AT_HOME, ["integrated", "supported"]),
        (Mode.ONLINE, ["peer", "illness", "digital"]),
    ],
)
def test_where_keeps_what_can_happen_there(place, expected):
    assert slugs(*rules.criteria(place=place)) == expected


@pytest.mark.seed("S-133")
def test_stigma_is_answered_by_peers_and_places_that_are_no_clinic():
    assert slugs(*rules.criteria(peer_led=True)) == ["peer"]
    outside = slugs(*rules.criteria(non_clinical=True))
    assert outside == ["community-based", "vocational", "peer", "supported", "aim", "digital"]


@pytest.mark.parametrize(
    ("euro", "expected"),
    [
        (2_499, []),
        (2_500, ["digital"]),
        (5_000, ["peer", "digital"]),
        (10_000, ["community-based", "peer", "illness", "social", "aim", "digital"]),
        (20_000, ALL_NINE),
    ],
)
def test_a_cost_fits_when_the_higher_figure_is_within_it(euro, expected):
    assert slugs(*rules.criteria(cost_up_to=euro)) == expected


def test_several_wishes_must_all_fit():
    assert slugs(*rules.criteria(wishes=[Wish.PEOPLE])) == ["community-based", "peer", "social"]
    assert slugs(*rules.criteria(wishes=[Wish.PEOPLE, Wish.LEARN])) == ["social"]


@pytest.mark.parametrize("wish", list(Wish))
def test_every_wish_has_words_and_finds_a_programme(wish):
    assert isinstance(rules.WISH_WORDS[wish], Words)
    assert slugs(*rules.criteria(wishes=[wish]))


def test_what_was_left_open_is_no_criterion():
    assert rules.criteria() == ()
    assert rules.criteria(
        wishes=["work"], place="online", peer_led=True, non_clinical=True, cost_up_to=0
    ) == (
        Criterion(Kind.WISH, "work"),
        Criterion(Kind.PLACE, "online"),
        Criterion(Kind.PEERS, "1"),
        Criterion(Kind.CLINIC, "no"),
        Criterion(Kind.COST, "0"),
    )


def test_nothing_is_left_out_when_something_fits():
    assert rules.relaxations(rules.criteria(wishes=["work"])) == ()
    assert rules.relaxations(()) == ()


def test_one_criterion_is_left_out_where_one_is_enough_and_most_hits_come_first():
    offers = rules.relaxations(rules.criteria(wishes=["people"], place=Mode.AT_HOME))
    assert [(one.without[0].value, len(one.found)) for one in offers] == [("at_home", 3), ("people", 2)]
    assert offers[0].kept == (Criterion(Kind.WISH, "people"),)


def test_two_are_left_out_when_one_is_not_enough():
    asked = rules.criteria(wishes=["work", "home"], peer_led=True)
    offers = rules.relaxations(asked)
    assert {len(one.without) for one in offers} == {2}
    assert all(rules.filter_types(one.kept) == one.found for one in offers)


def test_there_are_never_more_offers_than_three():
    asked = rules.criteria(
        wishes=list(Wish), place="online", peer_led=True, non_clinical=True, cost_up_to=2_500
    )
    assert 1 <= len(rules.relaxations(asked)) <= rules.MOST_OFFERS


def test_an_impossible_cost_alone_leads_back_to_all_nine():
    (offer,) = rules.relaxations(rules.criteria(cost_up_to=1))
    assert offer.kept == ()
    assert len(offer.found) == 9


def test_a_criterion_reads_like_a_part_of_a_sentence():
    asked = rules.criteria(
        wishes=["home"], place="at_home", peer_led=True, non_clinical=True, cost_up_to=2_500
    )
    assert [rules.criterion_words(one) for one in asked] == [
        "a home of my own",
        "at home",
        "run by peers",
        "not in a clinic",
        "up to €2,500",
    ]


def test_numbers_of_programmes_are_words():
    assert [rules.count_words(number) for number in (0, 1, 3, 9)] == ["none", "one", "three", "nine"]
