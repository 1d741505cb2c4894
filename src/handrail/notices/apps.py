from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "handrail.notices"

    def ready(self) -> None:
        from handrail.notices.jobs import register_own

        register_own()
