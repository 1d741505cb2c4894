import re

import pytest

from handrail.ui.scenes import GOALS, MOST_PLACES, Place, grouped, in_words, picture_of


def places(*states: str, level: str = "beside_me") -> list[dict[str, str]]:
    return [{"state": state, "level": level} for state in states]


ELENA = [
    *places("done", "done", level="with_me"),
    *places("done", "now", "todo", "look"),
    *places("todo", "todo", level="on_my_own"),
]


@pytest.mark.parametrize("view", ["path", "stairs"])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 12, 13, 40])
def test_any_number_of_steps_can_be_drawn_inside_the_picture(view, count):
    picture = picture_of(places(*["todo"] * count), view)
    numbers = re.findall(r"-?\d+\.?\d*", " ".join(line.line for line in picture.rails + picture.ways))
    assert all(-1 <= float(number) <= 480 for number in numbers)
    assert len(picture.stones if view == "path" else picture.blocks) <= MOST_PLACES + 4


def test_the_rail_is_solid_with_me_dotted_beside_me_and_absent_on_my_own():
    kinds = [line.kind for line in picture_of(ELENA).rails]
    assert kinds == ["with_me", "beside_me"]


def test_no_rail_is_drawn_for_a_plan_done_alone():
    assert picture_of(places("now", "todo", level="on_my_own")).rails == ()


def test_somebody_stands_close_with_me_and_apart_beside_me():
    close = picture_of(places("done", "now", level="with_me"))
    apart = picture_of(places("done", "now", level="beside_me"))
    assert close.me.x - close.them.x < apart.me.x - apart.them.x


def test_nobody_stands_there_on_my_own():
    assert picture_of(places("done", "now", level="on_my_own")).them is None


def test_a_look_back_is_a_bench_on_the_path_and_a_wide_landing_on_the_stairs():
    assert len(picture_of(ELENA).benches) == 1
    blocks = picture_of(ELENA, "stairs").blocks
    widths = {block.kind: float(re.search(r"h([\d.]+)", block.line).group(1)) for block in blocks[:-1]}
    assert widths["rest"] > widths["done"]


def test_stairs_never_go_down():
    tops = [float(re.search(r"V(\d+)h", block.line).group(1)) for block in picture_of(ELENA, "stairs").blocks]
    assert tops == sorted(tops, reverse=True)


def test_a_person_without_steps_stands_at_the_start():
    assert picture_of([]).me.x < 84


def test_a_long_plan_keeps_the_place_of_now_and_groups_what_is_far():
    steps = [Place("done", "with_me")] * 20 + [Place("now", "with_me")] + [Place("todo", "")] * 20
    shown = grouped(steps)
    assert len(shown) == MOST_PLACES
    assert [place.state for place in shown].count("now") == 1
    assert sum(place.count for place in shown) == len(steps)


def test_the_picture_is_said_in_words_with_the_name_of_who_is_there():
    words = picture_of(ELENA, company="Sasha").words
    assert words == (
        "A path. Steps: 7. Done: 3. I am at step 4. Sasha is beside me. "
        "After step 5 there is a bench to look back together. At the end waits an easel with a picture. "
        "A rail shows where somebody is with me."
    )


def test_words_name_the_stairs_and_every_goal():
    for goal, name in GOALS.items():
        assert str(name) in in_words([], "stairs", goal, "")
    assert in_words([], "stairs", "key", "").startswith("A flight of stairs.")
