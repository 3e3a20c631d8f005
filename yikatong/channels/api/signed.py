"""Citizens at the portal: the sign-in whose token comes in the header ``Sign-In``."""

from django.http import HttpRequest

from yikatong.channels.api.problems import Problem
from yikatong.office import sign_in
from yikatong.office.sign_in import Signed


def sign_in_token(request: HttpRequest) -> str:
    """Errors: Problem 401 where the header is missing."""
    token = request.headers.get("Sign-In", "")
    if not token:
        raise _missing()
    return token


def signed_in(request: HttpRequest) -> Signed:
    """Who is signed in. Errors: Problem 401 for no sign-in, or one that has ended."""
    signed = sign_in.who(sign_in_token(request))
    if signed is None:
        raise _missing()
    return signed


def _missing() -> Problem:
    return Problem(401, "sign_in_missing", "请先登录，再办理这项业务。", headers={"WWW-Authenticate": "Sign-In"})
