"""How a plan speaks: "I" to the person, the name to everybody else."""

from django.utils.translation import ngettext

from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.plans.hooks import LastAttempt
from handrail.plans.models import Step, StepStatusChange
from handrail.plans.rules import HISTORY, SUPPORT_LEVELS, SupportLevel
from handrail.ui.dates import day

_WAS = {
    (True, SupportLevel.WITH_ME): _("%(who)s was with me."),
    (True, SupportLevel.BESIDE_ME): _("%(who)s was beside me."),
    (True, SupportLevel.ON_MY_OWN): _("On my own."),
    (False, SupportLevel.WITH_ME): _("%(who)s was with %(name)s."),
    (False, SupportLevel.BESIDE_ME): _("%(who)s was beside %(name)s."),
    (False, SupportLevel.ON_MY_OWN): _("%(name)s did it alone."),
}
_LEVEL = {
    (True, SupportLevel.WITH_ME): _("%(who)s with me"),
    (True, SupportLevel.BESIDE_ME): _("%(who)s beside me"),
    (False, SupportLevel.WITH_ME): _("%(who)s with %(name)s"),
    (False, SupportLevel.BESIDE_ME): _("%(who)s beside %(name)s"),
}


@frozen
class Speaker:
    """Whose page it is (``mine``) and what the person likes to be called."""

    mine: bool
    name: str

    def level(self, level: SupportLevel, who: str) -> str:
        """Return who is how near; without a name, the level's own words."""
        pattern = _LEVEL.get((self.mine, level)) if who else None
        return str(pattern) % {"who": who, "name": self.name} if pattern else str(SUPPORT_LEVELS[level])

    def done(self, step: Step, last: LastAttempt | None) -> str:
        """Return when a step was done and who was there: "Done 3 September. Sasha was with me."."""
        on = day(step.done_on, weekday=False) if step.done_on else ""
        words = [str(_("Done %(day)s.")) % {"day": on}]
        if step.done_with:
            level = SupportLevel(step.done_with)
            there = last.companion if last and last.given == level else ""
            who = there or step.with_whom
            if who or level is SupportLevel.ON_MY_OWN:
                words.append(str(_WAS[(self.mine, level)]) % {"who": who, "name": self.name})
            else:
                words.append(str(_("“%(level)s”.")) % {"level": SUPPORT_LEVELS[level]})
        return " ".join(words)

    def standing(self, done: int, on: int | None) -> str:
        """Return how far the path goes: "You have done 3 steps. You are on step 4."."""
        values = {"n": done, "on": on, "name": self.name}
        words = []
        if done and self.mine:
            words.append(ngettext("You have done %(n)s step.", "You have done %(n)s steps.", done))
        elif done:
            words.append(ngettext("%(name)s has done %(n)s step.", "%(name)s has done %(n)s steps.", done))
        if on:
            words.append(str(_("You are on step %(on)s.") if self.mine else _("Now it is step %(on)s.")))
        return " ".join(words) % values

    def change(self, change: StepStatusChange) -> str:
        """Return one change of a step as a sentence with its author."""
        who = change.changed_by.name if change.changed_by else str(_("Somebody"))
        pattern = HISTORY.get((change.from_status, change.to_status), _("%(who)s changed this step."))
        return str(pattern) % {"who": who}
