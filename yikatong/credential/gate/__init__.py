"""A gate: judges a code in milliseconds, also without a network, and says why.

``lists`` is what it has downloaded, ``memory`` what it has seen, ``judge`` the one procedure that decides, ``journal``
the signed record of what was accepted.
"""
