"""Addresses of the planning desk."""

from django.urls import path, re_path

from chorsu.desks.plans import views, views_look, views_plans

app_name = "plans"
KEPT = r"plans/(?P<token>[A-Za-z0-9_-]{20,64})"

urlpatterns = [
    path("plan/", views.home, name="home"),
    path("example/", views.example, name="example"),
    path("upload/", views_plans.upload, name="upload"),
    path("plans/", views_plans.plans, name="plans"),
    path("compare/", views_plans.compare, name="compare"),
    path("search/places/", views.search_places, name="search_places"),
    path("search/goods/", views.search_goods, name="search_goods"),
    re_path(rf"^{KEPT}/$", views.plan, name="plan"),
    re_path(rf"^{KEPT}/keep/$", views.keep, name="keep"),
    re_path(rf"^{KEPT}/code/$", views.code, name="code"),
    re_path(rf"^{KEPT}/term/$", views.term, name="term"),
    re_path(rf"^{KEPT}/forget/$", views.forget, name="forget"),
    re_path(rf"^{KEPT}/back/$", views_plans.bring_back, name="bring_back"),
    re_path(rf"^{KEPT}/terms/$", views_look.terms, name="terms"),
    re_path(rf"^{KEPT}/days/$", views_look.days, name="days"),
    re_path(rf"^{KEPT}/changes/$", views_look.changes, name="changes"),
    re_path(rf"^{KEPT}/versions/$", views_look.versions, name="versions"),
    re_path(rf"^{KEPT}/declaration/$", views_look.declaration, name="declaration"),
    re_path(rf"^{KEPT}/declaration\.(?P<form>json|xlsx|pdf)$", views_look.declaration_file, name="declaration_file"),
    re_path(rf"^{KEPT}/plan\.(?P<form>json|xlsx|pdf)$", views.export, name="export"),
    re_path(rf"^{KEPT}/(?P<kind>invoice|packing_list)\.(?P<form>pdf|xml)$", views.paper, name="paper"),
]
