"""Sessions, notes, attempts, the week."""
