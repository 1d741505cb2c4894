"""How the conversation is held, and whose words stay."""

from enum import StrEnum

from handrail.base.words import Words, _


class ConversationMode(StrEnum):
    TOGETHER = "together"
    ME_FIRST = "me_first"
    STAFF_WITH_ME = "staff_with_me"


CONVERSATION_MODES: dict[ConversationMode, tuple[Words, Words]] = {
    ConversationMode.TOGETHER: (_("Together"), _("We talk, and one of us writes.")),
    ConversationMode.ME_FIRST: (_("Me first"), _("I write on my own. We read it together later.")),
    ConversationMode.STAFF_WITH_ME: (_("Staff with me"), _("I say it, and a colleague writes it down.")),
}


class AnswerState(StrEnum):
    """What became of a question. Skipping is as good as answering; later may hold the first words."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    LATER = "later"


class AuthorKind(StrEnum):
    """Whose words these are."""

    MINE = "mine"
    FAMILY = "family"
    STAFF = "staff"


def stays(stored: AuthorKind, coming: AuthorKind) -> bool:
    """Return whether stored words stay when two people wrote at once: the person's own go first, else the newer."""
    return stored == AuthorKind.MINE and coming != AuthorKind.MINE


class KeptChoice(StrEnum):
    """What a person decides about words that were kept aside."""

    THESE_STAY = "these_stay"
    USE_OTHER = "use_other"
    BOTH = "both"
