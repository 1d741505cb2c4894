"""The guide's table is written out here once more, by hand, so that a slip in a data file shows."""

import re
from dataclasses import fields, is_dataclass

import pytest

from handrail.catalogue import definitions, rules
from handrail.catalogue.definitions import DefinitionError, Said

GUIDE = """
CBR  | Community-based rehabilitation | Integrated social supports, local services | 6–12 months | Increased community participation | Neighborhood centers | Regular social activities; better transport access | Multi-disciplinary team | High | €2,000–€8,000 | Flexible scheduling helps accessibility
VR   | Vocational rehabilitation | Job coaching, training, placement | 3–9 months | Higher employment rates | Work sites, training centers | Paid internships; employer contacts | Career counselors, job coaches | Moderate | €3,000–€12,000 | Employer partnerships strengthen outcomes
PEER | Peer support programs | Mentoring, shared experiences | Ongoing, with milestones | Improved self-efficacy | Online forums, community hubs | Weekly check-ins; storytelling sessions | Peer facilitators | Moderate | €1,000–€4,000 | Highly scalable, low-cost entry
ICT  | Integrated care teams | Medical + psychosocial care | 12 months+ | Reduced crisis events | Clinics, in-home visits | Coordinated treatment plans | Psychiatrists, social workers | High | €4,000–€18,000 | Complex but comprehensive
SH   | Supported housing programs | Safe housing + support services | 12–24 months | Stable housing, improved daily routines | On-site or nearby housing | Structured living with staff support | Residential staff, case managers | Moderate | €5,000–€20,000 | Housing-first approach improves health outcomes
ISM  | Illness self-management programs | Strategies to manage symptoms | 6–12 months | Better symptom control | Clinics, online | Daily routines; coping skills | Educators, clinicians | Moderate | €2,500–€9,000 | Empowers ongoing self-care
SST  | Social skills training | Communication, relationship-building | 2–6 months | Greater social connectedness | Community centers, clinics | Role-play; feedback loops | Therapists, facilitators | Moderate | €1,500–€6,000 | Small groups with real-life practice
AIM  | AIM/Recovery-focused programs | Recovery planning, empowerment | 6–12 months | Higher autonomy | Various community settings | Personal recovery goals | Recovery coaches | High | €2,000–€7,000 | Focus on lived experience
DIG  | Digital rehab modules | Self-paced online learning | Ongoing | Accessible skill-building | Online portal | Micro-lessons; progress tracking | Tech support staff | Emerging | €500–€2,500 | Great for rural or busy schedules
"""  # noqa: E501
TABLE = [[cell.strip() for cell in line.split("|")] for line in GUIDE.strip().splitlines()]
BY_CODE = {one.code: one for one in definitions.programme_types()}
MONTHS = {
    "CBR": (6, 12),
    "VR": (3, 9),
    "PEER": (None, None),
    "ICT": (12, None),
    "SH": (12, 24),
    "ISM": (6, 12),
    "SST": (2, 6),
    "AIM": (6, 12),
    "DIG": (None, None),
}


def test_there_are_nine_types_in_the_order_of_the_guide():
    assert [one.code for one in definitions.programme_types()] == [row[0] for row in TABLE]
    assert [one.order for one in definitions.programme_types()] == list(range(1, 10))
    slugs = {one.slug for one in definitions.programme_types()}
    assert len(slugs) == 9 and definitions.programme_slugs() == slugs


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_every_cell_is_the_guides(row):
    found = BY_CODE[row[0]]
    cells = [getattr(found.guide, code) for code, _heading in rules.GUIDE_COLUMNS]
    assert [found.names.say("en"), *cells] == row[1:]


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_the_cost_as_figures_is_the_cost_as_words(row):
    found = BY_CODE[row[0]]
    low, high = found.cost_eur
    assert f"{rules.euro(low)}–{rules.euro(high)}" == row[9]
    assert found.cost_basis == "unspecified"


@pytest.mark.seed("S-178")
def test_every_type_has_one_of_the_three_words_of_evidence():
    assert {one.guide.evidence for one in definitions.programme_types()} == set(rules.Evidence)
    assert [rules.EVIDENCE_BARS[rules.Evidence(one)] for one in ("Emerging", "Moderate", "High")] == [1, 2, 3]


