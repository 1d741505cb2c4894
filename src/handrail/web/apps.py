from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "handrail.web"

    def ready(self) -> None:
        from django.utils.translation import gettext

        from handrail.base.words import use_translator

        use_translator(gettext)
