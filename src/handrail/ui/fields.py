from django.forms.renderers import Jinja2


class Renderer(Jinja2):
    """Forms and fields render through our own environment and templates."""
