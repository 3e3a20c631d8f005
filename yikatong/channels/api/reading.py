"""A request's body, as strictly read as what a bank sends us."""

from typing import Any

from django.http import HttpRequest

from yikatong.adapters.webhooks.strict_json import JsonFault, read_strict
from yikatong.channels.api.problems import Problem


def read_object(request: HttpRequest) -> dict[str, Any]:
    """The request's body. Errors: Problem 415 for another content type, 400 for anything but one strict object.

    A body over the deployment's limit raises Django's RequestDataTooBig.
    """
    if request.content_type != "application/json":
        raise Problem(415, "content_type", "请以application/json提交。")
    try:
        return read_strict(request.body)
    except JsonFault as fault:
        raise Problem(400, fault.code, fault.words) from None
