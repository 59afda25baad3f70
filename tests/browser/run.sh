#!/usr/bin/env bash
# The browser journeys against a demo city of its own; the last line is `N passed, N failed`.
set -eu
cd "$(dirname "$0")/../.."
program=${LEYE_PROGRAM:-build/check/src/leye}
people=${LEYE_BROWSER_PEOPLE:-3000}
port=${LEYE_BROWSER_PORT:-$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")}
data=$(mktemp -d)
chmod 755 "$data"  # the private database runs as another user
server=
trap '[ -z "$server" ] || { kill -INT "$server"; wait "$server"; } 2>/dev/null; rm -rf "$data"' EXIT
[ -d tests/browser/node_modules ] || (cd tests/browser && npm ci --silent --no-audit --no-fund)
"$program" demo --people "$people" --data "$data/city" --listen "127.0.0.1:$port" > "$data/log" 2>&1 &
server=$!
for _ in $(seq 600); do
  grep -q '已启动' "$data/log" && break
  kill -0 "$server" 2>/dev/null || { cat "$data/log"; exit 1; }
  sleep 0.5
done
LEYE_DEMO_PASSWORD=$(grep -o '口令都是 [^）]*' "$data/log" | sed 's/口令都是 //')
export LEYE_DEMO_PASSWORD LEYE_URL="http://127.0.0.1:$port"
node tests/browser/run.mjs "$@"
