from handrail.base.frozen import frozen

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹"}
NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"  # no digits after the point
THREE = "BHD IQD JOD KWD LYD OMR TND"
DECIMALS = {code: digits for digits, codes in ((0, NONE), (3, THREE)) for code in codes.split()}  # else two


@frozen
class Money:
    """An amount in minor units (cents) of an ISO 4217 currency; never a float."""

    minor: int
    currency: str

    def __str__(self) -> str:
        """Return the amount as people write it, with no break inside: "€1\u00a0450", "€12.50"."""
        digits = DECIMALS.get(self.currency, 2)
        whole, rest = divmod(self.minor, 10**digits)
        figures = f"{whole:,}".replace(",", "\u00a0") + (f".{rest:0{digits}}" if rest else "")
        sign = SIGNS.get(self.currency)
        return f"{sign}{figures}" if sign else f"{self.currency}\u00a0{figures}"
