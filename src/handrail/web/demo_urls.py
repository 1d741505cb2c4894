"""The addresses of a demo: everything, and the front door. Mounted only when the database says so."""

from django.urls import include, path

from handrail.web import urls

handler400 = urls.handler400
handler404 = urls.handler404
handler500 = urls.handler500
urlpatterns = [path("", include("handrail.demo.urls")), *urls.urlpatterns]
