"""Outbox of messages and the one function that says whether somebody may be reached."""
