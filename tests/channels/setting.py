"""Browsers at work: citizens signed in, staff with both factors, and the small things that pages are read for."""

import re
import time
from html import unescape
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.office.world import NAME, ask, number
from yikatong.adapters.demo.portraits import portrait
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Channel
from yikatong.office import counter
from yikatong.office.cases import index_of
from yikatong.records import models

Browser = Client
PASSWORD = "correct horse battery"
# What a caller says who is the holder.
RIGHT = {"name": NAME, "born_on": "1970-01-01", "mobile": "0000"}


def signed_in(about: IdNumber, name: str = NAME) -> Browser:
    """A citizen, known by a real-person check."""
    browser = Browser()
    told = {"number": about.number, "name": name, "method": "face"}
    response = browser.post("/sign-in/check/", told)
    assert response.status_code == 302, response.content.decode()
    return browser


def account(channel: Channel | None, region: str = "610000", party: str = "", name: str = "") -> User:
    """A staff account with its second factor, and a post unless ``channel`` is None."""
    user = User.objects.create_user(name or f"{channel}-{region}-{party}", password=PASSWORD)
    TOTPDevice.objects.create(user=user, name="totp", confirmed=True)
    if channel is not None:
        models.Post.objects.create(user=user, channel=channel.value, region=region, party=party)
    return user


def code_of(user: User) -> str:
    """What the account's device shows now."""
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, device.step, device.t0, device.digits):06}"


def at_work(channel: Channel | None, region: str = "610000", party: str = "", **checks: Any) -> Browser:
    """Staff, signed in with both factors."""
    return verified(account(channel, region, party), **checks)


def verified(user: User, **checks: Any) -> Browser:
    browser = Browser(**checks)
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.get(user=user).persistent_id
    session["seen_at"] = int(time.time())
    session.save()
    return browser


def text(response: HttpResponse) -> str:
    return response.content.decode()


def case_number(response: HttpResponse) -> str:
    """The hidden case number of a form."""
    found = re.search(r'name="case_number" value="([0-9a-f]{32})"', text(response))
    assert found, text(response)
    return found[1]


def title(response: HttpResponse) -> str:
    found = re.search(r"<title>(.*?) · 一卡通</title>", text(response), re.S)
    assert found, text(response)[:500]
    return unescape(found[1].strip())


def person_id(about: IdNumber) -> str:
    return models.Dossier.objects.get(number_index=index_of(about)).person_id


def fill(browser: Browser, path: str, **answers: Any) -> HttpResponse:
    """Open the form and send it."""
    form = browser.get(path)
    assert form.status_code == 200, text(form)
    return browser.post(path, {"case_number": case_number(form), **answers})


def act(browser: Browser, path: str, **answers: Any) -> HttpResponse:
    """Form, check, confirmation: the whole way to the answer."""
    sent = fill(browser, path, **answers)
    assert sent.status_code == 302, text(sent)
    check = browser.get(sent["Location"])
    return browser.post(sent["Location"].split("?")[0], {"case_number": case_number(check)})


def application(serial: int = 30) -> tuple[str, str]:
    """The person and the card of an application that waits for review, with a photo."""
    answers = {"region": "610100", "name": NAME, "mobile": "13800000000", "bank": "CAB", "outlet": "XA-YT-01"}
    outcome = counter.serve(ask("apply", number(serial), answers={**answers, "photo": portrait(serial)}))
    assert outcome.granted
    assert outcome.person
    return outcome.person.person_id, outcome.person.cards[0].card_id
