from datetime import date


def day_of(text: str, otherwise: date) -> date:
    """Return the day of an address like ``?day=2026-10-20``; anything else is ``otherwise``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise
