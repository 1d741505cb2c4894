"""Handrail: an open platform for psychosocial rehabilitation."""

__version__ = "0.1.0"
