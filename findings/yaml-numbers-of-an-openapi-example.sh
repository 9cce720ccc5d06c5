#!/usr/bin/env bash
# Plain YAML scalars of an OpenAPI example change type on the way to JSON: a number becomes a string and a duration becomes a number.
#
# PyYAML 6.0.4 reads `1e3` and `1.5e3` as strings (only `1.0e+3` is a number), `12:30:45` as the integer 45045, and `2026-11-01` as a date,
# which Python's `json.dumps` refuses.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv python && python/bin/pip install --quiet PyYAML==6.0.4
python/bin/python - <<'PYTHON' | tee seen
import yaml
for text in ["1e3", "1.5e3", "1.0e+3", "12:30:45", "2026-11-01"]:
    value = yaml.safe_load("example: " + text)["example"]
    print(text, type(value).__name__, value)
PYTHON
diff seen - <<'SEEN'
1e3 str 1e3
1.5e3 str 1.5e3
1.0e+3 float 1000.0
12:30:45 int 45045
2026-11-01 date 2026-11-01
SEEN
