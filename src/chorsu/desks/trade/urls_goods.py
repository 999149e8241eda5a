"""Addresses of offers and requests, enquiries about them, and partners."""

from django.urls import path, re_path

from chorsu.desks.trade import views_enquiries, views_offers, views_partners

OFFER, ENQUIRY, PARTNER = "offers/<uuid:pk>", "enquiries/<uuid:pk>", "partners/<uuid:pk>"

urlpatterns = [
    path("offers/", views_offers.offers, name="offers"),
    re_path(r"^offers\.(?P<form>xlsx|csv)$", views_offers.offers_file, name="offers_file"),
    path("offers/new/", views_offers.new_offer, name="new_offer"),
    path(f"{OFFER}/", views_offers.offer, name="offer"),
    path(f"{OFFER}/change/", views_offers.change_offer, name="change_offer"),
    path(f"{OFFER}/publish/", views_offers.publish_offer, name="publish_offer"),
    path(f"{OFFER}/withdraw/", views_offers.withdraw_offer, name="withdraw_offer"),
    path(f"{OFFER}/restore/", views_offers.restore_offer, name="restore_offer"),
    path(f"{OFFER}/copy/", views_offers.copy_offer, name="copy_offer"),
    path(f"{OFFER}/ask/", views_offers.ask_about, name="ask_about"),
    path("enquiries/", views_enquiries.enquiries, name="enquiries"),
    path(f"{ENQUIRY}/", views_enquiries.enquiry, name="enquiry"),
    path(f"{ENQUIRY}/write/", views_enquiries.write_enquiry, name="write_enquiry"),
    path(f"{ENQUIRY}/close/", views_enquiries.close_enquiry, name="close_enquiry"),
    path("partners/", views_partners.partners, name="partners"),
    re_path(r"^partners\.(?P<form>xlsx|csv)$", views_partners.partners_file, name="partners_file"),
    path("partners/new/", views_partners.new_partner, name="new_partner"),
    path(f"{PARTNER}/", views_partners.partner, name="partner"),
    path(f"{PARTNER}/change/", views_partners.change_partner, name="change_partner"),
    path(f"{PARTNER}/remove/", views_partners.remove_partner, name="remove_partner"),
    path(f"{PARTNER}/restore/", views_partners.restore_partner, name="restore_partner"),
]
