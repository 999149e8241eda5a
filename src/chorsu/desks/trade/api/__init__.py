"""The operations of the trade desk."""

from chorsu.desks.trade.api import cases, goods, partners, talk, templates, uploads

desks = (cases.desk, talk.desk, templates.desk, uploads.desk, goods.desk, partners.desk)
