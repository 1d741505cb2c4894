"""Lessons at one's own speed: the texts, and where a person stopped."""
