"""The one Django app with models, one room each."""

from yikatong.records.models.bank_links import BankLink, Callback
from yikatong.records.models.directory import BankRow, DemoClock, OutletRow
from yikatong.records.models.imports import Import, ImportAct, ImportRow
from yikatong.records.models.ledger import Dossier, Entry, Holding, Personal, Picture, PinDigest, Seat
from yikatong.records.models.mandates import MandateRow
from yikatong.records.models.outbox import Attempt, Message
from yikatong.records.models.people import Batch, BatchRow, Look, Post, SignIn
from yikatong.records.models.personnel import StaffAct, StaffProposal
from yikatong.records.models.plant import PlantBatch, PlantFile, PlantFileRow, PlantKey, PlantRow, PlantStock
from yikatong.records.models.policies import PolicyImpact, PolicyProposal, PolicyVerdict
from yikatong.records.models.reconciliation import Difference, ReconciliationRun
from yikatong.records.models.telling import MessageChoice, Reminder, Subscription, Telling
from yikatong.records.models.visits import Visit
from yikatong.records.models.windows import Print, Shift, Ticket

__all__ = [
    "Attempt", "BankLink", "BankRow", "Batch", "BatchRow", "Callback", "DemoClock", "Difference", "Dossier",
    "Entry", "Holding", "Import", "ImportAct", "ImportRow", "Look", "MandateRow", "Message", "MessageChoice",
    "OutletRow", "Personal", "Picture", "PinDigest", "PlantBatch", "PlantFile", "PlantFileRow", "PlantKey",
    "PlantRow", "PlantStock", "PolicyImpact", "PolicyProposal", "PolicyVerdict", "Post", "Print",
    "ReconciliationRun", "Reminder", "Seat", "Shift", "SignIn", "StaffAct", "StaffProposal", "Subscription",
    "Telling", "Ticket", "Visit",
]  # fmt: skip
