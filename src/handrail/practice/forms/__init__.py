"""What a person types or taps, checked. No writes."""

from handrail.practice.forms.notes import AmendForm, NoteForm, ReasonForm, TogetherForm
from handrail.practice.forms.sessions import MeetingForm, MoveForm, RecordForm, SessionForm
from handrail.practice.forms.steps import ReportForm
from handrail.practice.forms.week import MoveItemForm, OwnLineForm, TimesForm

__all__ = [
    "AmendForm",
    "MeetingForm",
    "MoveForm",
    "MoveItemForm",
    "NoteForm",
    "OwnLineForm",
    "ReasonForm",
    "RecordForm",
    "ReportForm",
    "SessionForm",
    "TimesForm",
    "TogetherForm",
]
