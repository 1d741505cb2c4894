from django.urls import path

from handrail.demo import views

app_name = "demo"
urlpatterns = [
    path("demo", views.front, name="front"),
    path("demo/be/<str:key>", views.be, name="be"),
]
