"""First contact, the conversation, choices and stories, and the eight starting lines."""

from handrail.intake.models.choices import Enrolment, EnrolmentStatusChange, Story, StoryQuerySet
from handrail.intake.models.conversation import Answer, Conversation
from handrail.intake.models.guests import MeetingGuest
from handrail.intake.models.late import LateAnswer
from handrail.intake.models.parts import AskedAnswer, PartOwner
from handrail.intake.models.questions import SiteQuestion
from handrail.intake.models.referrals import (
    FirstMeeting,
    FirstMeetingStatusChange,
    Referral,
    ReferralStatusChange,
)
from handrail.intake.models.start import StartLine, StartLineChange
from handrail.intake.models.viewpoints import Viewpoint
from handrail.intake.models.wishes import Wish, WishQuerySet, WishRuler

__all__ = [
    "Answer",
    "AskedAnswer",
    "Conversation",
    "Enrolment",
    "EnrolmentStatusChange",
    "FirstMeeting",
    "FirstMeetingStatusChange",
    "LateAnswer",
    "MeetingGuest",
    "PartOwner",
    "Referral",
    "ReferralStatusChange",
    "SiteQuestion",
    "StartLine",
    "StartLineChange",
    "Story",
    "StoryQuerySet",
    "Viewpoint",
    "Wish",
    "WishQuerySet",
    "WishRuler",
]
