"""The bank's tables. Of its customers it keeps what a sandbox needs: digests to compare, masked words to show."""

from django.db import models
from django.db.models import F, Q

from yikatong.sandbox.bank.standing import Loss, Standing, State

ID = 100


class Customer(models.Model):
    id_digest = models.CharField(max_length=64, primary_key=True)
    name_digest = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    id_number = models.CharField(max_length=20)
    mobile = models.CharField(max_length=20, blank=True)


class Account(models.Model):
    """The account of one card. A card whose opening was refused has a row without ``opened_at``: its sequence goes on.

    ``given_to``: the card that took over the number (换卡不换号). ``fence``: the greatest order applied.
    """

    card_id = models.CharField(max_length=ID, primary_key=True)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True)
    number = models.CharField(max_length=19, blank=True)
    given_to = models.ForeignKey("self", models.PROTECT, null=True)
    opened_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default="inactive")
    frozen = models.BooleanField(default=False)
    loss = models.CharField(max_length=10, blank=True)
    loss_since = models.DateTimeField(null=True)
    loss_until = models.DateTimeField(null=True)
    balance = models.BigIntegerField(default=0)  # fen; written by the trigger on postings alone
    settled = models.BooleanField(default=False)
    physical = models.CharField(max_length=10, blank=True)
    holder_seen_at = models.DateTimeField(null=True)
    sequence = models.PositiveBigIntegerField(default=0)
    fence = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["number"], name="account_by_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(given_to=None) & ~Q(number=""), name="one_account_a_number"
            ),
            models.CheckConstraint(condition=Q(balance__gte=0), name="never_overdrawn"),
            models.CheckConstraint(condition=~Q(state="closed") | Q(balance=0), name="closed_only_at_zero"),
            models.CheckConstraint(
                condition=Q(state__in=["inactive", "active", "locked", "closed"]), name="account_state_known"
            ),
            models.CheckConstraint(condition=Q(loss__in=["", "temporary", "formal"]), name="loss_kind_known"),
            models.CheckConstraint(condition=Q(loss="temporary") | Q(loss_until=None), name="only_temporary_lapses"),
        ]

    @property
    def standing(self) -> Standing:
        loss = Loss(self.loss) if self.loss else None
        return Standing(State(self.state), self.frozen, loss, self.loss_since, self.loss_until)

    @standing.setter
    def standing(self, standing: Standing) -> None:
        self.state, self.frozen, self.loss = standing.state.value, standing.frozen, standing.loss or ""
        self.loss_since, self.loss_until = standing.since, standing.until

    @property
    def tail(self) -> str:
        return self.number[-4:]


class Transfer(models.Model):
    """One bank reference, at most one set of postings. Written after its postings: the database then weighs them."""

    reference = models.CharField(max_length=ID, primary_key=True)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()


class Posting(models.Model):
    """What one account gains (fen); ``account`` null is the bank's own till."""

    transfer = models.ForeignKey(Transfer, models.PROTECT)
    account = models.ForeignKey(Account, models.PROTECT, null=True)
    fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "account"], name="one_posting_an_account"),
            models.CheckConstraint(condition=~Q(fen=0), name="a_posting_moves"),
        ]


class TakenOrder(models.Model):
    """An order that was taken; ``result`` is empty until it is answered. ``asked`` holds no plain personal words."""

    order_id = models.CharField(max_length=ID, primary_key=True)
    digest = models.CharField(max_length=64)
    card_id = models.CharField(max_length=ID, db_index=True)
    kind = models.CharField(max_length=30)
    sequence = models.PositiveBigIntegerField()
    asked = models.JSONField()
    taken_at = models.DateTimeField()
    due_at = models.DateTimeField()
    result = models.CharField(max_length=10, blank=True)
    code = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(result=""), name="orders_waiting")]


class Notice(models.Model):
    webhook_id = models.CharField(max_length=ID, primary_key=True)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=30)
    card_id = models.CharField(max_length=ID)
    at = models.DateTimeField()


class Callback(models.Model):
    """The bank's word on one change, written with the change; sent, and repeated until it is heard.

    All of them together are the account's history, from which the day files are made.
    """

    webhook_id = models.CharField(max_length=ID, unique=True)
    account = models.ForeignKey(Account, models.PROTECT)
    sequence = models.PositiveBigIntegerField()
    snapshot = models.JSONField()
    answer = models.JSONField(null=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    held = models.BooleanField(default=False)  # by the fault `reorder`, to be overtaken

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "sequence"], name="one_word_a_change")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None, set_aside_at=None), name="callbacks_unsent"),
            models.Index(F("made_at"), name="callbacks_by_day"),
        ]


class Fault(models.Model):
    """One fault of the panel: on while ``left`` is null (for ever) or above zero; ``hits`` counts the real ones."""

    kind = models.CharField(max_length=30, primary_key=True)
    on = models.BooleanField(default=False)
    left = models.PositiveIntegerField(null=True)
    probability = models.FloatField(default=1.0)
    seed = models.IntegerField(default=0)
    seconds = models.FloatField(default=2.0)
    drawn = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0)


class Practice(models.Model):
    """How this bank goes about its business; one row. ``offset_s`` moves its clock."""

    offset_s = models.FloatField(default=0.0)
    delay_s = models.FloatField(default=0.0)
    cut_off = models.TimeField(null=True)
    keeps_numbers = models.BooleanField(default=True)
    activates_unseen = models.BooleanField(default=True)
    last_number = models.PositiveBigIntegerField(default=0)
