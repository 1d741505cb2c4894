from django.urls import path

from handrail.measures import views

app_name = "measures"
urlpatterns = [
    path("instruments", views.instruments, name="instruments"),
    path("instruments/<str:instrument>", views.instrument, name="instrument"),
]
