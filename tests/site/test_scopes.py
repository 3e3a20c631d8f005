"""A machine client gets the scopes of its own account, whatever it asks for."""

import base64

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import include, path
from oauth2_provider.models import get_access_token_model, get_application_model

from yikatong.site.scopes import ClientScopes

urlpatterns = [path("o/", include("oauth2_provider.urls", namespace="oauth2_provider"))]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
Application = get_application_model()


@pytest.fixture
def account() -> User:
    user = User.objects.create(username="bank-of-example")
    user.groups.add(Group.objects.create(name="bank"), Group.objects.create(name="auditors"))
    return user


@pytest.fixture
def application(account: User) -> Application:
    return Application.objects.create(
        name="bank", user=account, client_id="bank", client_secret="a secret of the bank",
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
    )  # fmt: skip


def token(client: Client, **asked: str) -> dict[str, object]:
    credentials = base64.b64encode(b"bank:a secret of the bank").decode()
    answer = client.post(
        "/o/token/",
        {"grant_type": "client_credentials", **asked},
        headers={"Authorization": f"Basic {credentials}"},
    )
    return dict(answer.json())


def test_it_is_given_its_own_scope(client: Client, application: Application) -> None:
    assert token(client, scope="bank")["scope"] == "bank"
    assert token(client)["scope"] == "bank"
    assert token(client)["expires_in"] == 600


def test_it_is_not_given_another(client: Client, application: Application) -> None:
    assert token(client, scope="desk") == {"error": "invalid_scope"}
    assert token(client, scope="bank desk") == {"error": "invalid_scope"}


def test_a_closed_account_has_none(application: Application, account: User) -> None:
    account.is_active = False
    assert ClientScopes().get_available_scopes(application) == []
    assert ClientScopes().get_available_scopes(None) == []


def test_a_stolen_table_holds_no_token(client: Client, application: Application) -> None:
    given = token(client)["access_token"]
    (kept,) = get_access_token_model().objects.values_list("token", "token_checksum")
    assert given
    assert given not in kept
