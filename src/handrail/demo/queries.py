"""The front door: who one can be, and where the guide's headings stand."""

from collections.abc import Iterator
from functools import cache
from string import Formatter
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from handrail.access import RelationKind, Role
from handrail.accounts.models import User
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _, in_language
from handrail.base.yaml import read_yaml
from handrail.catalogue import queries as catalogue
from handrail.demo.journal import FOLDER, cast, stories
from handrail.people.models import Relation


@frozen
class Card:
    """Somebody whom a visitor can be."""

    key: str
    href: str
    name: str
    text: str
    kind: str


def _card(key: str, name: str, text: dict[str, str], kind: str, language: str) -> Card:
    return Card(key, reverse("demo:be", args=[key]), name, in_language(text, language), kind)


def people_with_a_plan(language: str) -> list[Card]:
    """Return the story people, in the order of the stories."""
    return [
        _card(
            story.key,
            in_language(story.card["name"], language),
            story.card["text"],
            story.card["kind"],
            language,
        )
        for story in stories().values()
    ]


def around_them(language: str) -> list[Card]:
    """Return family, specialists, the rest of the team with its peers, and those who run the place."""
    run = ("manager", "funder", "administrator")
    rows = [row for row in [*cast()["family"], *cast()["team"]] if "card" in row]
    first = {"": 0, Role.SPECIALIST: 1}
    rows.sort(key=lambda row: (row.get("role") in run, first.get(row.get("role", ""), 2)))
    return [
        _card(
            row["key"],
            in_language(row["called"], language) if "called" in row else row["name"].split()[0],
            row["card"],
            "run" if row.get("role") in run else "with",
            language,
        )
        for row in rows
    ]


@cache
def _where() -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, Any] = read_yaml((FOLDER / "where.yaml").read_text(encoding="utf-8"))
    return found


def _keys() -> dict[str, str]:
    """Return the key of each story person's record, by the story."""
    own = Relation.objects.filter(kind=RelationKind.SELF, user__sign_in_name__in=list(stories()))
    return dict(own.values_list("user__sign_in_name", "participant__key"))


def _names(address: str) -> list[str | None]:
    return [name for _text, name, _spec, _kind in Formatter().parse(address)]


def _address(place: dict[str, Any], keys: dict[str, str]) -> str:
    if "to" not in place or any(name and name not in keys for name in _names(place["to"])):
        return ""
    to: str = place["to"].format(**keys)
    if "as" not in place:
        return to
    return f"{reverse('demo:be', args=[place['as']])}?{urlencode({'to': to})}"


# Rooms that the guide has no heading for.
ROOMS = {"own-rooms": _("Rooms of my own"), "team-rooms": _("Rooms of the team")}


@frozen
class Finds:
    """One heading of the guide with its lines: (address, words); no address where no room is built yet."""

    code: str
    title: str
    links: list[tuple[str, str]]


def headings(language: str) -> list[Finds]:
    """Return the guide's headings and our own, each line with the right page as the right person."""
    keys = _keys()
    guide = [
        Finds(heading.code, _say(heading.title, language), list(_lines(heading, keys, language)))
        for heading in catalogue.headings(None)
    ]
    return guide + [Finds(code, str(title), _rooms(code, keys, language)) for code, title in ROOMS.items()]


def _rooms(code: str, keys: dict[str, str], language: str) -> list[tuple[str, str]]:
    return [
        (_address(place, keys), in_language(place["words"], language)) for place in _where()[code].values()
    ]


def _say(text: Any, language: str) -> str:
    return text if isinstance(text, str) else str(text.say(language))


def _lines(heading: catalogue.Heading, keys: dict[str, str], language: str) -> Iterator[tuple[str, str]]:
    places = _where().get(heading.code)
    for link in heading.links:
        code = link.guide_href.split("#", 1)[1].removeprefix(f"{heading.code}-")
        address = link.href if places is None else _address(places[code], keys)
        yield address, _say(link.label, language)


def persona(key: str) -> User:
    """Return the account of somebody on the front door; raise NotFound for anybody else."""
    known = {card["key"] for card in [*cast()["team"], *cast()["family"]] if "card" in card} | set(stories())
    user = User.objects.filter(sign_in_name=key, is_active=True).first() if key in known else None
    if user is None:
        raise NotFound(str(_("Nobody of that name is on the front door.")))
    return user
