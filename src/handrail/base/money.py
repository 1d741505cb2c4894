from dataclasses import dataclass


@dataclass(frozen=True)
class Money:
    """An amount in minor units (cents) of an ISO 4217 currency; never a float."""

    minor: int
    currency: str
