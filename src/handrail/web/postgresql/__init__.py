"""PostgreSQL as Handrail uses it: statements that the server plans once."""
