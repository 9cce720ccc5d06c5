#!/usr/bin/env bash
# A blank in a JSONPath list of names, `$.a['x', 'y']`, which RFC 9535 allows, makes an overlay tool skip the action and succeed.
#
# openapi-overlays-js 0.2.0 applies `['x','y']` to both members and `['x', 'y']` to none: it prints a lexical error, writes the document
# without the change, and exits with 0. bump-cli 2.11.0 and oas-patch 0.6.0 take both forms alike.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund openapi-overlays-js@0.2.0 bump-cli@2.11.0
python3 -m venv python && python/bin/pip install --quiet oas-patch==0.6.0
cat >api.json <<'JSON'
{ "openapi": "3.1.0", "info": { "title": "Looks", "version": "1" }, "paths": {}, "x-looks": { "one": {}, "two": {} } }
JSON
for names in "['one','two']" "['one', 'two']"; do
    printf '{"overlay":"1.0.0","info":{"title":"t","version":"1"},"actions":[{"target":"$[%s]%s","update":{"seen":true}}]}' \
        "'x-looks'" "$names" >overlay.json
    npx overlayjs --openapi api.json --overlay overlay.json >overlays-js.yaml 2>/dev/null
    npx bump overlay api.json overlay.json >bump.json 2>/dev/null
    python/bin/oas-patch overlay api.json overlay.json --output patch.json >/dev/null
    echo "$names: openapi-overlays-js $(grep -c seen overlays-js.yaml || true), bump $(grep -o seen bump.json | wc -l), oas-patch $(grep -o seen patch.json | wc -l)"
done | tee seen
diff seen - <<'SEEN'
['one','two']: openapi-overlays-js 2, bump 2, oas-patch 2
['one', 'two']: openapi-overlays-js 0, bump 2, oas-patch 2
SEEN
