"""Who is to come to a joint first meeting."""

from typing import Any

from django import forms

from handrail import ui
from handrail.base.words import Words, _
from handrail.intake.queries.meetings import Possible
from handrail.intake.rules import GUEST_KINDS, GuestKind

NOBODY, INTERPRETER = "", "interpreter"


class InviteForm(ui.Form):
    """One at a time: somebody of the person's people, a colleague, a peer, or an interpreter by name."""

    who = forms.ChoiceField(label=_("Who is to come?"))
    name = forms.CharField(
        label=_("The interpreter’s name or language"),
        help_text=_("Only for an interpreter."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, possible: list[Possible], **options: Any) -> None:
        super().__init__(*args, **options)
        groups: dict[GuestKind, list[tuple[str, str | Words]]] = {}
        for one in possible:
            said = ": ".join(filter(None, [one.name, one.part]))
            groups.setdefault(one.kind, []).append((one.key, said))
        self.fields["who"].choices = [
            (NOBODY, _("Choose")),
            *[(str(GUEST_KINDS[kind]), rows) for kind, rows in groups.items()],
            (INTERPRETER, _("An interpreter")),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("who") == INTERPRETER and not said.get("name", "").strip():
            self.add_error("name", str(_("Write the interpreter’s name, or the language.")))
        return said
