"""Measured, never timed tests: how fast Handrail is with a hundred thousand people."""
