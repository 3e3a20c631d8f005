"""The command line: ``yikatong …``. Answers need no database; acts go through the counter like everything else."""

import click

from yikatong.channels.cli.answers import decide_command, guide_command, services_command
from yikatong.channels.cli.bank import bank_command
from yikatong.channels.cli.batches import apply_for_employees_command
from yikatong.channels.cli.converge.command import converge_command
from yikatong.channels.cli.courier import courier_command
from yikatong.channels.cli.demo import clock_command, demo_city_command, demo_command, story_command
from yikatong.channels.cli.desk import act_command, fsck_command
from yikatong.channels.cli.load_people import index_people_command, load_people_command
from yikatong.channels.cli.outbox import outbox_command
from yikatong.channels.cli.plant import plant_group
from yikatong.channels.cli.reconcile import reconcile_command
from yikatong.channels.cli.sandbox_bank import sandbox_bank_command
from yikatong.channels.cli.telling import partner_group, remind_command
from yikatong.channels.cli.work import work_command
from yikatong.sandbox.plant.command import sandbox_plant_command


@click.group(help="一卡通：社会保障卡业务系统。")
@click.version_option(package_name="yikatong")
def main() -> None:
    pass


for _command in (
    services_command, guide_command, decide_command, act_command, fsck_command,
    demo_command, demo_city_command, story_command, clock_command, apply_for_employees_command, work_command,
    courier_command, outbox_command, load_people_command, index_people_command, bank_command, plant_group,
    sandbox_plant_command, reconcile_command, converge_command, remind_command, partner_group,
    sandbox_bank_command,
):  # fmt: skip
    main.add_command(_command)
