"""The families' pages; the language stands before each of these addresses."""

from django.urls import path

from antigone.interfaces.website import views

app_name = "website"

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.advice, name="help"),
    path("data/", views.data, name="data"),
    path("contact/", views.contact, name="contact"),
]
