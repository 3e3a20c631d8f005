"""The electronic card on the wire: short signed tokens, lists of trust and status, and the gate that judges them.

Stands alone: it knows nothing of Django nor of the bureau, needs ``cryptography`` and ``cbor2`` only, and is what a
gate installs (``pip install yikatong[gate]``). Moments are whole seconds since 1970 in UTC; the caller brings them.
"""
