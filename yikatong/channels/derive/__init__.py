"""From one declaration: form, schema, guide, menu, answer. Frozen dataclasses for templates, plain JSON for programs."""
