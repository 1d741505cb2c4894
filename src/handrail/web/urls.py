from django.urls import include, path

from handrail.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("handrail.catalogue.urls")),
    path("", include("handrail.intake.urls")),
    path("", include("handrail.plans.urls")),
    path("", include("handrail.practice.urls")),
    path("ui/", include("handrail.ui.urls")),
]
