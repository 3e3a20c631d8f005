"""Receipts on paper: a page set by Typst with the typeface that lies here."""

from yikatong.adapters.paper.receipt import Sheet, SheetReason, receipt_pdf

__all__ = ["Sheet", "SheetReason", "receipt_pdf"]
