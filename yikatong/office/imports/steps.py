"""What officers decide about an import. Many cards at once need two of them, to bring in as to take back."""

from datetime import datetime, timedelta
from typing import Final

from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.office import deployment
from yikatong.office.ask import CounterFault
from yikatong.office.imports import shelf
from yikatong.office.imports.intake import NotUploader
from yikatong.office.imports.shelf import ImportMoved, ImportView
from yikatong.office.staff import Posting
from yikatong.services.take_back_card import DAYS

ALONE_MAX: Final = 100  # as many as one officer can look through; a mistake with more than that needs two to make it
KEPT_DAYS: Final = 14  # for a file that nobody goes on with: it holds personal words, and a fortnight covers a holiday
UNDO_DAYS: Final = DAYS
OPEN: Final = ("columns", "tried", "commit_asked")
GROUND_MAX: Final = 200


class SecondOfficerNeeded(CounterFault):
    code, words, status = "second_officer_needed", "提出人不能复核自己提出的，请由另一位工作人员复核。", 409


class NothingPassed(CounterFault):
    code, words, status = "nothing_to_commit", "没有可以转入的行，请按原因改正文件后重新上传。", 409


class UndoTooLate(CounterFault):
    code, words, status = "undo_too_late", f"转入超过{UNDO_DAYS}天，不能整批撤销。", 409


def ask_commit(import_id: str, posting: Posting) -> None:
    """Take over what passed: at once, or after another officer's approval where it is many.

    Errors: ImportUnknown, NotUploader, NothingPassed, ImportMoved.
    """
    found = shelf.view(import_id, posting)
    if found.actor != posting.actor:
        raise NotUploader
    if found.state == "tried" and not found.tried.granted:
        raise NothingPassed
    alone = found.tried.granted <= ALONE_MAX
    to, act = ("committing", "committing") if alone else ("commit_asked", "commit_asked")
    shelf.move(import_id, ("tried",), to, act, posting.actor, asked_by=posting.actor)


def ask_undo(import_id: str, posting: Posting, ground: str) -> None:
    """Take the whole import back, for a reason: at once, or after another officer's approval where it is many.

    Errors: ImportUnknown, NotUnderstood, UndoTooLate, ImportMoved.
    """
    found = shelf.view(import_id, posting)
    if found.state != "committed" or not found.committed.granted:
        raise ImportMoved
    if deployment.now() > undo_until(found):
        raise UndoTooLate
    if not ground or len(ground) > GROUND_MAX or not ground.isprintable():
        words = "没有写明撤销原因。" if not ground else f"撤销原因应为{GROUND_MAX}字以内的一行文字。"
        raise NotUnderstood((FieldFault("ground", "撤销原因", "ground_missing", words, "请写明转入错在哪里。"),))
    alone = found.committed.granted <= ALONE_MAX
    to, act = ("undoing", "undoing") if alone else ("undo_asked", "undo_asked")
    shelf.move(import_id, ("committed",), to, act, posting.actor, asked_by=posting.actor, ground=ground)


def decide(import_id: str, posting: Posting, approve: bool) -> None:
    """The second officer's answer; whoever asked may only take it back. Errors: SecondOfficerNeeded, ImportMoved."""
    found = shelf.view(import_id, posting)
    if found.state not in ("commit_asked", "undo_asked"):
        raise ImportMoved
    if approve and posting.actor in (found.asked_by, found.actor if found.state == "commit_asked" else ""):
        raise SecondOfficerNeeded
    what, before = ("commit", "tried") if found.state == "commit_asked" else ("undo", "committed")
    going = {"commit": "committing", "undo": "undoing"}[what]
    act = f"{what}_approved" if approve else f"{what}_declined"
    shelf.move(import_id, (found.state,), going if approve else before, act, posting.actor)


def drop(import_id: str, posting: Posting) -> None:
    """Give an import up before anything was taken over; its file is deleted. Errors: NotUploader, ImportMoved."""
    if shelf.view(import_id, posting).actor != posting.actor:
        raise NotUploader
    shelf.move(import_id, OPEN, "dropped", "dropped", posting.actor)


def expire() -> int:
    """Delete the files with which nobody has gone on for too long; how many."""
    found = shelf.outdated(deployment.now() - timedelta(days=KEPT_DAYS), OPEN)
    gone = 0
    for import_id in found:
        try:
            shelf.move(import_id, OPEN, "dropped", "dropped")
        except ImportMoved:  # somebody went on with it this very moment
            continue
        gone += 1
    return gone


def undo_until(found: ImportView) -> datetime:
    """Until when the import may be taken back. Errors: ImportMoved before it was committed."""
    if found.committed_at is None:
        raise ImportMoved
    return found.committed_at + timedelta(days=UNDO_DAYS)
