"""From one declaration: form, schema, guide, menu, answer. Frozen dataclasses for pages, plain JSON for programs."""
