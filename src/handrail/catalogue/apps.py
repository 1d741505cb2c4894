from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "handrail.catalogue"

    def ready(self) -> None:
        from handrail.catalogue.figures import offer_figure
        from handrail.catalogue.queries import PLACES

        offer_figure(PLACES)
