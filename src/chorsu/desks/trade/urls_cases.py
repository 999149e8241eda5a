"""Addresses of cases."""

from django.urls import path, re_path

from chorsu.desks.trade import views_case, views_cases, views_steps, views_way

CASE = "cases/<uuid:pk>"
KEY = "(?P<pk>[0-9a-f-]{36})"

urlpatterns = [
    path("cases/", views_cases.cases, name="cases"),
    re_path(r"^cases\.(?P<form>xlsx|csv)$", views_cases.cases_file, name="cases_file"),
    path("cases/new/", views_cases.begin, name="begin"),
    path("templates/", views_cases.templates, name="templates"),
    path("templates/<uuid:pk>/use/", views_cases.use_template, name="use_template"),
    path("templates/<uuid:pk>/delete/", views_cases.delete_template, name="delete_template"),
    path(f"{CASE}/", views_case.case, name="case"),
    path(f"{CASE}/papers/", views_case.papers, name="papers"),
    path(f"{CASE}/way/", views_case.way, name="way"),
    path(f"{CASE}/way/<uuid:milestone>/", views_case.reach, name="reach"),
    path(f"{CASE}/messages/", views_case.messages, name="messages"),
    path(f"{CASE}/files/", views_case.case_files, name="files"),
    path(f"{CASE}/files/<uuid:file>/", views_case.file, name="file"),
    path(f"{CASE}/files/<uuid:file>/remove/", views_case.remove_file, name="remove_file"),
    path(f"{CASE}/files/<uuid:file>/restore/", views_case.restore_file, name="restore_file"),
    path(f"{CASE}/history/", views_case.history, name="history"),
    path(f"{CASE}/change/", views_cases.change, name="change"),
    path(f"{CASE}/choose/", views_way.choose, name="choose"),
    path(f"{CASE}/plan/", views_way.plan_of_the_day, name="plan_of_day"),
    re_path(rf"^cases/{KEY}/plan\.(?P<form>json|xlsx|pdf)$", views_way.plan_of_the_day_file, name="plan_of_day_file"),
    path(f"{CASE}/now/", views_way.then_and_now, name="then_and_now"),
    path(f"{CASE}/alterations/<uuid:alteration>/read/", views_way.read_alteration, name="read_alteration"),
    path(f"{CASE}/carrier/", views_steps.carrier, name="carrier"),
    path(f"{CASE}/broker/", views_steps.hand, name="hand"),
    path(f"{CASE}/broker/take-back/", views_steps.take_back, name="take_back"),
    path(f"{CASE}/submit/", views_steps.submit, name="submit"),
    path(f"{CASE}/accept/", views_steps.accept, name="accept"),
    path(f"{CASE}/return/", views_steps.send_back, name="send_back"),
    path(f"{CASE}/close/", views_steps.close, name="close"),
    path(f"{CASE}/withdraw/", views_steps.withdraw, name="withdraw"),
    path(f"{CASE}/template/", views_steps.save_template, name="save_template"),
    path(f"{CASE}/repeat/", views_cases.repeat, name="repeat"),
]
