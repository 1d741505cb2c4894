from django.apps import AppConfig


class PeersConfig(AppConfig):
    name = "handrail.peers"

    def ready(self) -> None:
        from handrail.catalogue.figures import offer_figure
        from handrail.catalogue.hooks import offer_key_outcome
        from handrail.intake.queries.start import offer_start_fact
        from handrail.peers import models, panels, queries
        from handrail.peers.queries.figures import FIGURES
        from handrail.people.kept import offer_kept
        from handrail.people.rooms import offer_room
        from handrail.plans.hooks import hooks
        from handrail.ui import offer_panels

        offer_room(panels.ROOM)
        offer_panels("today", panels.today)
        offer_panels("week", panels.week)
        offer_panels("person", panels.person)
        offer_panels("programme", panels.programme)
        offer_start_fact(3, panels.start_fact)
        hooks.area_facts.append(panels.area_facts)
        offer_key_outcome(panels.PROGRAMME, queries.key_outcome)
        offer_figure(FIGURES)
        offer_kept(models.Pairing, models.PeerOffer)
