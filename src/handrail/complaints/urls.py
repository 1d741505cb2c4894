from django.urls import path

from handrail.complaints import views

app_name = "complaints"

urlpatterns = [
    path("not-happy", views.mine, name="mine"),
    path("not-happy/new", views.new, name="new"),
    path("not-happy/heard", views.heard, name="heard"),
    path("not-happy/place", views.desk, name="desk"),
    path("not-happy/letters/<str:key>", views.letter, name="letter"),
    path("not-happy/letters/<str:key>/heard", views.hear, name="hear"),
    path("not-happy/letters/<str:key>/shown", views.share, name="share"),
    path("not-happy/letters/<str:key>/settled", views.settle, name="settle"),
    path("not-happy/letters/<str:key>/taken-back", views.withdraw, name="withdraw"),
]
