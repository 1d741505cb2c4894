"""What people type about work and study."""

from handrail.work.forms.adjustments import AdjustmentForm, MoveForm, StepForm, WhomForm
from handrail.work.forms.employers import ContactForm, EmployerForm, PersonContactForm
from handrail.work.forms.jobs import EndForm, JobForm
from handrail.work.forms.profile import LadderForm, ProfileForm, TellingForm

__all__ = [
    "AdjustmentForm",
    "ContactForm",
    "EmployerForm",
    "EndForm",
    "JobForm",
    "LadderForm",
    "MoveForm",
    "PersonContactForm",
    "ProfileForm",
    "StepForm",
    "TellingForm",
    "WhomForm",
]
