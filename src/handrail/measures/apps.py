from pathlib import Path

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "handrail.measures"

    def ready(self) -> None:
        from django.conf import settings

        from handrail.measures.definitions import use_site_folder

        use_site_folder(Path(settings.HANDRAIL_HOME) / "instruments")
