"""Defects planted in one party, each of which must make `yikatong converge` fail. No switch for them is in the product:
a party is started by a program of this file that first takes a part of it out.

    python -m tests.converge.planted [NAME …] [--operations N]
"""

import subprocess
import sys
from collections.abc import Mapping

COMMAND = """
import sys
sys.argv = sys.argv[1:]
{defect}
from yikatong.channels.cli import main
main(prog_name="yikatong")
"""
# The web server of production starts processes of its own, into which nothing can be planted; this one has threads.
WEB = """
import sys
import django
django.setup()
{defect}
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
class Quiet(WSGIRequestHandler):
    def log_message(self, *told):
        pass
server = ThreadedWSGIServer(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1])), Quiet)
server.set_app(get_wsgi_application())
server.serve_forever()
"""
# The bank's modules can be imported only once its settings are in place.
BANK_IDEMPOTENCY = """
from yikatong.sandbox.bank import serving
prepare = serving.prepare
def prepared(*arguments):
    done = prepare(*arguments)
    from yikatong.sandbox.bank import orders, wire
    from yikatong.sandbox.bank.models import TakenOrder
    take = orders.take
    def taken_anew(read):
        is_new = take(read)
        if not is_new:
            TakenOrder.objects.filter(order_id=read.data["order_id"]).update(result="")
        return is_new
    orders.take = taken_anew
    return done
serving.prepare = prepared
"""
BANK_FENCE = """
from yikatong.sandbox.bank import serving
prepare = serving.prepare
def prepared(*arguments):
    done = prepare(*arguments)
    from yikatong.sandbox.bank import orders
    orders.FENCED = frozenset()
    return done
serving.prepare = prepared
"""
OUR_FENCE = """
from dataclasses import replace
from yikatong.cards.evolve.fold import fold, the_card, with_card
from yikatong.cards import events as e
from yikatong.services import mirror_account
mirror_account.is_newer = lambda case: True
kept = fold.dispatch(e.AccountMirrored)
@fold.register
def _(event: e.AccountMirrored, person, at):
    return kept(event, with_card(person, event.card_id, bank_sequence=0), at)
"""
OUR_REPLAY_TABLE = """
from yikatong.office import callbacks, deployment
def fresh(bank, webhook_id, body):
    row = callbacks.models.Callback(bank=bank, webhook_id=webhook_id, digest=b"", at=deployment.now())
    row.save = lambda **rest: None
    return row
callbacks._claim = fresh
"""
DEFECTS: Mapping[str, tuple[str, str]] = {
    "bank_idempotency": ("bank", COMMAND.format(defect=BANK_IDEMPOTENCY)),
    "bank_fence": ("bank", COMMAND.format(defect=BANK_FENCE)),
    "our_fence": ("web", WEB.format(defect=OUR_FENCE)),
    "our_replay_table": ("web", WEB.format(defect=OUR_REPLAY_TABLE)),
    "none": ("web", WEB.format(defect="")),
}


def commands(name: str) -> dict[str, tuple[str, ...]]:
    """The party's own command, with its program in the place of the installed one."""
    party, program = DEFECTS[name]
    return {party: (sys.executable, "-c", program)}


RUN = """
import sys, tempfile
from pathlib import Path
from tests.converge.planted import commands
from yikatong.channels.cli.converge.command import converge
with tempfile.TemporaryDirectory(prefix="yikatong-") as folder:
    sound = converge(Path(folder), int(sys.argv[2]), int(sys.argv[3]), 6, commands=commands(sys.argv[1]))
sys.exit(0 if sound else 1)
"""


def run(name: str, seed: int = 1, operations: int = 300) -> tuple[int, str]:
    """Exit status and what was told."""
    command = (sys.executable, "-c", RUN, name, str(seed), str(operations))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr[-2000:] * (done.returncode not in (0, 1))


def main(arguments: list[str]) -> int:
    operations = int(arguments.pop(arguments.index("--operations") + 1)) if "--operations" in arguments else 300
    names = [name for name in arguments if not name.startswith("--")] or list(DEFECTS)
    unseen = 0
    for name in names:
        status, told = run(name, operations=operations)
        unseen += status != (0 if name == "none" else 1)
        print(f"== {name}: {status}\n{told}")
    return unseen


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
