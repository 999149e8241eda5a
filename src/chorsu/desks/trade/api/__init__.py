"""The operations of the trade desk."""

from chorsu.desks.trade.api import cases, talk, templates

desks = (cases.desk, talk.desk, templates.desk)
