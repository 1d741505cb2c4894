"""The design system: components, layouts, form fields that render themselves."""

from handrail.ui.pages import page

__all__ = ["page"]
