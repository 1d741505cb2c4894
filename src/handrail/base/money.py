from handrail.base.frozen import frozen

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹"}


@frozen
class Money:
    """An amount in minor units (cents) of an ISO 4217 currency; never a float."""

    minor: int
    currency: str

    def __str__(self) -> str:
        """Return the amount as people write it, with no break inside: "€1\u00a0450", "€12.50"."""
        whole, cents = divmod(self.minor, 100)
        figures = f"{whole:,}".replace(",", "\u00a0") + (f".{cents:02}" if cents else "")
        sign = SIGNS.get(self.currency)
        return f"{sign}{figures}" if sign else f"{self.currency}\u00a0{figures}"
