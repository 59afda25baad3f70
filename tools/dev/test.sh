# Running every test against a PostgreSQL of its own.
#
# A part that passed is not run again until one of its inputs changes (its
# counts are remembered); name a part to run only that one: ./dev test policy_test

# Address and undefined-behaviour sanitizers watch the folders that read what others wrote and
# those that count money; the others would cost more time than they have found faults.
sanitized=(base_test vocabulary_test policy_syntax_test policy_facts_test
           policy_explain_test policy_settle_test intake_test funds_test)

passed=0
failed=0
failures=()

# A throw-away cluster: no fsync, since nothing in it outlives the run. The crash
# tests start clusters of their own with fsync on.
start_test_cluster() {
  test_cluster=$(mktemp -d /tmp/leye-test-XXXXXX)
  local bin
  bin=$(pg_config --bindir 2>/dev/null || true)
  [ -x "$bin/initdb" ] || bin=/usr/lib/postgresql/15/bin
  as_postgres=()
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$test_cluster"
    as_postgres=(runuser -u postgres --)
  fi
  (cd "$test_cluster" && "${as_postgres[@]}" "$bin/initdb" -D "$test_cluster/data" --no-sync -A trust \
    -E UTF8 --locale=C.UTF-8 -U postgres > "$test_cluster/initdb.log")
  (cd "$test_cluster" && "${as_postgres[@]}" "$bin/pg_ctl" -D "$test_cluster/data" -l "$test_cluster/data/log" -w start -o \
    "-c listen_addresses='' -c unix_socket_directories=$test_cluster -c fsync=off -c synchronous_commit=off \
     -c full_page_writes=off -c shared_buffers=512MB -c max_connections=200 -c jit=off -c max_wal_size=4GB" > /dev/null)
  test_cluster_bin=$bin
  trap stop_test_cluster EXIT
  export LEYE_TEST_DSN="host=$test_cluster user=postgres dbname=postgres"
}

stop_test_cluster() {
  (cd / && "${as_postgres[@]}" "$test_cluster_bin/pg_ctl" -D "$test_cluster/data" -m immediate stop > /dev/null 2>&1) || true
  rm -rf "$test_cluster"
}

# part NAME INPUTS COMMAND…: runs it, or recalls its last success on the same inputs
# (a digest). Counts come from the lines test runners end with.
part() {
  local name=$1 inputs=$2 record log=build/test-logs/$1.log ok=1 good bad
  shift 2
  [ ${#wanted[@]} -gt 0 ] && [[ ! " ${wanted[*]} " == *" $name "* ]] && return 0
  record=build/stamps/test-$name
  if [ ${#wanted[@]} -eq 0 ] && [ "$(head -n1 "$record" 2>/dev/null)" = "$inputs" ]; then
    passed=$((passed + $(tail -n1 "$record")))
    return 0
  fi
  local began=$SECONDS
  "$@" > "$log" 2>&1 || ok=0
  read -r good bad < <(count_results "$log")
  if [ $ok = 0 ] && [ "$bad" = 0 ]; then bad=1; fi
  if [ $ok = 1 ] && [ $((good + bad)) = 0 ]; then bad=1; echo "no test ran" >> "$log"; fi
  passed=$((passed + good))
  failed=$((failed + bad))
  if [ "$bad" = 0 ]; then
    printf '%s\n%s\n' "$inputs" "$good" > "$record"
    printf '   ok      %-28s %5d tests %4d s\n' "$name" "$good" $((SECONDS - began)) >&2
  else
    failures+=("$name")
    printf '   FAILED  %-28s %5d of %d, see %s\n' "$name" "$bad" $((good + bad)) "$log" >&2
    tail -n 40 "$log" >&2
  fi
}

# GoogleTest's closing lines, vitest's, or ours: "N passed, N failed".
count_results() {
  awk '
    /^\[  PASSED  \] [0-9]+ test/ { good += $4 }
    /^\[  FAILED  \] [0-9]+ test/ { bad += $4 }
    /^[0-9]+ passed, [0-9]+ failed/ { good += $1; bad += $3 }
    /^ *Tests +[0-9]+ passed/ { good += $2 }
    /^ *Tests +[0-9]+ failed/ { bad += $2; good += $5 }
    END { print good + 0, bad + 0 }' "$1"
}

# Only those that exist: a folder without tests has no program.
build_sanitized() {
  [ -e build/sanitize/build.ninja ] || cmake --preset sanitize > /dev/null
  local known targets=()
  known=$(ninja -C build/sanitize -t targets all)
  for program in "${sanitized[@]}"; do
    [[ "$known" == *"$program: phony"* ]] && targets+=("$program")
  done
  say "building (sanitize)"
  cmake --build build/sanitize -j "$(nproc)" --target "${targets[@]}"
}

digest_of_file() { sha256sum < "$1" | cut -d' ' -f1; }

# The web's client is generated from this file: it says what the server says.
contract_test() {
  build/check/src/leye openapi | cmp - web/openapi.json || {
    echo "web/openapi.json is stale: build/check/src/leye openapi > web/openapi.json"
    return 1
  }
  echo "1 passed, 0 failed"
}

web_tests() { (cd web && npm run --silent check && NO_COLOR=1 npm test --silent); }

run_tests() {
  wanted=("$@")
  mkdir -p build/test-logs build/stamps
  build_program check
  build_sanitized
  build_web
  start_test_cluster
  say "testing"
  local data program
  data=$(digest_of vocabulary packs schema data tests docs/errors.md)
  for program in build/check/src/*_test build/check/tests/*/*_test; do
    [ -x "$program" ] && part "$(basename "$program")" "$data $(digest_of_file "$program")" "$program"
  done
  part packs "$data $(digest_of_file build/check/src/leye)" build/check/src/leye policy test --db "$LEYE_TEST_DSN" packs/*
  for program in "${sanitized[@]}"; do
    program=build/sanitize/src/$program
    [ -x "$program" ] && part "sanitized-$(basename "$program")" "$data $(digest_of_file "$program")" "$program"
  done
  part contract "$(digest_of_file build/check/src/leye) $(digest_of web/openapi.json)" contract_test
  part web "$(digest_of web)" web_tests
  [ -e tests/browser/run.sh ] &&
    part browser "$data $(digest_of web) $(digest_of_file build/check/src/leye)" tests/browser/run.sh
  command -v soffice > /dev/null ||
    say "no LibreOffice: office_test skipped the way through it (apt install libreoffice-calc-nogui)"
  for name in "${failures[@]}"; do echo "failed: $name"; done
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}

# DuckDB, beside which the batch reader is measured, is a package of the bench alone. Its lock file
# knows this platform's library only, which `npm ci` would refuse.
run_bench() {
  case "${1:-}" in
    ''|-*|policy*)
      [ -d bench/duckdb/node_modules ] ||
        npm install --no-save --prefix bench/duckdb --silent --no-audit --no-fund ||
        say "DuckDB is left out: npm install --prefix bench/duckdb failed" ;;
  esac
  exec build/release/bench/leye_bench "$@"
}
