"""Signing in and out, the second step, cards, devices, own settings, colleagues."""
