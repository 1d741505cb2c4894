"""Every table about people; ``Relation`` is the only one that opens a record."""

from handrail.people.models.consent import (
    AccessTask,
    AccessTaskStatusChange,
    BlockedContact,
    Consent,
    ConsentStatusChange,
    ConsentYes,
    GuardianGrant,
    Refusal,
)
from handrail.people.models.facts import Identifier, KeptText, OutsideCopy, OutsideRecord, Supporter
from handrail.people.models.person import (
    LABELS,
    DataKey,
    NameToken,
    Participant,
    ParticipantQuerySet,
    Relation,
    needs_coordinator,
    open_relations,
    settle_coordinator,
)
from handrail.people.models.rows import (
    AboutPerson,
    AboutPersonQuerySet,
    PersonRow,
    StatusChange,
    about,
    who,
)

__all__ = [
    "LABELS",
    "AboutPerson",
    "AboutPersonQuerySet",
    "AccessTask",
    "AccessTaskStatusChange",
    "BlockedContact",
    "Consent",
    "ConsentStatusChange",
    "ConsentYes",
    "DataKey",
    "GuardianGrant",
    "Identifier",
    "KeptText",
    "NameToken",
    "OutsideCopy",
    "OutsideRecord",
    "Participant",
    "ParticipantQuerySet",
    "PersonRow",
    "Refusal",
    "Relation",
    "StatusChange",
    "Supporter",
    "about",
    "needs_coordinator",
    "open_relations",
    "settle_coordinator",
    "who",
]
