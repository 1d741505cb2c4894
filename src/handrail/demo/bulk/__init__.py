"""Writes lives in bulk: the rows are those that the actions would have made, column by column."""

from handrail.demo.bulk.load import Place, write_lives

__all__ = ["Place", "write_lives"]
