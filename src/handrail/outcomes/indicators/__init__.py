"""One module for each indicator: ``compute(facts)`` in plain Python."""
