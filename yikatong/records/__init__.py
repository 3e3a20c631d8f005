"""The tables. No rules, no behaviour: `yikatong.office.ledger` alone writes what the ledger holds."""
