from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "handrail.web"

    def ready(self) -> None:
        from handrail.access import about_field
        from handrail.base.words import use_translator
        from handrail.ui.environment import add_global
        from handrail.ui.translate import say

        use_translator(say)
        add_global("about", about_field)
