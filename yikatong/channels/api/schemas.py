"""The JSON Schema of our frozen dataclasses, for the answers on the OpenAPI page."""

from typing import Any

from pydantic import TypeAdapter

from yikatong.channels.api.openapi import COMPONENTS, ref


def component(shape: type) -> dict[str, Any]:
    """A reference to the dataclass's schema, which is put among the page's components."""
    # Parts are named after the whole: two dataclasses of the same name may lie in different modules.
    parts = f"#/components/schemas/{shape.__name__}.{{model}}"
    schema = TypeAdapter(shape).json_schema(mode="serialization", ref_template=parts)
    COMPONENTS.update({f"{shape.__name__}.{name}": part for name, part in schema.pop("$defs", {}).items()})
    COMPONENTS[shape.__name__] = schema
    return ref(shape.__name__)
