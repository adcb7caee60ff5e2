"""Pages of figures on the families' website; the language stands before each of these addresses."""

from django.urls import path

from antigone.interfaces.figures import views

app_name = "figures"

urlpatterns = [
    path("figures/", views.index, name="index"),
    path("figures/standards/", views.standards, name="standards"),
    path("figures/<slug:slug>/", views.figures_page, name="page"),
    path("figures/<slug:slug>/<slug:name>.svg", views.chart, name="chart"),
    path("figures/<slug:slug>/<slug:name>.csv", views.table, name="table"),
]
