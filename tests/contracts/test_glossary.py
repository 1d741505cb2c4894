"""The glossary is the source of names: a model or status that it does not know has no name yet."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType

from django.apps import apps

import handrail

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
BOLD = re.compile(r"\*\*(.+?)\*\*")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")


def terms(text: str) -> set[str]:
    """Return every term in bold; one pair of stars may hold several, with commas or dots between."""
    found = set()
    for bold in BOLD.findall(text):
        found |= {part.strip(" .").casefold() for part in re.split(r"[,·/]", bold)}
    return found


def words(name: str) -> str:
    """Return a name of the code as the words it is made of."""
    return " ".join(WORD.findall(name.replace("_", " "))).casefold()


def rules_modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(handrail.__path__, "handrail."):
        parts = found.name.split(".")
        if "rules" in parts[2:] and "tests" not in parts:
            yield importlib.import_module(found.name)


def states(module: ModuleType) -> Iterator[type[StrEnum]]:
    for thing in vars(module).values():
        if not (isinstance(thing, type) and issubclass(thing, StrEnum)):
            continue
        if thing.__module__ == module.__name__ and thing.__name__.endswith(("Status", "State")):
            yield thing


def known(name: str, listed: set[str]) -> bool:
    return words(name) in listed


def noun(name: str) -> str:
    """Return what a status, or the record of its change, is of: "StepStatusChange" is of a step."""
    return re.sub(r"(Status|State)?(Change)?$", "", name)


def stem_known(name: str, listed: set[str]) -> bool:
    """Return whether a term begins with what the status is of: "StartState" is of a start line."""
    return any(f"{term} ".startswith(f"{words(noun(name))} ") for term in listed)


def missing_models(models: list[type], listed: set[str]) -> list[str]:
    missing = [model for model in models if not known(model.__name__, listed)]
    changes = {model for model in missing if model.__name__.endswith("Change") and "status change" in listed}
    return [
        model.__name__ for model in missing if model not in changes or not stem_known(model.__name__, listed)
    ]


def missing_states(module: ModuleType, listed: set[str]) -> list[str]:
    missing = []
    for state in states(module):
        missing += [f"{module.__name__}.{state.__name__}"] if not stem_known(state.__name__, listed) else []
        missing += [
            f"{module.__name__}.{state.__name__}: {value}" for value in state if not known(value, listed)
        ]
    return missing


def test_every_model_is_in_the_glossary():
    ours = [model for model in apps.get_models() if model.__module__.startswith("handrail.")]
    assert missing_models(ours, terms(GLOSSARY.read_text("utf-8"))) == []


def test_every_status_and_its_values_are_in_the_glossary():
    listed = terms(GLOSSARY.read_text("utf-8"))
    assert [name for module in rules_modules() for name in missing_states(module, listed)] == []


def test_a_name_is_compared_by_its_words():
    listed = terms("**Note version.** …\n\n**Proposed · In practice** (steps)\n\nplain text")

    assert known("NoteVersion", listed)
    assert known("in_practice", listed)
    assert known("PROPOSED", listed)
    assert not known("plain_text", listed)


def test_a_status_without_a_paragraph_is_found():
    module = ModuleType("handrail.sample.rules")
    module.KiteState = StrEnum("KiteState", {"UP": "up", "DOWN": "down"}, module=module.__name__)

    assert missing_states(module, terms("**Up.** …")) == [
        "handrail.sample.rules.KiteState",
        "handrail.sample.rules.KiteState: down",
    ]


def test_a_model_without_a_paragraph_is_found():
    kite, change, other = (
        type("Kite", (), {}),
        type("KiteStatusChange", (), {}),
        type("BallStatusChange", (), {}),
    )
    listed = terms("**Kite.** …\n\n**Status change.** …")

    assert missing_models([kite, change], listed) == []
    assert missing_models([other], listed) == ["BallStatusChange"]
    assert missing_models([kite, change], terms("**Kite.** …")) == ["KiteStatusChange"]


def test_no_term_has_two_paragraphs():
    heads = [term.casefold() for term in re.findall(r"^\*\*(.+?)\.?\*\*", GLOSSARY.read_text("utf-8"), re.M)]
    assert sorted(term for term in set(heads) if heads.count(term) > 1) == []
