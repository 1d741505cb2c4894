"""Who is to be at a joint first meeting, and who comes only with the person's own yes."""

from enum import StrEnum

from handrail.base.words import Words, _


class GuestKind(StrEnum):
    NEAR = "near"
    INTERPRETER = "interpreter"
    COLLEAGUE = "colleague"
    PEER = "peer"


GUEST_KINDS: dict[GuestKind, Words] = {
    GuestKind.NEAR: _("Family or friend"),
    GuestKind.INTERPRETER: _("Interpreter"),
    GuestKind.COLLEAGUE: _("Team"),
    GuestKind.PEER: _("Peer"),
}


def needs_yes(kind: GuestKind) -> bool:
    """Return whether somebody is told of the meeting only once the person has said yes: everybody outside the team."""
    return kind != GuestKind.COLLEAGUE
