from django.urls import path

from handrail.measures import views

app_name = "measures"
OWN = "people/<str:person_key>/questions"
LINK = f"{OWN}/plan/<str:key>/link"
urlpatterns = [
    path("answer", views.answer, name="answer"),
    path("answer/page", views.answer_page, name="answer_page"),
    path("answer/page/<str:key>", views.answer_beside, name="answer_beside"),
    path("answer/done", views.answer_done, name="answer_done"),
    path("answer/close", views.answer_close, name="answer_close"),
    path("answer/<str:letters>", views.answer, name="answer_of"),
    path("instruments", views.instruments, name="instruments"),
    path("instruments/<str:instrument>", views.instrument, name="instrument"),
    path(OWN, views.person, name="person"),
    path(f"{OWN}/begin", views.begin, name="begin"),
    path(f"{OWN}/plan", views.schedule_new, name="schedule_new"),
    path(f"{OWN}/plan/<str:key>", views.schedule, name="schedule"),
    path(LINK, views.link, name="link"),
    path(f"{LINK}/again", views.link_again, name="link_again"),
    path(f"{LINK}/print", views.link_print, name="link_print"),
    path(f"{OWN}/links/<str:key>/stop", views.link_stop, name="link_stop"),
    path(f"{OWN}/<str:key>", views.result, name="result"),
    path(f"{OWN}/<str:key>/answers", views.form, name="form"),
    path(f"{OWN}/<str:key>/skip", views.skip, name="skip"),
    path(f"{OWN}/<str:key>/read", views.read, name="read"),
    path(f"{OWN}/<str:key>/error", views.error, name="error"),
    path(f"{OWN}/<str:key>/correct", views.correct, name="correct"),
]
