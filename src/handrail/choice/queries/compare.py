"""Two or three programmes side by side: what differs first, and always "not now"."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from handrail.access import Viewer
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.catalogue.hooks import RealCosts
from handrail.catalogue.rules import EMPHASIS_WORDS, Emphasis
from handrail.choice.queries.feedback import told_of
from handrail.choice.queries.finder import FoundProgramme, shown_programmes, weighed
from handrail.choice.queries.settled import real_costs
from handrail.choice.rules import finder as rules
from handrail.choice.rules.finder import Asked, Row
from handrail.people.models import Participant


@frozen
class Comparison:
    """Two or three programmes side by side, what differs first, and always "not now"."""

    programmes: tuple[FoundProgramme, ...]
    heads: tuple[str, ...]
    differ: tuple[Row, ...]
    same: tuple[Row, ...]


def comparison(
    viewer: Viewer | None,
    keys: Iterable[str],
    asked: Asked,
    *,
    participant: Participant | None = None,
    language: str = "en",
) -> Comparison:
    """Return up to three programmes side by side; keys that are none of them are left out."""
    wanted_keys = list(dict.fromkeys(keys))
    every = {one.candidate.key: one for one in weighed(viewer, asked, participant)}
    chosen = [every[key].candidate for key in wanted_keys if key in every][: rules.MOST_COMPARED]
    shown = shown_programmes(viewer, chosen, asked, language)
    programmes = tuple(shown[one.key] for one in chosen)
    real = real_costs(viewer, tuple(dict.fromkeys(one.kind.slug for one in programmes)))
    columns = [
        _column(one, language, told_of(viewer, one.kind.slug), real[one.kind.slug]) for one in programmes
    ]
    rows = [
        Row(str(title), (*(column[place] for column in columns), str(not_now)))
        for place, (title, not_now) in enumerate(NOT_NOW)
    ]
    programme_rows = [Row(row.title, row.values[:-1]) for row in rows]
    differ, same = rules.differences_first(programme_rows)
    last = {row.title: row.values[-1] for row in rows}
    return Comparison(
        programmes,
        (*(_name(one, language) for one in programmes), str(_("Not now"))),
        tuple(Row(row.title, (*row.values, last[row.title])) for row in differ),
        tuple(Row(row.title, (*row.values, last[row.title])) for row in same),
    )


def _name(one: FoundProgramme, language: str) -> str:
    return one.title if isinstance(one.title, str) else one.title.say(language)


# Each line of a comparison, and what holds for "not now".
NOT_NOW = (
    (_("Why it fits"), _("You may come back on any day.")),
    (_("What it is"), _("Nothing changes.")),
    (_("Next free place"), _("Nobody waits for your answer.")),
    (_("Price"), _("None")),
    (_("What it really cost here"), _("Nothing")),
    (_("What the guide says, as an illustration"), _("Nothing")),
    (_("What I pay"), _("Nothing")),
    (_("Who may pay"), _("Nobody needs to")),
    (_("How sure the guide is"), _("Nobody asks")),
    (_("Who runs it"), _("Your contact person stays.")),
    (_("What they learned"), _("Your contact person stays.")),
    (_("What people say"), _("Many begin later.")),
    (_("How we meet"), _("As now")),
    (_("Where"), _("As now")),
    (_("When"), _("As now")),
    (_("How long"), _("As long as you like")),
    (_("Where its weight lies"), _("On your days as they are")),
)


def _column(one: FoundProgramme, language: str, told: list[str], real: RealCosts) -> tuple[str, ...]:
    kind, shown = one.kind, one.shown
    stories = ngettext("%(n)s story.", "%(n)s stories.", one.voices) % {"n": one.voices}
    voices = " ".join(([stories] if one.voices else []) + told)
    place = shown.headline if shown else str(_("Nobody offers it here yet"))
    ask = str(_("Ask before you begin."))
    return (
        " ".join(one.reasons) or "–",
        kind.promise.say(language),
        place,
        shown.price if shown else ask,
        " ".join(real.of_offer.get(one.key, real.lines)),
        kind.guide.cost,
        shown.own_share if shown else ask,
        (shown.payers if shown else "") or ask,
        kind.guide.evidence,
        (shown.offer.run_by if shown else "") or kind.who.say(language),
        kind.training.say(language),
        voices,
        shown.modes if shown else kind.where.say(language),
        (shown.where if shown else "") or kind.where.say(language),
        shown.when if shown else str(_("By agreement")),
        kind.how_long.say(language),
        str(EMPHASIS_WORDS[Emphasis(kind.emphasis)]),
    )
