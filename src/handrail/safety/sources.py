"""What an alert can come from, said by the packages that raise one: in what words, and where it is to be read."""

from collections.abc import Callable

from handrail.access import Viewer
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.people.models import Participant

Link = Callable[[Viewer, Participant, str], str]


def _nowhere(viewer: Viewer, participant: Participant, source_key: str) -> str:
    return ""


@frozen
class Source:
    """``link`` returns where the viewer may read what was said, or no words."""

    words: Words
    link: Link = _nowhere


ANSWER = Source(_("From an answer"))
_sources: dict[str, Source] = {}


def offer_source(name: str, words: Words, link: Link = _nowhere) -> None:
    """Say what an alert of this source comes from; packages call this in ``AppConfig.ready``."""
    _sources[name] = Source(words, link)


def source_of(name: str) -> Source:
    """Return what a source is called; of one that nobody described, that somebody answered something."""
    return _sources.get(name, ANSWER)
