from django.urls import path

from handrail.exchange import views

app_name = "exchange"
urlpatterns = [
    path("words/import", views.questions, name="questions"),
]
