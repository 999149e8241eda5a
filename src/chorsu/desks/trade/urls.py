"""Addresses of the trade desk."""

from django.urls import path, re_path

from chorsu.desks.trade import views

app_name = "trade"
KEPT = r"plans/(?P<token>[A-Za-z0-9_-]{20,64})"

urlpatterns = [
    path("", views.home, name="home"),
    path("example/", views.example, name="example"),
    path("search/places/", views.search_places, name="search_places"),
    path("search/goods/", views.search_goods, name="search_goods"),
    re_path(rf"^{KEPT}/$", views.plan, name="plan"),
    re_path(rf"^{KEPT}/keep/$", views.keep, name="keep"),
    re_path(rf"^{KEPT}/forget/$", views.forget, name="forget"),
    re_path(rf"^{KEPT}/plan\.(?P<form>json|xlsx|pdf)$", views.export, name="export"),
    re_path(rf"^{KEPT}/(?P<kind>invoice|packing_list)\.(?P<form>pdf|xml)$", views.paper, name="paper"),
]
