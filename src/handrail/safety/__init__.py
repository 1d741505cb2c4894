"""My list for hard days and how I am today: the person's own, shared only when they say so."""
