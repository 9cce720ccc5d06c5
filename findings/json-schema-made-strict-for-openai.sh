#!/usr/bin/env bash
# The strict conversion of OpenAI's Python package rejects valid JSON Schemas, and leaves objects open that it seems to close.
#
# openai 3.57.0 (PyPI), with which a tool's schema becomes "strict": a property whose schema is `true` is a TypeError, and a `$ref` with a
# description beside it in a recursive schema a RecursionError. Objects get `additionalProperties: false` in `anyOf` and `$defs`, but not in
# `oneOf`, not if their type is a list, and not if they say `true`. Every property becomes required.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv python && python/bin/pip install --quiet openai==3.57.0
python/bin/python - <<'PYTHON' | tee seen
import json
from openai.lib._pydantic import _ensure_strict_json_schema as strict

def show(name, schema):
    try:
        result = json.dumps(strict(schema, path=(), root=schema))
    except (TypeError, RecursionError) as error:
        result = type(error).__name__
    print(f"{name}: {result}")

show("true", {"type": "object", "properties": {"a": True}})
show("empty", {"type": "object", "properties": {"a": {}}})
show("open", {"type": "object", "additionalProperties": True})
show("anyOf", {"anyOf": [{"type": "object"}, {"type": "null"}]})
show("oneOf", {"oneOf": [{"type": "object"}, {"type": "null"}]})
show("list", {"type": ["object", "null"]})
node = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node", "description": "d"}}}
show("recursive", {"$ref": "#/$defs/Node", "$defs": {"Node": node}})
PYTHON
diff seen - <<'SEEN'
true: TypeError
empty: {"type": "object", "properties": {"a": {}}, "additionalProperties": false, "required": ["a"]}
open: {"type": "object", "additionalProperties": true}
anyOf: {"anyOf": [{"type": "object", "additionalProperties": false}, {"type": "null"}]}
oneOf: {"oneOf": [{"type": "object"}, {"type": "null"}]}
list: {"type": ["object", "null"]}
recursive: RecursionError
SEEN
