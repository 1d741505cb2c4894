from decimal import Decimal
from typing import Any

from handrail import ui
from handrail.base.words import _
from handrail.choice.forms.costs import MoneyForm, amount_field, currency_field, major
from handrail.choice.queries.settled import EndedCost


class SettleForm(MoneyForm):
    """What a programme that has ended really cost."""

    AMOUNTS = ("total", "own")

    total = amount_field(
        _("What it cost in all"), help_text=_("Everybody's part together. 0 means nothing."), required=True
    )
    own = amount_field(_("What the person paid of it"), help_text=_("0 means nothing."), required=True)
    currency = currency_field()
    words = ui.ExactText(
        label=_("Why does it change?"),
        help_text=_("The person reads it."),
        max_length=300,
        rows=2,
        error_messages={"required": _("Write in a few words why it changes.")},
    )

    def __init__(self, *args: Any, ended: EndedCost, currency: str, **options: Any) -> None:
        options["initial"] = _initial(ended, currency)
        super().__init__(*args, **options)
        if ended.now is None:
            del self.fields["words"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("own") is not None and said.get("total") is not None and said["own"] > said["total"]:
            self.add_error("own", _("What the person paid cannot be more than what it cost in all."))
        return said

    def facts(self) -> dict[str, Any]:
        """Return what a valid form says, as the action takes it."""
        said = self.cleaned_data
        facts = {name: said[name] for name in ("total_minor", "own_minor", "currency")}
        return facts | {"words": said.get("words", "")}


def _initial(ended: EndedCost, currency: str) -> dict[str, Decimal | str | None]:
    """Begin with what was written down, else with what was agreed; nothing is made up."""
    if ended.now is not None:
        total, own = ended.now.total, ended.now.own
    elif ended.planned.total is not None:
        total, own = ended.planned.total, ended.planned.own
    else:
        return {"currency": currency}
    return {
        "currency": total.currency,
        "total": major(total.minor, total.currency),
        "own": major(own.minor, own.currency) if own else None,
    }