def test_the_months_are_the_months_of_the_words():
    assert {code: one.months for code, one in BY_CODE.items()} == MONTHS
    assert [code for code, one in BY_CODE.items() if one.ongoing] == ["PEER", "DIG"]


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_staff_is_listed_as_in_the_cell(row):
    assert ", ".join(BY_CODE[row[0]].staff).lower() == row[7].lower()


def test_supported_housing_asks_for_nothing_to_be_proved_first():
    assert "Nothing has to be proved before." in " ".join(line.say("en") for line in BY_CODE["SH"].does)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("components", 9),
        ("milestones", 7),
        ("settings", 7),
        ("risks", 7),
        ("benefits", 8),
        ("metrics", 3),
        ("starting", 8),
    ],
)
def test_each_heading_has_as_many_items_as_the_guide_says(code, count):
    items = definitions.section(code).items
    assert len(items) == count
    assert len({one.code for one in items}) == count


def test_each_item_leads_to_a_known_room_and_known_programmes():
    slugs = {one.slug for one in definitions.programme_types()}
    for one in definitions.sections():
        for item in one.items:
            assert item.room in definitions.rooms()
            assert set(item.programmes) <= slugs


def test_the_settings_of_the_types_are_the_seven_settings():
    known = {one.code for one in definitions.section("settings").items}
    for one in definitions.programme_types():
        assert set(one.settings) <= known
    for item in definitions.section("settings").items:
        assert list(item.programmes) == [
            one.slug for one in definitions.programme_types() if item.code in one.settings
        ]


def test_the_milestones_lie_one_behind_the_other():
    days = [one.days for one in definitions.section("milestones").items[:5]]
    assert days == [(28, 42), (56, 84), (91, 183), (183, 365), (365, None)]


def test_each_of_the_seven_risks_has_an_answer_and_each_starting_line_a_question_to_ask():
    assert all(one.answer for one in definitions.section("risks").items)
    assert all(one.answer.say("en").endswith("?") for one in definitions.section("starting").items)


@pytest.mark.seed("S-264")
def test_the_two_words_are_explained_and_each_type_says_where_its_weight_lies():
    asked = {one.code for topic in definitions.questions().topics for one in topic.questions}
    assert "psychosocial-or-psychiatric" in asked
    assert {one.emphasis for one in definitions.programme_types()} == set(rules.Emphasis)
    assert all(rules.EMPHASIS_WORDS[one] for one in rules.Emphasis)


def test_a_text_is_said_in_the_language_asked_then_its_base_then_english():
    text = Said((("en", "step"), ("es", "paso")))
    assert [text.say(code) for code in ("es", "es-MX", "fr")] == ["paso", "paso", "step"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"topics: [", "not readable YAML"),
        (b"\xff\xfe\x00", "not readable YAML"),
        (b"topics: []\nmyths: []", "at topics"),
        (b"just words", "at the top"),
    ],
)
def test_a_bad_definition_file_is_refused_with_file_place_and_reason(tmp_path, content, reason):
    file = tmp_path / "questions.yaml"
    file.write_bytes(content)
    with pytest.raises(DefinitionError, match=f"questions.yaml.*{reason}"):
        definitions.read_questions(file)


def every_text(value):
    """Yield each English sentence under a definition."""
    if isinstance(value, Said):
        yield from re.split(r"(?<=[.?:])\s+", value.say("en"))
    elif isinstance(value, tuple):
        for one in value:
            yield from every_text(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from every_text(getattr(value, field.name))


def test_no_sentence_of_ours_is_longer_than_twenty_words():
    everything = (
        definitions.programme_types(),
        definitions.sections(),
        tuple(definitions.rooms().values()),
        definitions.questions(),
    )
    sentences = [sentence for one in everything for sentence in every_text(one)]
    assert len(sentences) > 300
    assert [one for one in sentences if len(one.split()) > 20] == []


def test_the_codes_of_the_files_are_the_codes_of_the_rules():
    for one in definitions.programme_types():
        assert set(one.wishes) <= set(rules.Wish)
        assert set(one.modes) <= set(rules.Mode)
        assert one.peer_led <= one.non_clinical
