#!/usr/bin/env bash
# An OpenAPI 3.1 property with `type: [string, object, null]` and `properties` loses two of its three types in one generator, in silence.
#
# swagger-typescript-api 13.13.0 makes it the object alone. openapi-typescript 7.13.0, @hey-api/openapi-ts 0.95.0 and
# datamodel-code-generator 0.89.0 make it a union of three.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund openapi-typescript@7.13.0 @hey-api/openapi-ts@0.95.0 swagger-typescript-api@13.13.0 typescript@5.9.3
python3 -m venv python && python/bin/pip install --quiet datamodel-code-generator==0.89.0
cat >api.json <<'JSON'
{
  "openapi": "3.1.0",
  "info": { "title": "Looks", "version": "1" },
  "paths": {
    "/looks": {
      "get": {
        "responses": {
          "200": { "description": "ok", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Result" } } } }
        }
      }
    }
  },
  "components": {
    "schemas": {
      "Result": {
        "type": "object",
        "required": ["error"],
        "properties": {
          "error": { "type": ["string", "object", "null"], "properties": { "code": { "type": "string" } } }
        }
      }
    }
  }
}
JSON
npx openapi-typescript api.json --output openapi-typescript.ts >log 2>&1
npx openapi-ts -i api.json -o hey-api -p @hey-api/typescript >log 2>&1
npx swagger-typescript-api generate -p api.json -o . -n swagger-typescript-api.ts --no-client >log 2>&1
python/bin/datamodel-codegen --input api.json --input-file-type openapi --output datamodel.py --output-model-type pydantic_v2.BaseModel >log 2>&1
for file in openapi-typescript.ts hey-api/types.gen.ts swagger-typescript-api.ts datamodel.py; do
    echo "$file: $(tr -d '\n' <"$file" | tr -s ' ' | grep -oE ' error: ([^{;]*\{[^}]*\}[^;]*;|[A-Z].*)')"
done | tee seen
diff seen - <<'SEEN'
openapi-typescript.ts:  error: string | { code?: string; } | null;
hey-api/types.gen.ts:  error: string | { code?: string; } | null;
swagger-typescript-api.ts:  error: { code?: string; };
datamodel.py:  error: Error | str | None
SEEN
