# Building: the program by CMake presets, the web app by npm.

# build_program PRESET [TARGET…]: everything if no target is named.
build_program() {
  local preset=$1
  shift
  [ -e "build/$preset/build.ninja" ] || cmake --preset "$preset" > /dev/null
  say "building ($preset)"
  cmake --build "build/$preset" -j "$(nproc)" ${1:+--target "$@"}
}

# A digest of every file of the project below the given paths, committed or not.
digest_of() {
  git ls-files -z --cached --others --exclude-standard -- "$@" |
    xargs -0 -r sh -c 'for f; do [ -f "$f" ] && printf "%s\0" "$f"; done; true' sh |
    xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

# Runs a command unless it already succeeded on the same inputs: once STAMP DIGEST COMMAND…
once() {
  local stamp=build/stamps/$1 digest=$2
  shift 2
  mkdir -p build/stamps
  [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ] && return 0
  "$@"
  echo "$digest" > "$stamp"
}

web_install() { say "installing web packages"; (cd web && npm ci --silent --no-audit --no-fund); }
web_build() { say "building the web app"; (cd web && npm run --silent build); }

build_web() {
  [ -d web/node_modules ] || rm -f build/stamps/web-packages
  [ -d web/dist ] || rm -f build/stamps/web
  once web-packages "$(digest_of web/package-lock.json)" web_install
  once web "$(digest_of web src/api)" web_build
}
