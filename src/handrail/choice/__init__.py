"""How a person chooses: what fits their wishes, what it costs them, and how others found it (ADR 0049)."""
