from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "handrail.web"

    def ready(self) -> None:
        from handrail.access import about_field
        from handrail.base.words import use_translator
        from handrail.ui import offer_panels
        from handrail.ui.environment import add_global
        from handrail.ui.translate import say
        from handrail.web import panels

        use_translator(say)
        add_global("about", about_field)
        offer_panels("today", panels.today)
