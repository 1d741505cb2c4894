"""What an invitation to one goal or one look back opens, said before it is saved."""

from enum import StrEnum

from handrail.base.words import Words, _


class OneOf(StrEnum):
    """What somebody can be invited to."""

    GOAL = "goal"
    LOOK_BACK = "look_back"


# To the person, before they choose whom.
SEES: dict[OneOf, Words] = {
    OneOf.GOAL: _("Whom you choose sees this goal, its steps, with whom, and how each went."),
    OneOf.LOOK_BACK: _("Whom you choose sees the day, who comes, and what you keep of it."),
}
NOTHING_ELSE = _("Nothing else opens to them: no other goal, no week, no notes.")
# About the person, as it is kept.
_KEPT: dict[OneOf, Words] = {
    OneOf.GOAL: _("%(who)s will see one goal of %(name)s, its steps, with whom, and how each went."),
    OneOf.LOOK_BACK: _(
        "%(who)s will see one look back of %(name)s: the day, who comes, and what is kept of it."
    ),
}
_KEPT_NOTHING = _("%(who)s will see nothing else by this yes.")
WORDS_SHOWN = 80


def shortened(words: str) -> str:
    """Return words in one line, cut off with a sign after eighty letters."""
    line = " ".join(words.split())
    return line if len(line) <= WORDS_SHOWN else f"{line[: WORDS_SHOWN - 1]}…"


def said(what: OneOf, *, who: str, name: str, words: str) -> str:
    """Return in sentences what ``who`` will see of the person called ``name``; ``words`` say which one it is."""
    given = {"who": who, "name": name}
    sentences = [str(_KEPT[what]) % given, f"“{shortened(words)}”", str(_KEPT_NOTHING) % given]
    return " ".join(sentences)
