from django.urls import include, path

from handrail.people import urls as people
from handrail.web import views
from handrail.web.by_shape import ByShape
from handrail.web.later import later_rooms

handler400 = "handrail.web.views.unusable"
handler404 = "handrail.web.views.absent"
handler500 = "handrail.web.views.broken"

web = (
    [
        path("me/<path:rest>", views.me, name="me"),
        path("shared", views.shared, name="shared"),
        path("overview", views.overview_page, name="overview"),
        path("more", views.more, name="more"),
        path("help", views.help_page, name="help"),
        path("leave", views.leave, name="leave"),
        path("hard-day", views.hard_day, name="hard_day"),
        *(path(slug, views.later, {"slug": slug}, name=f"later_{slug}") for slug in later_rooms()),
    ],
    "web",
)
# The person page gathers what higher packages offer, so it stands here under the name of its package.
people_pages = (
    [
        # Before those of people: an address there takes any word as one of whom the page is about.
        path("people/<str:person_key>/access/reminded", views.reminded, name="reminded"),
        *people.urlpatterns,
        path("people/<str:person_key>", views.person, name="person"),
    ],
    "people",
)

urlpatterns = [
    ByShape(
        [
            path("", views.home, name="home"),
            path("", include(web)),
            path("", include(people_pages)),
            path("", include("handrail.accounts.urls")),
            path("", include("handrail.catalogue.urls")),
            path("", include("handrail.choice.urls")),
            path("", include("handrail.community.urls")),
            path("", include("handrail.complaints.urls")),
            path("", include("handrail.exchange.urls")),
            path("", include("handrail.housing.urls")),
            path("", include("handrail.intake.urls")),
            path("", include("handrail.learning.urls")),
            path("", include("handrail.measures.urls")),
            path("", include("handrail.outcomes.urls")),
            path("", include("handrail.peers.urls")),
            path("", include("handrail.plans.urls")),
            path("", include("handrail.practice.urls")),
            path("", include("handrail.work.urls")),
            path("", include("handrail.safety.urls")),
            path("ui/", include("handrail.ui.urls")),
        ]
    )
]
