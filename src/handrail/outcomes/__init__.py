"""Indicators and the outcomes page."""
