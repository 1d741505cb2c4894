from django.urls import path

from handrail.learning import views

app_name = "learning"
OWN = "people/<str:person_key>/lessons"

urlpatterns = [
    path("learn", views.shelf, name="shelf"),
    path("learn/<str:slug>", views.lesson, name="lesson"),
    path("learn/<str:slug>/all", views.whole, name="whole"),
    path("learn/<str:slug>/<int:number>", views.card, name="card"),
    path(OWN, views.person, name="person"),
    path(f"{OWN}/company", views.company, name="company"),
    path(f"{OWN}/company/<str:key>", views.company_end, name="company_end"),
    path(f"{OWN}/share", views.share, name="share"),
    path(f"{OWN}/<str:slug>/away", views.away, name="away"),
    path(f"{OWN}/<str:slug>/place", views.place, name="place"),
    path(f"{OWN}/<str:slug>/step", views.step, name="step"),
    path(f"{OWN}/<str:slug>/week", views.plan_thing, name="plan_thing"),
]
