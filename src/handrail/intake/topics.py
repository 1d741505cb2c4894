"""What the conversation asks beyond words, as data: read once, checked against a schema, frozen. Plain Python."""

from functools import cache
from pathlib import Path
from typing import Any

from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.catalogue.definitions import DefinitionError, Said, read_definition
from handrail.intake.rules import AuthorKind
from handrail.measures.definitions import instruments

DATA = Path(__file__).resolve().parent / "data"
UNSAID = "unsaid"
MOST = 99


@frozen
class Level:
    """One answer that can be chosen; none of them is better than another."""

    code: str
    text: Said
    team: Said | None = None  # the same said by the team, where the words are the person's own

    def said_by(self, side: AuthorKind) -> Said:
        """Return the answer in the words of one side."""
        return self.team if self.team and side == AuthorKind.STAFF else self.text


@frozen
class Topic:
    """One thing that each side may see in its own way; ``now`` is how it is asked from the second day on."""

    code: str
    label: Said
    text: Said
    levels: tuple[Level, ...]
    now: Said | None = None
    hint: Said | None = None
    counts: bool = False

    def level(self, code: str) -> Level | None:
        """Return the answer of this code, or None."""
        return next((one for one in self.levels if one.code == code), None)


@frozen
class TopicSet:
    """Topics that are asked together: whose sides there are, and whether only the person's own account says it."""

    code: str
    after: str
    title: Said
    lead: Said
    why: Said
    sides: tuple[AuthorKind, ...]
    sensitive: bool
    own_only: bool
    topics: tuple[Topic, ...]

    @property
    def asks_again(self) -> bool:
        """Whether then and now stand side by side."""
        return any(one.now for one in self.topics)

    def topic(self, code: str) -> Topic:
        """Return the topic of this code; raise NotFound when there is none."""
        for one in self.topics:
            if one.code == code:
                return one
        raise NotFound(str(_("There is no such page.")))

    def following(self, code: str) -> Topic | None:
        """Return the topic after this one, or None after the last."""
        order = [one.code for one in self.topics]
        place = order.index(code) + 1
        return self.topics[place] if place < len(order) else None


def _said(texts: dict[str, str]) -> Said:
    return Said(tuple(sorted(texts.items())))


def _levels(raw: list[dict[str, Any]], unsaid: Said) -> tuple[Level, ...]:
    return (*(Level(one["code"], _said(one["text"])) for one in raw), Level(UNSAID, unsaid))


def _of_measure(row: dict[str, Any], unsaid: Said) -> tuple[Topic, ...]:
    """Return the questions of a measure as topics: its words, its answers, and "not said" beside them."""
    found = []
    hints = row.get("hints", {})
    team = {code: _said(texts) for code, texts in row.get("team_says", {}).items()}
    for item in instruments()[row["instrument"]].items:
        if item.text is None or any(one.text is None for one in item.options):
            raise DefinitionError(f"{row['code']}: the words of {row['instrument']} are not here.")
        levels = tuple(Level(one.code, one.text, team.get(one.code)) for one in item.options if one.text)
        hint = _said(hints[item.key]) if item.key in hints else None
        found.append(Topic(item.key, item.label, item.text, (*levels, Level(UNSAID, unsaid)), hint=hint))
    return tuple(found)


def _topic(raw: dict[str, Any], levels: dict[str, Any], unsaid: Said) -> Topic:
    if "levels" in raw and raw["levels"] not in levels:
        raise DefinitionError(f"{raw['code']}: there are no levels “{raw['levels']}”.")
    return Topic(
        code=raw["code"],
        label=_said(raw["label"]),
        text=_said(raw["text"]),
        levels=_levels(levels[raw["levels"]], unsaid) if "levels" in raw else (),
        now=_said(raw["now"]) if "now" in raw else None,
        hint=_said(raw["hint"]) if "hint" in raw else None,
        counts=raw.get("counts", False),
    )


def _set(row: dict[str, Any], raw: dict[str, Any]) -> TopicSet:
    unsaid = _said(raw["unsaid"])
    topics = tuple(_topic(one, raw["levels"], unsaid) for one in row.get("topics", []))
    return TopicSet(
        code=row["code"],
        after=row["after"],
        title=_said(row["title"]),
        lead=_said(row["lead"]),
        why=_said(row["why"]),
        sides=tuple(AuthorKind(one) for one in row["sides"]),
        sensitive=row["sensitive"],
        own_only=row.get("own_only", False),
        topics=_of_measure(row, unsaid) if "instrument" in row else topics,
    )


def read_sets(file: Path) -> tuple[TopicSet, ...]:
    """Return the sets of one file; raise DefinitionError for a wrong file or levels that are not there."""
    raw = read_definition(file, DATA / "schemas" / "topics.json")
    return tuple(_set(one, raw) for one in raw["sets"])


@cache
def sets() -> dict[str, TopicSet]:
    """Return every set by its code, in the order of the file."""
    return {one.code: one for one in read_sets(DATA / "topics.yaml")}


def topic_set(code: str) -> TopicSet:
    """Return the set of this code; raise NotFound when there is none."""
    found = sets().get(code)
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@cache
def areas() -> dict[str, Said]:
    """Return the areas of life by code, as the list of needs has them: a wish may name one."""
    return {one.code: one.text for one in topic_set("needs").topics}
