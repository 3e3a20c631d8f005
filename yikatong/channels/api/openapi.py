"""What the OpenAPI page says beyond what django-ninja knows: bodies, answers, problems, and the legal basis."""

from typing import Any

from yikatong.catalogue.card_kinds import ID_NUMBER, PHOTO, REGION
from yikatong.catalogue.channels import AskerKind, Assurance
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.service import Service
from yikatong.channels.derive.schema import answers_schema
from yikatong.policies import articles
from yikatong.policies.ruling import Source

Schema = dict[str, Any]
PROBLEM_TYPE, JSON_TYPE = "application/problem+json", "application/json"
STEP: Schema = {
    "type": "object", "required": ["code", "words", "service"],
    "properties": {"code": {"type": "string"}, "words": {"type": "string"}, "service": {"type": ["string", "null"]}},
}  # fmt: skip
_PROBLEM = {
    "type": {"type": "string", "format": "uri-reference"}, "title": {"type": "string"},
    "status": {"type": "integer"}, "code": {"type": "string", "pattern": "^[a-z0-9_]+$"},
    "detail": {"type": "string"},
}  # fmt: skip
_FAULT = {
    "type": "object", "required": ["field", "label", "code", "words", "cure"],
    "properties": {name: {"type": "string"} for name in ("field", "label", "code", "words", "cure")},
}  # fmt: skip
_WHY_NAMES = ("parameter", "name", "value", "source", "place", "in_force_on", "confidence")
WHY: Schema = {
    "type": "object", "required": [*_WHY_NAMES], "properties": {name: {"type": "string"} for name in _WHY_NAMES},
}  # fmt: skip
_REASON = {
    "type": "object", "required": ["code", "words", "why", "next"],
    "properties": {
        "code": {"type": "string"}, "words": {"type": "string"}, "why": {"anyOf": [WHY, {"type": "null"}]},
        "next": {"type": "array", "items": STEP},
    },
}  # fmt: skip
_ACT_TEXTS = ("reference", "service", "title", "words", "at", "at_words", "region", "place", "hotline")
COMPONENTS: dict[str, Schema] = {
    "Problem": {
        "type": "object", "required": list(_PROBLEM),
        "properties": {
            **_PROBLEM, "hotline": {"type": "string"},
            "refusals": {"type": "array", "minItems": 1, "items": _REASON},
            "faults": {"type": "array", "minItems": 1, "items": _FAULT},
        },
    },
    "Act": {
        "type": "object", "additionalProperties": False,
        "required": [*_ACT_TEXTS, "why", "next", "findings"],
        "properties": {
            **{name: {"type": "string"} for name in _ACT_TEXTS},
            "why": {"type": "array", "items": WHY}, "next": {"type": "array", "items": STEP},
            "findings": {"type": "array", "items": {
                "type": "object", "required": ["code", "label", "words", "value"],
                "properties": {"code": {"type": "string"}, "label": {"type": "string"},
                               "words": {"type": "string"}, "value": {}},
            }},
        },
    },
}  # fmt: skip
COMMON = (400, 401, 403, 404, 422, 429)
PROBLEM_WORDS = {
    400: "请求不规范", 401: "令牌或登录无效", 403: "没有权限", 404: "没有找到", 409: "现在不能办理（理由见refusals）",
    412: "档案已变化", 413: "内容过大", 415: "内容格式不符", 422: "请求无法理解（错误见faults）", 429: "请求过于频繁",
    503: "系统繁忙",
}  # fmt: skip


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def problems(*statuses: int) -> dict[int, Schema]:
    content = {PROBLEM_TYPE: {"schema": ref("Problem")}}
    return {status: {"description": PROBLEM_WORDS[status], "content": content} for status in statuses}


def answers(schema: Schema, words: str = "成功", status: int = 200) -> dict[int, Schema]:
    return {status: {"description": words, "content": {JSON_TYPE: {"schema": schema}}}}


def page(**properties: Schema) -> Schema:
    """An object that has all of these members."""
    return {"type": "object", "required": list(properties), "properties": properties}


