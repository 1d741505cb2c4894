"""Simulated neighbours with two years of life, to fill the lists."""

from handrail.demo.scribe import Stage


def load(stage: Stage, *, count: int, seed: int) -> None:
    """Add ``count`` neighbours to the stage's agency by the bulk loader."""
