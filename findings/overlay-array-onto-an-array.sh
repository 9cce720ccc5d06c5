#!/usr/bin/env bash
# An Overlay 1.0 update that is an array, for a target that is an array, turns the list into an object in one tool. By the letter of 1.0 the
# list would get the update as one nested entry; no tool does that.
#
# openapi-overlays-js 0.2.0 makes `{"0": …}` of `tags` and loses the old entry. @redocly/cli 2.77.0, openapi-format 1.33.6, bump-cli 2.11.0 and
# oas-patch 0.6.0 concatenate, as version 1.1 says.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund @redocly/cli@2.77.0 openapi-overlays-js@0.2.0 openapi-format@1.33.6 bump-cli@2.11.0
python3 -m venv python && python/bin/pip install --quiet oas-patch==0.6.0 pyyaml
printf '{"openapi":"3.1.0","info":{"title":"Looks","version":"1"},"tags":[{"name":"a"}],"paths":{}}' >api.json
printf '{"overlay":"1.0.0","info":{"title":"t","version":"1"},"actions":[{"target":"$.tags","update":[{"name":"b"}]}]}' >overlay.json
npx redocly bundle api.json --overlay overlay.json --output redocly.json >/dev/null 2>&1 || true
npx overlayjs --openapi api.json --overlay overlay.json >overlays-js.yaml 2>/dev/null
npx openapi-format api.json --overlayFile overlay.json --no-sort --output format.json >/dev/null 2>&1
npx bump overlay api.json overlay.json >bump.json 2>/dev/null
python/bin/oas-patch overlay api.json overlay.json --output patch.json >/dev/null
python/bin/python - <<'PYTHON' | tee seen
import json, os, yaml
for file in ["redocly.json", "overlays-js.yaml", "format.json", "bump.json", "patch.json"]:
    text = open(file).read() if os.path.exists(file) else ""
    print(file, json.dumps(yaml.safe_load(text)["tags"]) if text else "refused")
PYTHON
diff seen - <<'SEEN'
redocly.json [{"name": "a"}, {"name": "b"}]
overlays-js.yaml {"0": {"name": "b"}}
format.json [{"name": "a"}, {"name": "b"}]
bump.json [{"name": "a"}, {"name": "b"}]
patch.json [{"name": "a"}, {"name": "b"}]
SEEN
