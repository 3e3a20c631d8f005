"""The courier (信使): carries the outbox to the parties outside after commit, at least once, in order per person.

Nothing is imported here: carriers import :mod:`yikatong.office.courier.carried`, and the courier imports carriers.
"""
