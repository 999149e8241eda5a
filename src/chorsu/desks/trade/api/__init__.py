"""The operations of the trade desk."""

from chorsu.desks.trade.api import cases, goods, partners, talk, templates

desks = (cases.desk, talk.desk, templates.desk, goods.desk, partners.desk)
