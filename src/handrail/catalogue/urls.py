from django.urls import path

from handrail.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("programmes", views.programmes, name="programmes"),
    path("programmes/<slug:slug>", views.programme, name="programme"),
    path("programmes/<slug:slug>/offers/new", views.offer_new, name="offer_new"),
    path("programmes/<slug:slug>/offers/<str:key>", views.offer, name="offer"),
    path("programmes/<slug:slug>/offers/<str:key>/close", views.offer_close, name="offer_close"),
    path("guide", views.guide, name="guide"),
    path("getting-started", views.getting_started, name="getting_started"),
    path("questions", views.questions, name="questions"),
]
