"""The design system: components, layouts, form fields that render themselves."""

from handrail.ui.fields import (
    Chips,
    DateField,
    ExactText,
    Form,
    ManyChips,
    ManyRows,
    Rows,
    Seg,
    ThreeStop,
    ThreeStopField,
    TimeField,
    fresh_field,
)
from handrail.ui.pages import page, wants_part
from handrail.ui.panel import Panel, gather_panels, offer_panels

__all__ = [
    "Chips",
    "DateField",
    "ExactText",
    "Form",
    "ManyChips",
    "ManyRows",
    "Panel",
    "Rows",
    "Seg",
    "ThreeStop",
    "ThreeStopField",
    "TimeField",
    "fresh_field",
    "gather_panels",
    "offer_panels",
    "page",
    "wants_part",
]
