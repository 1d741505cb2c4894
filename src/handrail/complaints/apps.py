from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "handrail.complaints"

    def ready(self) -> None:
        from handrail.complaints import panels
        from handrail.ui import offer_panels

        offer_panels("today", panels.today)
