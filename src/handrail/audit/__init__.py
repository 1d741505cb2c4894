"""What was changed and who looked: append-only tables, ids only."""
