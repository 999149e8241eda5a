"""Every change of the trade desk: one function each, in one transaction, with one entry in the journal.

Each reads the row that it changes under a lock, asks ``may``, decides, writes, and tells the journal. What is not possible raises
:class:`chorsu.desks.refusals.Refused` with a sentence that says what would be right; who may not raises ``NotAllowed``; a
consignment that cannot be planned raises :class:`chorsu.facts.Faulty` with every fault. Nothing is half done.
"""

from chorsu.desks.trade.services.alterations import find_alterations, read_alteration
from chorsu.desks.trade.services.beginnings import begin_from_template, delete_template, repeat, save_template
from chorsu.desks.trade.services.cases import accept, begin_case, change_consignment, close, return_case, submit, withdraw
from chorsu.desks.trade.services.enquiries import ask_about, close_enquiry, write_enquiry
from chorsu.desks.trade.services.files import add_file, remove_file, restore_file
from chorsu.desks.trade.services.hands import hand_to_broker, name_carrier, take_back, take_back_without_mandate
from chorsu.desks.trade.services.milestones import reach
from chorsu.desks.trade.services.offers import (
    change_offer,
    copy_offer,
    new_offer,
    publish_offer,
    restore_offer,
    withdraw_offer,
)
from chorsu.desks.trade.services.partners import add_partner, change_partner, remove_partner, restore_partner
from chorsu.desks.trade.services.talk import write
from chorsu.desks.trade.services.uploads import change_upload, forget_upload, forget_uploads, make_case, receive_invoice
from chorsu.desks.trade.services.way import choose_way

__all__ = [
    "accept",
    "add_file",
    "add_partner",
    "ask_about",
    "begin_case",
    "begin_from_template",
    "change_consignment",
    "change_offer",
    "change_partner",
    "change_upload",
    "choose_way",
    "close",
    "close_enquiry",
    "copy_offer",
    "delete_template",
    "find_alterations",
    "forget_upload",
    "forget_uploads",
    "hand_to_broker",
    "make_case",
    "name_carrier",
    "new_offer",
    "publish_offer",
    "reach",
    "read_alteration",
    "receive_invoice",
    "remove_file",
    "remove_partner",
    "repeat",
    "restore_file",
    "restore_offer",
    "restore_partner",
    "return_case",
    "save_template",
    "submit",
    "take_back",
    "take_back_without_mandate",
    "withdraw",
    "withdraw_offer",
    "write",
    "write_enquiry",
]