def reads(
    schema: Schema, *parameters: Schema, statuses: tuple[int, ...] = (), unchanged: bool = False, public: bool = False
) -> Schema:
    """An operation that answers with this schema; ``unchanged`` may be 304, ``public`` needs no token."""
    usual = (400, 404, 422) if public else COMMON
    not_modified = {304: {"description": "没有变化"}} if unchanged else {}
    responses = {**answers(schema), **not_modified, **problems(*usual, *statuses)}
    return {"parameters": list(parameters), "responses": responses}


def takes(schema: Schema, media_type: str = JSON_TYPE) -> Schema:
    return {"required": True, "content": {media_type: {"schema": schema}}}


def header(name: str, words: str, *, required: bool = False, schema: Schema | None = None) -> Schema:
    return {
        "name": name, "in": "header", "required": required, "description": words,
        "schema": schema or {"type": "string"},
    }  # fmt: skip


def query(name: str, words: str, *, required: bool = False, schema: Schema | None = None) -> Schema:
    return {**header(name, words, required=required, schema=schema), "in": "query"}


SIGN_IN = header("Sign-In", "公民登录令牌（仅网上服务平台）")
CASE_NUMBER = header(
    "Idempotency-Key", "业务流水号，重试时保持不变", required=True,
    schema={"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
)  # fmt: skip
IF_MATCH = header("If-Match", "办理时所依据的档案版本（ETag）")
IF_NONE_MATCH = header("If-None-Match", "已有的档案版本（ETag），没有变化时答复304")


def legal_basis(purpose: str, *sources: Source) -> Schema:
    """What personal information is processed for, and on what basis (personal information law, article 13)."""
    return {"purpose": purpose, "basis": [source.words for source in sources or (articles.AGENCY_REGISTRATION,)]}


def act_operation(service: Service[Any]) -> Schema:
    """One service's operation, as django-ninja merges it into its page."""
    sources = [articles.AGENCY_REGISTRATION, *(m.basis for m in service.materials)]
    if any(field.kind is PHOTO for field in fields_of(service.asks)):
        sources.append(articles.SEPARATE_CONSENT)
    basis = legal_basis(service.summary, *dict.fromkeys(sources)) if service.about_person else None
    return {
        "parameters": [SIGN_IN, IF_MATCH, *([CASE_NUMBER] if service.act else [])],
        "requestBody": takes(act_schema(service)),
        "responses": {
            200: {
                "description": "已办理或已答复",
                "headers": {
                    "ETag": {"schema": {"type": "string"}, "description": "办理后的档案版本"},
                    "Idempotent-Replay": {"schema": {"type": "string"}, "description": "重复提交，答复与上次相同"},
                },
                "content": {JSON_TYPE: {"schema": ref("Act")}},
            },
            **problems(*COMMON, 409, 412, 413, 415, 503),
        },
        "x-legal-basis": basis or {"purpose": service.summary, "basis": []},
    }  # fmt: skip


def act_schema(service: Service[Any]) -> Schema:
    """The body of ``POST /acts/<service>``: the answers within what surrounds them."""
    person = {
        "type": ["object", "null"], "additionalProperties": False, "minProperties": 1, "maxProperties": 1,
        "properties": {"id_number": ID_NUMBER.schema, "person_id": {"type": "string", "minLength": 1, "maxLength": 40}},
        "description": "为谁办理；网上服务平台本人办理时不填",
    }  # fmt: skip
    asker = {
        "type": ["object", "null"], "additionalProperties": False,
        "properties": {
            "kind": {"type": "string", "enum": [k.value for k in AskerKind]},
            "agent_id_number": {**ID_NUMBER.schema, "type": ["string", "null"]},
        },
    }  # fmt: skip
    asked = answers_schema(service)
    return {
        "type": "object", "additionalProperties": False,
        "required": ["answers"] if asked["required"] else [],
        "properties": {
            "person": person, "asker": asker, "answers": asked,
            "card": {"type": ["string", "null"], "minLength": 1, "maxLength": 40, "description": "社保卡编号或卡号"},
            "region": {**REGION.schema, "type": ["string", "null"], "description": "办理地，不填则为客户端所属地区"},
            "assurance": {"type": ["string", "null"], "enum": [*(a.name.lower() for a in Assurance), None]},
            "confirmed": {"type": "boolean", "description": "办理人已知晓本次办理不能撤销"},
        },
    }  # fmt: skip
