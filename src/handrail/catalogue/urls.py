from django.urls import path

from handrail.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("programmes", views.programmes, name="programmes"),
    path("programmes/<slug:slug>", views.programme, name="programme"),
    path("guide", views.guide, name="guide"),
    path("getting-started", views.getting_started, name="getting_started"),
    path("questions", views.questions, name="questions"),
]
