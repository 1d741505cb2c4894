"""Each kind of journal entry is one action of the product, done by somebody on a day."""

from handrail.demo.scribe import (
    arriving,
    care,
    community,
    housing,
    learning,
    peering,
    planning,
    practising,
    working,
)
from handrail.demo.scribe.stage import Stage

HANDLERS = {
    **arriving.HANDLERS,
    **planning.HANDLERS,
    **care.HANDLERS,
    **practising.HANDLERS,
    **community.HANDLERS,
    **housing.HANDLERS,
    **learning.HANDLERS,
    **peering.HANDLERS,
    **working.HANDLERS,
}

__all__ = ["HANDLERS", "Stage", "community"]
