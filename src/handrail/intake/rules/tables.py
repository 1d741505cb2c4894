"""Every table of states in this package."""

from handrail.intake.rules.choices import ENROLMENT_TRANSITIONS
from handrail.intake.rules.contact import FIRST_MEETING_TRANSITIONS, REFERRAL_TRANSITIONS
from handrail.intake.rules.start import START_TRANSITIONS

STATE_TABLES = {
    "FirstMeeting": FIRST_MEETING_TRANSITIONS,
    "Referral": REFERRAL_TRANSITIONS,
    "StartLine": START_TRANSITIONS,
    "Enrolment": ENROLMENT_TRANSITIONS,
}
