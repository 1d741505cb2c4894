"""Participants, their supporters, and Relation: the one table that opens a record."""
