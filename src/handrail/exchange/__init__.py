"""One folder for each format that Handrail reads or writes."""
