"""FHIR questionnaires as plain tables and pure functions."""

from handrail.exchange.fhir.rules.check import check_response
from handrail.exchange.fhir.rules.form import Condition, Field, Form, form_faults, form_of
from handrail.exchange.fhir.rules.values import Value, order, same, value_of

__all__ = [
    "Condition",
    "Field",
    "Form",
    "Value",
    "check_response",
    "form_faults",
    "form_of",
    "order",
    "same",
    "value_of",
]
