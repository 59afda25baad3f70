# A .sql file of named statements -> a header of constants (src/store/statement.hpp).
#   awk -v folder=registers -v file=person -f sql.awk person.sql > person.sql.hpp
# A block starts with `-- name: find_person` and runs to the next one; a last ';' is dropped.
function fail(message) {
  print FILENAME ":" FNR ": " message > "/dev/stderr"
  failed = 1
  exit 1
}
# Without `inline`: two files of a folder may use the same name without one silently replacing the other.
function finish() {
  if (name == "") return
  sub(/[ \t\n;]+$/, "", text)
  if (text == "") fail("statement " name " is empty")
  printf "constexpr store::Statement %s{\"%s/%s\", R\"sql(%s)sql\"};\n", name, folder, name, text
}
BEGIN {
  space = folder
  gsub("/", "::", space)
  print "// Made by cmake/sql.awk from src/" folder "/" file ".sql."
  print "#pragma once\n\n#include \"store/statement.hpp\"\n"
  print "namespace leye::" space "::sql {\n"
}
/^--[ \t]*name:/ {
  finish()
  name = $0
  sub(/^--[ \t]*name:[ \t]*/, "", name)
  sub(/[ \t]+$/, "", name)
  if (name !~ /^[a-z][a-z0-9_]*$/) fail("not a name in snake_case: " name)
  if (name in seen) fail("the name " name " is used twice")
  seen[name] = 1
  text = ""
  next
}
name == "" && /^[ \t]*(--.*)?$/ { next }
name == "" { fail("text before the first '-- name:'") }
{ text = text $0 "\n" }
END {
  if (failed) exit 1
  finish()
  if (!failed) print "\n}  // namespace leye::" space "::sql"
}
