from typing import Any

from django import forms

from handrail import ui
from handrail.accounts.queries import Member
from handrail.base.words import _
from handrail.community.rules import GOT_IT
from handrail.plans.models import Step


class StepChoice:
    """The choice of a step of the plan, which may be left out."""

    def offer_steps(self, form: Any, steps: list[Step]) -> None:
        self.steps = {step.key: step for step in steps}
        form.fields["step"].choices = [("", _("No step")), *((step.key, step.title) for step in steps)]


class LinkForm(ui.Form, StepChoice):
    need = ui.ExactText(
        label=_("What is it for?"),
        help_text=_("You may leave it out."),
        rows=2,
        max_length=2000,
        required=False,
    )
    step = forms.ChoiceField(label=_("For which step?"), required=False)
    owner = forms.ChoiceField(label=_("Who sees to it?"))
    due_on = ui.DateField(label=_("When do we look again?"))

    def __init__(
        self, *args: Any, steps: list[Step], members: list[Member], is_own: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.offer_steps(self, steps)
        self.fields["owner"].choices = [(str(one.user_id), one.name) for one in members]
        if is_own:
            del self.fields["owner"], self.fields["due_on"]
        if not steps:
            del self.fields["step"]


class MoveLinkForm(ui.Form):
    on = ui.DateField(
        label=_("On which day was the visit?"), help_text=_("Empty means today."), required=False
    )
    reason = ui.ExactText(label=_("In a few words, if you like"), max_length=2000, required=False)


class AnswerForm(ui.Form):
    answer = forms.ChoiceField(
        label=_("Did I get what I needed?"), choices=list(GOT_IT.items()), widget=ui.Seg
    )
    words = ui.ExactText(label=_("In my words"), rows=2, max_length=2000, required=False)


class PaperForm(ui.Form):
    written_by = forms.CharField(label=_("Who wrote it?"), max_length=120)
    on = ui.DateField(label=_("Of which day is it?"))
    kept_at = forms.CharField(
        label=_("Where is the paper kept?"),
        help_text=_("A folder, a drawer, the person’s own papers. It is not copied into here."),
        max_length=200,
        required=False,
    )


class HandOverForm(ui.Form):
    owner = forms.ChoiceField(label=_("Who sees to it?"))
    due_on = ui.DateField(label=_("When do we look again?"))

    def __init__(self, *args: Any, members: list[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].choices = [(str(one.user_id), one.name) for one in members]
