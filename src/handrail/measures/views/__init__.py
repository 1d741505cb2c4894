from handrail.measures.views.catalogue import instrument, instruments

__all__ = ["instrument", "instruments"]
