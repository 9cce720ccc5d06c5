#!/usr/bin/env bash
# An Overlay 1.0 update that gives a string a list, such as `type: string` the value `["string", "null"]`, is applied by four tools and
# refused by one.
#
# @redocly/cli 2.77.0 ends with an error and writes nothing; openapi-format 1.33.6 and bump-cli 2.11.0 replace the string. All three accept
# the removal of the string first and the same update after it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund @redocly/cli@2.77.0 openapi-format@1.33.6 bump-cli@2.11.0
cat >api.json <<'JSON'
{
  "openapi": "3.1.0",
  "info": { "title": "Looks", "version": "1" },
  "paths": {},
  "components": { "schemas": { "Note": { "type": "string", "description": "A note." } } }
}
JSON
# Usage: overlay FILE ACTIONS
overlay() { printf '{"overlay":"1.0.0","info":{"title":"t","version":"1"},"actions":[%s]}' "$2" >"$1"; }
update='{"target":"$.components.schemas.Note","update":{"type":["string","null"]}}'
overlay merged.json "$update"
overlay removed.json '{"target":"$.components.schemas.Note.type","remove":true},'"$update"
types() { node -p 'JSON.stringify(JSON.parse(require("fs").readFileSync(0)).components.schemas.Note.type)'; }
for overlay in merged removed; do
    rm -f redocly.json
    npx redocly bundle api.json --overlay $overlay.json --output redocly.json >/dev/null 2>&1 || true
    npx openapi-format api.json --overlayFile $overlay.json --no-sort --output format.json >/dev/null 2>&1
    npx bump overlay api.json $overlay.json >bump.json 2>/dev/null
    redocly=nothing
    [ ! -s redocly.json ] || redocly=$(types <redocly.json)
    echo "$overlay: redocly $redocly, openapi-format $(types <format.json), bump $(types <bump.json)"
done | tee seen
list='["string","null"]'
diff seen - <<SEEN
merged: redocly nothing, openapi-format $list, bump $list
removed: redocly $list, openapi-format $list, bump $list
SEEN
