"""Addresses of the desk: trade."""

from chorsu.desks.trade import urls_cases, urls_goods, urls_uploads

app_name = "trade"
urlpatterns = [*urls_cases.urlpatterns, *urls_uploads.urlpatterns, *urls_goods.urlpatterns]
