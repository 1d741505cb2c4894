"""Made-up content for the examples of the gallery."""

from pathlib import Path
from types import SimpleNamespace

from django import forms

from handrail.base.words import _
from handrail.ui import fields

COMPONENTS = Path(__file__).parent / "jinja2" / "ui" / "components"


def names() -> list[str]:
    """Return every component by its name."""
    return sorted(folder.name for folder in COMPONENTS.iterdir() if folder.is_dir())


class ExampleForm(fields.Form):
    prefix = "example"

    title = fields.ExactText(
        label=_("Name of the step"),
        help_text=_("Use Elena’s words"),
        max_length=80,
        error_messages={"required": _("Name the step, so Elena can find it")},
    )
    why = fields.ExactText(rows=3, label=_("Why?"), required=False)
    place = forms.ChoiceField(
        label=_("Where?"), choices=[("", ""), ("home", _("At home")), ("town", _("In town"))]
    )
    level = fields.ThreeStopField(label=_("How much support to start?"))
    pace = forms.ChoiceField(
        label=_("How often?"),
        widget=fields.Seg,
        choices=[("day", _("Every day")), ("week", _("Every week")), ("open", _("As it comes"))],
    )
    helps = forms.MultipleChoiceField(
        label=_("What helps?"),
        widget=fields.ManyChips,
        choices=[("plan", _("Plan first")), ("seat", _("Quiet seat")), ("friend", _("A friend"))],
        required=False,
    )
    mood = forms.ChoiceField(
        label=_("How ready am I?"),
        widget=fields.Rows,
        choices=[("no", _("Not now")), ("maybe", _("Thinking")), ("soon", _("Soon"))],
    )
    start_on = fields.DateField(label=_("From when?"), help_text=_("For example 20 10 2026"))
    at = fields.TimeField(label=_("At what time?"), required=False)
    told = forms.BooleanField(label=_("Dad may see this step"), required=False)


class WrongForm(ExampleForm):
    prefix = "wrong"


def _place(state: str, level: str) -> dict[str, str]:
    return {"state": state, "level": level}


def examples() -> SimpleNamespace:
    """Return what the examples draw: one plan, one thread, one form untouched and one with errors."""
    levels = [
        "with_me",
        "with_me",
        "beside_me",
        "beside_me",
        "beside_me",
        "beside_me",
        "on_my_own",
        "on_my_own",
    ]
    states = ["done", "done", "done", "now", "todo", "look", "todo", "todo"]
    titles = [
        _("Set up my paint table at home"),
        _("Get up by 9:00 on weekdays"),
        _("Walk to Mill Road and back"),
        _("Take bus 14 to the art shop"),
        _("Paint for 20 minutes, 3 days a week"),
        _("Look back together."),
        _("Show a picture at the Saturday club"),
        _("Sell one picture"),
    ]
    places = [_place(state, level) for state, level in zip(states, levels, strict=True)]
    numbers = [1, 2, 3, 4, 5, 0, 6, 7]
    hints = {
        0: _("Done 3 September. Sasha was with me."),
        5: _("Rest, and see what helped. Monday 2 November."),
    }
    steps = [
        {**place, "title": title, "number": number, "hint": hints.get(index, "")}
        for index, (place, title, number) in enumerate(zip(places, titles, numbers, strict=True))
    ]
    steps[0]["phase"] = _("Weeks 1 to 6")
    return SimpleNamespace(
        places=places,
        steps=steps,
        thread=[
            {
                "value": "4",
                "text": titles[3],
                "hint": _("Step 4. Last time: With me. Elena wants: Beside me"),
            },
            {"value": "5", "text": titles[4], "hint": _("Step 5. Not started")},
        ],
        form=ExampleForm(),
        form_with_errors=WrongForm(
            {"wrong-start_on_day": "31", "wrong-start_on_month": "2", "wrong-start_on_year": "2026"}
        ),
    )
