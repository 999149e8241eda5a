"""Addresses of the desk: reference."""

from django.urls import path

from chorsu.desks.reference import views_drafts, views_facts, views_review

app_name = "reference"
urlpatterns = [
    path("", views_facts.facts, name="facts"),
    path("facts/<str:dataset>/", views_facts.facts_of, name="list"),
    path("facts/<str:dataset>/<path:key>/", views_facts.fact, name="fact"),
    path("add/<str:dataset>/", views_drafts.add, name="add"),
    path("change/<str:dataset>/<path:key>/", views_drafts.change, name="change"),
    path("drafts/", views_drafts.drafts, name="drafts"),
    path("drafts/begin/", views_drafts.begin, name="begin"),
    path("drafts/<uuid:pk>/", views_drafts.draft, name="draft"),
    path("drafts/<uuid:pk>/found/", views_drafts.examined, name="found"),
    path("drafts/<uuid:pk>/describe/", views_drafts.describe, name="describe"),
    path("drafts/<uuid:pk>/import/", views_drafts.read_file, name="import"),
    path("drafts/<uuid:pk>/examine/", views_review.examine, name="examine"),
    path("drafts/<uuid:pk>/submit/", views_review.submit, name="submit"),
    path("drafts/<uuid:pk>/take-back/", views_review.take_back, name="take_back"),
    path("drafts/<uuid:pk>/return/", views_review.send_back, name="return"),
    path("drafts/<uuid:pk>/publish/", views_review.publish, name="publish"),
    path("drafts/<uuid:pk>/withdraw/", views_review.withdraw, name="withdraw"),
    path("drafts/<uuid:pk>/restore/", views_review.restore, name="restore"),
    path("drafts/<uuid:pk>/take-out/<uuid:change>/", views_review.take_out, name="take_out"),
    path("drafts/<uuid:pk>/take-file-out/", views_review.take_file_out, name="take_file_out"),
    path("publications/", views_review.publications, name="publications"),
    path("publications/<int:number>/", views_review.publication, name="publication"),
    path("publications/<int:number>/reverse/", views_review.reverse, name="reverse"),
]
