from django.urls import path

from handrail.measures import views

app_name = "measures"
OWN = "people/<str:person_key>/questions"
urlpatterns = [
    path("instruments", views.instruments, name="instruments"),
    path("instruments/<str:instrument>", views.instrument, name="instrument"),
    path(OWN, views.person, name="person"),
    path(f"{OWN}/begin", views.begin, name="begin"),
    path(f"{OWN}/plan", views.schedule_new, name="schedule_new"),
    path(f"{OWN}/plan/<str:key>", views.schedule, name="schedule"),
    path(f"{OWN}/<str:key>", views.result, name="result"),
    path(f"{OWN}/<str:key>/answers", views.form, name="form"),
    path(f"{OWN}/<str:key>/skip", views.skip, name="skip"),
    path(f"{OWN}/<str:key>/read", views.read, name="read"),
    path(f"{OWN}/<str:key>/error", views.error, name="error"),
    path(f"{OWN}/<str:key>/correct", views.correct, name="correct"),
]
