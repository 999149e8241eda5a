"""Every change of the trade desk: one function each, in one transaction, with one entry in the journal.

Each reads the row that it changes under a lock, asks ``may``, decides, writes, and tells the journal. What is not possible raises
:class:`chorsu.desks.refusals.Refused` with a sentence that says what would be right; who may not raises ``NotAllowed``; a
consignment that cannot be planned raises :class:`chorsu.facts.Faulty` with every fault. Nothing is half done.
"""

from chorsu.desks.trade.services.alterations import find_alterations, read_alteration
from chorsu.desks.trade.services.beginnings import begin_from_template, delete_template, repeat, save_template
from chorsu.desks.trade.services.cases import accept, begin_case, change_consignment, close, return_case, submit, withdraw
from chorsu.desks.trade.services.files import add_file, remove_file, restore_file
from chorsu.desks.trade.services.hands import hand_to_broker, name_carrier, take_back
from chorsu.desks.trade.services.milestones import reach
from chorsu.desks.trade.services.talk import write
from chorsu.desks.trade.services.way import choose_way

__all__ = [
    "accept",
    "add_file",
    "begin_case",
    "begin_from_template",
    "change_consignment",
    "choose_way",
    "close",
    "delete_template",
    "find_alterations",
    "hand_to_broker",
    "name_carrier",
    "reach",
    "read_alteration",
    "remove_file",
    "repeat",
    "restore_file",
    "return_case",
    "save_template",
    "submit",
    "take_back",
    "withdraw",
    "write",
]
