"""How people choose, as plain tables and whole numbers."""

from handrail.choice.rules.costs import FUNDING_TRANSITIONS

STATE_TABLES = {"Funding": FUNDING_TRANSITIONS}
