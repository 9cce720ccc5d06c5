#!/usr/bin/env bash
# A JSON Schema validator that is told to check `format` still accepts any string as a date-time or a URI.
#
# jsonschema 4.26.0 (PyPI) with Draft202012Validator.FORMAT_CHECKER checks `uuid` and `date`, but takes "x" as a `date-time` and "no uri" as a
# `uri`, without a warning: these formats need packages that only the extra `jsonschema[format]` installs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv python && python/bin/pip install --quiet jsonschema==4.26.0
python/bin/python - <<'PYTHON' | tee seen
from jsonschema import Draft202012Validator as Validator
for name, value in [("uuid", "x"), ("date", "x"), ("date-time", "x"), ("uri", "no uri")]:
    valid = Validator({"type": "string", "format": name}, format_checker=Validator.FORMAT_CHECKER).is_valid(value)
    print(name, "accepted" if valid else "refused")
PYTHON
diff seen - <<'SEEN'
uuid refused
date refused
date-time accepted
uri accepted
SEEN
