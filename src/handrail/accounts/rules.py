"""Job titles (a list apart from roles) and the rules of names and memberships."""

from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.words import Words, _

CURRENCIES = ("EUR", "USD", "GBP", "INR", "CHF", "SEK", "PLN", "CZK")


class JobTitle(StrEnum):
    """What somebody is, apart from what they may do here (S-156 to S-162)."""

    PSR_SPECIALIST = "psr_specialist"
    PSYCHOLOGIST = "psychologist"
    PSYCHIATRIST = "psychiatrist"
    SOCIAL_WORKER = "social_worker"
    PHYSIOTHERAPIST = "physiotherapist"
    SPEECH_THERAPIST = "speech_therapist"
    OCCUPATIONAL_THERAPIST = "occupational_therapist"
    CAREER_COUNSELLOR = "career_counsellor"
    JOB_COACH = "job_coach"
    PEER_FACILITATOR = "peer_facilitator"
    PEER_MENTOR = "peer_mentor"
    RESIDENTIAL_STAFF = "residential_staff"
    CASE_MANAGER = "case_manager"
    EDUCATOR = "educator"
    CLINICIAN = "clinician"
    THERAPIST = "therapist"
    FACILITATOR = "facilitator"
    RECOVERY_COACH = "recovery_coach"
    TECH_SUPPORT = "tech_support"
    NAVIGATOR = "navigator"
    NONE = ""


JOB_TITLES: dict[JobTitle, Words] = {
    JobTitle.PSR_SPECIALIST: _("Rehabilitation specialist"),
    JobTitle.PSYCHOLOGIST: _("Psychologist"),
    JobTitle.PSYCHIATRIST: _("Psychiatrist"),
    JobTitle.SOCIAL_WORKER: _("Social worker"),
    JobTitle.PHYSIOTHERAPIST: _("Physiotherapist"),
    JobTitle.SPEECH_THERAPIST: _("Speech therapist"),
    JobTitle.OCCUPATIONAL_THERAPIST: _("Occupational therapist"),
    JobTitle.CAREER_COUNSELLOR: _("Career counsellor"),
    JobTitle.JOB_COACH: _("Job coach"),
    JobTitle.PEER_FACILITATOR: _("Peer facilitator"),
    JobTitle.PEER_MENTOR: _("Peer mentor"),
    JobTitle.RESIDENTIAL_STAFF: _("Residential staff"),
    JobTitle.CASE_MANAGER: _("Case manager"),
    JobTitle.EDUCATOR: _("Educator"),
    JobTitle.CLINICIAN: _("Clinician"),
    JobTitle.THERAPIST: _("Therapist"),
    JobTitle.FACILITATOR: _("Facilitator"),
    JobTitle.RECOVERY_COACH: _("Recovery coach"),
    JobTitle.TECH_SUPPORT: _("Technical support"),
    JobTitle.NAVIGATOR: _("Navigator"),
    JobTitle.NONE: _("No job title"),
}


class NameTaken(DomainError):
    """Somebody signs in with this name already."""


def checked_sign_in_name(name: str) -> str:
    """Return ``name`` trimmed and in lower case; raise DomainError when it is too short or holds a space."""
    tidy = name.strip().casefold()
    if len(tidy) < 3 or any(letter.isspace() for letter in tidy):
        raise DomainError(str(_("A sign-in name has three letters or more and no space.")))
    return tidy
