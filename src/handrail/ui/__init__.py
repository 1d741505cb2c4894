"""The design system: components, layouts, form fields that render themselves."""

from handrail.ui.pages import page
from handrail.ui.panel import Panel

__all__ = ["Panel", "page"]
