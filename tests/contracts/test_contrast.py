"""Every pair of colours that touch can be told apart, in light and in dark."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "src" / "handrail" / "ui" / "static" / "ui" / "tokens.css"

# (text or shape, what it stands on, least contrast): 7 and 4.5 for words, 3 for shapes and borders.
PAIRS = [
    ("ink", "page", 7),
    ("ink", "card", 7),
    ("ink", "well", 7),
    ("ink", "sky-tint", 7),
    ("ink", "moss-tint", 7),
    ("ink", "brick-tint", 7),
    ("ink", "rail-tint", 7),
    ("ink-soft", "page", 7),
    ("ink-soft", "card", 7),
    ("ink-soft", "well", 4.5),
    ("plum", "page", 4.5),
    ("plum", "card", 4.5),
    ("on-plum", "plum", 7),
    ("on-plum", "plum-deep", 7),
    ("plum-ink", "plum-tint", 7),
    ("rail-ink", "rail-tint", 4.5),
    ("rail-ink", "card", 4.5),
    ("on-rail", "rail", 7),
    ("moss", "card", 4.5),
    ("moss", "moss-tint", 4.5),
    ("moss", "page", 4.5),
    ("brick", "card", 4.5),
    ("brick", "page", 4.5),
    ("brick", "brick-tint", 4.5),
    ("on-brick", "brick", 4.5),
    ("sky", "card", 4.5),
    ("sky", "sky-tint", 4.5),
    ("edge", "card", 3),
    ("edge", "page", 3),
    ("edge", "well", 3),
    ("rail-edge", "card", 3),
    ("rail-edge", "page", 3),
    ("focus", "page", 3),
    ("focus", "card", 3),
    ("data-1", "card", 3),
    ("data-2", "card", 3),
    ("data-3", "card", 3),
    ("data-4", "card", 3),
]
LIGHT, DARK, SYSTEM_DARK = ":root {", '[data-theme="dark"] {', ":root:not([data-theme]) {"


def colours(opening: str) -> dict[str, str]:
    """Return the colours of the block that begins with ``opening``."""
    block = TOKENS.read_text().split(opening, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", block))


def brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG counts it: 1 to 21."""
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_a_pair_of_colours_can_be_told_apart(theme, front, ground, least):
    found = colours(theme)
    assert contrast(found[front], found[ground]) >= least


def test_dark_by_choice_and_dark_by_the_phone_are_the_same():
    assert colours(DARK) == colours(SYSTEM_DARK)


def test_the_check_itself_finds_a_pale_pair():
    assert round(contrast("#FFFFFF", "#000000")) == 21
    assert contrast("#F7B520", "#FFFFFF") < 3
