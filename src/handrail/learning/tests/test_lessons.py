"""The lesson files, and what a broken one says."""

import re
from pathlib import Path

import pytest
import yaml

from handrail.learning import lessons
from handrail.learning.lessons import LessonProblem, read_folder, read_lesson
from handrail.ui.gallery import COMPONENTS

REQUIREMENTS = Path(__file__).parents[4] / "docs" / "reference" / "requirements.yaml"
ICONS = COMPONENTS.parents[2] / "static" / "ui" / "icons.svg"
GOOD = """---
lesson: tea
order: 1
title: A cup of tea
short: Water, a bag, three minutes.
minutes: 2
area: home
icon: cup
serves: [S-087]
rows: [digital]
one_thing:
  title: Make one cup of tea
  when: Today
  fallback: A glass of water.
---

## Water

Boil the water. **Try it now.**

## The bag

- Put the bag in.
- Wait three minutes.

## The cup

1. Take it out.
2. Sit down.
"""


def write(folder, text, name="en.md"):
    place = folder / "tea"
    place.mkdir(exist_ok=True)
    file = place / name
    file.write_text(text, encoding="utf-8")
    return file


def test_every_lesson_that_ships_can_be_read():
    assert lessons.problems() == ()


@pytest.mark.parametrize(
    ("need", "slug"),
    [
        pytest.param("S-086", "a-budget", marks=pytest.mark.seed("S-086")),
        pytest.param("S-087", "letters-and-bills", marks=pytest.mark.seed("S-087")),
        pytest.param("S-088", "solving-a-problem", marks=pytest.mark.seed("S-088")),
        pytest.param("S-090", "my-week", marks=pytest.mark.seed("S-090")),
        pytest.param("S-091", "the-bus", marks=pytest.mark.seed("S-091")),
        pytest.param("S-092", "shopping-and-a-meal", marks=pytest.mark.seed("S-092")),
        pytest.param("S-093", "stress", marks=pytest.mark.seed("S-093")),
        pytest.param("S-095", "stress", marks=pytest.mark.seed("S-095")),
        pytest.param("S-098", "sleep", marks=pytest.mark.seed("S-098")),
        pytest.param("S-099", "a-coffee", marks=pytest.mark.seed("S-099")),
        pytest.param("S-100", "listening", marks=pytest.mark.seed("S-100")),
        pytest.param("S-115", "asking-at-work", marks=pytest.mark.seed("S-112")),
        pytest.param("S-119", "early-signs", marks=pytest.mark.seed("S-119")),
    ],
)
def test_there_is_a_lesson_for_what_the_guide_asks(need, slug):
    lesson = lessons.lesson(slug, "en")
    assert need in lesson.serves
    assert len(lesson.cards) in (3, 4, 5)
    assert lesson.one_thing.title


def test_there_are_twelve_in_their_order():
    found = lessons.lessons("en")
    assert [one.order for one in found] == list(range(1, 13))
    assert found[0].slug == "my-week"
    assert found[-1].slug == "early-signs"


def test_each_lesson_serves_what_the_list_of_requirements_knows():
    known = set(re.findall(r"S-\d{3}", REQUIREMENTS.read_text("utf-8")))
    assert {need for one in lessons.lessons("en") for need in one.serves} <= known


def test_each_icon_is_drawn():
    drawn = set(re.findall(r'id="([a-z-]+)"', ICONS.read_text("utf-8")))
    assert {one.icon for one in lessons.lessons("en")} <= drawn


def test_the_ladder_to_a_coffee_asks_how_sure_before_and_after():
    first, *_between, last = lessons.lesson("a-coffee", "en").cards
    assert "from 0 to 10" in first.html
    assert "from 0 to 10" in last.html


def test_every_lesson_belongs_to_the_digital_row_and_some_to_others():
    assert len(lessons.lessons_for("digital", "en")) == 12
    assert {one.slug for one in lessons.lessons_for("illness", "en")} >= {"sleep", "stress", "early-signs"}
    assert lessons.lessons_for("nothing", "en") == []


def test_a_file_becomes_cards(tmp_path):
    lesson = read_lesson(write(tmp_path, GOOD))
    assert (lesson.slug, lesson.language, lesson.last) == ("tea", "en", 3)
    assert [card.title for card in lesson.cards] == ["Water", "The bag", "The cup"]
    assert lesson.cards[0].html == "<p>Boil the water. <strong>Try it now.</strong></p>\n"
    assert "<ul>\n<li>Put the bag in.</li>" in lesson.cards[1].html
    assert "<ol>" in lesson.cards[2].html
    assert GOOD.split("\n")[lesson.cards[1].line - 1] == "## The bag"


def test_a_file_from_another_editor_is_the_same_lesson(tmp_path):
    file = write(tmp_path, "")
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_lesson(file).last == 3


def test_html_in_a_lesson_stays_text(tmp_path):
    lesson = read_lesson(write(tmp_path, GOOD.replace("Boil the water.", "<script>alert(1)</script> Boil.")))
    assert "<script" not in lesson.cards[0].html
    assert "&lt;script&gt;" in lesson.cards[0].html


