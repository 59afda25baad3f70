# Fuzzing with libFuzzer: ./dev fuzz [document|path|readers…] [--seconds N]
#
# The first build took 24 minutes (144 files, clang with sanitizers, two cores that six others
# used too), later ones only what changed; then all three take three minutes and half a minute.
# Each target runs N seconds (60) from the seeds and whatever earlier runs kept in
# build/fuzz/corpus. An input that stops a target is left in build/fuzz/found: make it smaller
# (build/fuzz/tests/fuzz/TARGET_fuzz -minimize_crash=1 -runs=10000 FILE) and keep it in
# tests/fuzz/found/TARGET, where every ./dev test replays it.

# Debian's newest clang with a runtime for libFuzzer.
fuzz_compiler() {
  local version
  for version in 16 14; do
    if command -v "clang++-$version" > /dev/null &&
       ls "/usr/lib/llvm-$version/lib/clang"/*/lib/linux/libclang_rt.fuzzer-*.a > /dev/null 2>&1; then
      echo "clang++-$version"
      return 0
    fi
  done
  return 1
}

install_fuzz_compiler() {
  fuzz_compiler > /dev/null && return 0
  local version
  as_root apt-get update -qq
  for version in 16 14; do
    say "installing: clang-$version libclang-rt-$version-dev"
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends \
      "clang-$version" "libclang-rt-$version-dev" && return 0
  done
  return 1
}

run_fuzz() {
  local seconds=60 targets=() target failed=0
  while [ $# -gt 0 ]; do
    case "$1" in
      --seconds) seconds=$2; shift 2 ;;
      *) targets+=("$1"); shift ;;
    esac
  done
  [ ${#targets[@]} -gt 0 ] || targets=(document path readers)
  install_fuzz_compiler
  [ -e build/fuzz/build.ninja ] ||
    cmake --preset fuzz -DCMAKE_CXX_COMPILER="$(fuzz_compiler)" > /dev/null
  say "building (fuzz)"
  cmake --build build/fuzz -j "$(nproc)" --target "${targets[@]/%/_fuzz}" "${targets[@]/%/_fuzz_test}"
  mkdir -p build/fuzz/found
  for target in "${targets[@]}"; do
    local programs=build/fuzz/tests/fuzz corpus=build/fuzz/corpus/$target
    "$programs/${target}_fuzz_test" --write-seeds "$corpus"
    say "fuzzing $target, $seconds s"
    "$programs/${target}_fuzz" -max_total_time="$seconds" -max_len=6000 -timeout=10 \
      -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix="build/fuzz/found/$target-" \
      "$corpus" 2> "build/fuzz/$target.log" || failed=1
    grep -E 'stat::number_of_executed_units|stat::average_exec|SUMMARY|internal check|Test unit written' \
      "build/fuzz/$target.log" || true
  done
  [ "$failed" = 0 ] || echo "something was found; see tools/dev/fuzz.sh for what to do with it"
  return "$failed"
}
