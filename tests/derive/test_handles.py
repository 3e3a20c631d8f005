"""Handles of people without a record: what cannot be opened at this post does not exist here."""

from base64 import b64encode

import pytest

from tests.channels.setting import at_work
from tests.office.world import number
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment

pytestmark = pytest.mark.django_db
HANDLE = "new-0123456789abcdef"


@pytest.mark.parametrize(("post", "status"), [("desk", 200), ("bank", 404)])
def test_a_newcomer_kept_at_another_post_is_not_found(post: str, status: int) -> None:
    desk = at_work(Channel.DESK)
    place = f"newcomer|{post}:{desk.session['_auth_user_id']}|{HANDLE}"
    session = desk.session
    session["newcomers"] = {HANDLE: b64encode(deployment.vault().seal(number(3).number.encode(), place)).decode()}
    session.save()
    assert desk.get(f"/desk/people/{HANDLE}/").status_code == status
