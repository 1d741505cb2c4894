from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "handrail.web"

    def ready(self) -> None:
        from django.utils.translation import gettext

        from handrail.access import about_field
        from handrail.base.words import use_translator
        from handrail.ui.environment import add_global

        use_translator(gettext)
        add_global("about", about_field)
