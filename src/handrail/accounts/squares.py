"""Squares of dots that a camera reads."""

from importlib import import_module

from markupsafe import Markup


def square(text: str) -> Markup:
    """Return a drawing of ``text`` as a QR code, without a name for a screen reader: the page says what it is."""
    # Loaded when the first one is drawn: hardly any process ever draws one.
    code = import_module("segno").make(text, error="m", micro=False)
    drawing: str = code.svg_inline(omitsize=True, border=2, svgclass="square", lineclass=None)
    return Markup(drawing.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704 - drawn here, no words in it
