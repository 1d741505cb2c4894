"""Each kind of journal entry is one action of the product, done by somebody on a day."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from handrail.demo.journal import Entry
from handrail.demo.scribe.stage import Stage

Handler = Callable[[Stage, Entry], None]


def _handlers() -> dict[str, Handler]:
    """Return the verbs of every scribe beside this file; a verb may have one scribe only."""
    found: dict[str, Handler] = {}
    for file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        verbs = getattr(import_module(f"{__name__}.{file.stem}"), "HANDLERS", {})
        if twice := found.keys() & verbs.keys():
            raise ValueError(f"Two scribes know the verb {min(twice)!r}.")
        found |= verbs
    return found


HANDLERS = _handlers()

__all__ = ["HANDLERS", "Stage"]
