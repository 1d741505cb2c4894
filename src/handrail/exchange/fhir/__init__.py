"""FHIR R4 (4.0.1): reading what other services send. What is kept of it: docs/reference/fhir.md."""