LONG = "This sentence goes on and on and on until nobody knows any more how it began or why."
BROKEN = [
    (GOOD.replace("---\nlesson", "lesson", 1), 1, "Begin the file with a line of three dashes"),
    (GOOD.replace("A glass of water.\n---", "A glass of water."), 1, "Close the header"),
    (GOOD.replace("title: A cup", "title: A cup: of"), 4, "This line cannot be read."),
    (GOOD.replace("minutes: 2", "minutes: soon"), 6, "minutes:"),
    (GOOD.replace("minutes: 2", "minutes: 90"), 6, "minutes:"),
    (GOOD.replace("title: A cup of tea\n", ""), 2, "header:"),
    (GOOD.replace("area: home", "area: tea"), 7, "area:"),
    (GOOD.replace("serves: [S-087]", "serves:\n  - S-087\n  - tea"), 11, "serves.1:"),
    (GOOD.replace("  when: Today", "  when: 7"), 13, "one_thing.when:"),
    (GOOD.replace("lesson: tea", "lesson: coffee"), 2, "Write the name of the folder here: tea."),
    (GOOD.replace("lesson: tea", "lesson: tea\nscore: 3"), 2, "score"),
    (re.sub(r"## Water.*", "", GOOD, flags=re.S), 16, "Begin each card with its heading"),
    (GOOD.replace("## Water", "Water"), 16, "Begin each card with its heading"),
    (GOOD.replace("## The bag", "### The bag"), 21, "two signs: ##"),
    (GOOD.replace("- Put the bag in.", "> Put the bag in.\n\n- Put the bag in. *Now.*"), 23, "A card holds"),
    (GOOD.replace("## The cup\n\n1. Take it out.\n2. Sit down.\n", ""), 21, "There are 2 cards."),
    (GOOD.replace("1. Take it out.\n2. Sit down.\n", ""), 26, "is empty"),
    (GOOD.replace("Boil the water.", LONG), 17, "A sentence is long."),
    (GOOD.replace("Boil the water.", "Boil the water. " * 30), 17, "Keep to 60"),
    ("", 1, "Begin the file"),
]


@pytest.mark.parametrize(("text", "line", "says"), BROKEN, ids=lambda value: str(value)[:24])
def test_a_broken_file_says_in_one_sentence_where_and_what(tmp_path, text, line, says):
    with pytest.raises(LessonProblem) as caught:
        read_lesson(write(tmp_path, text))
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"tea/en.md, line {caught.value.line}: ")
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_text_says_so(tmp_path):
    file = write(tmp_path, "")
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LessonProblem, match="Save the file as UTF-8 text."):
        read_lesson(file)


@pytest.mark.seed("S-123")
def test_a_second_language_needs_the_same_cards_and_facts(tmp_path):
    write(tmp_path, GOOD)
    arabic = GOOD.replace("## Water", "## ماء").replace("A cup of tea", "كوب شاي")
    write(tmp_path, arabic, "ar.md")
    found, problems = read_folder(tmp_path)
    assert problems == ()
    assert found["tea"]["ar"].cards[0].title == "ماء"

    write(tmp_path, arabic + "\n## More\n\nOne more.\n", "ar.md")
    found, problems = read_folder(tmp_path)
    assert [str(one) for one in problems] == [
        "tea/ar.md, line 1: This language has 4 cards, en has 3. A place is kept by card."
    ]
    assert set(found["tea"]) == {"en"}

    write(tmp_path, arabic.replace("minutes: 2", "minutes: 3"), "ar.md")
    assert "minutes: write the same as in en.md." in str(read_folder(tmp_path)[1][0])


def test_one_broken_lesson_leaves_the_others_readable(tmp_path):
    write(tmp_path, GOOD)
    (tmp_path / "milk").mkdir()
    (tmp_path / "milk" / "en.md").write_text(GOOD.replace("lesson: tea", "lesson: milk"), "utf-8")
    (tmp_path / "juice").mkdir()
    (tmp_path / "juice" / "en.md").write_text("no header", "utf-8")
    (tmp_path / "water").mkdir()
    found, problems = read_folder(tmp_path)
    assert set(found) == {"tea", "milk"}
    assert sorted(str(one).split(":")[0] for one in problems) == [
        "juice/en.md, line 1",
        "tea/en.md, line 2",
        "water/en.md, line 1",
    ]


def test_a_language_without_the_lesson_reads_it_in_english():
    assert lessons.lesson("sleep", "hi").language == "en"
    assert lessons.lesson("sleep", "en-gb").language == "en"
    assert lessons.lesson("sleep", "en-xa").title.startswith("⟦")
    assert lessons.lesson("no-such", "en") is None


def test_the_header_of_every_lesson_is_what_the_page_about_lessons_explains():
    page = (REQUIREMENTS.parents[1] / "how-to" / "write-a-lesson.md").read_text("utf-8")
    header = yaml.safe_load(GOOD.split("---")[1])
    for name in [*header, *header["one_thing"]]:
        assert f"`{name}`" in page, name


def test_a_made_up_language_wears_every_word_and_no_tag():
    worn, plain = lessons.lesson("sleep", "en-xa"), lessons.lesson("sleep", "en")
    assert worn.one_thing.title != plain.one_thing.title
    for card, before in zip(worn.cards, plain.cards, strict=True):
        assert re.findall(r"<[^>]+>", card.html) == re.findall(r"<[^>]+>", before.html)
        assert not re.search(r">[^<⟦]*\w[^<⟦]*<", re.sub(r"⟦[^⟧]*⟧", "", card.html))
