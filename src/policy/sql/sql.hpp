// The same plan as one query: a measure, or some that share their work, for PostgreSQL from 15 on.
//
//   const ScratchLayout layout(vocabulary);                // which table and column holds a fact
//   const auto query = TRY(compile(plan, {&measure}, layout));
//   query.text                                             // $1: the day of evaluation
//
// One row for each subject: its id and, of each measure, outcome (0 eligible, 1 not eligible,
// 2 undetermined, 3 not in force), the bounds of the amount in fen (no high bound: null), the
// distance, and the masks of failed and of unknown lines: what the interpreter (explain/) gives,
// bit for bit. Lines of the document stand beside what they became, as comments.
//
// What cannot be said in SQL without saying something else is refused when compiling, with its
// reason (Refusal); nothing is left out in silence. The text calls no clock, no age() and no
// function of ours, joins only what lies in one schema, and names no schema: it runs wherever the
// search path finds the tables, on Citus sharded by schema as well.
//
// How: expressions with their ranges (expression.hpp), values with bounds on top of them
// (bounds.hpp, calendar.hpp), from them the nodes (compiler.hpp), and the rows that they look at
// as nested selects (printer.hpp). What is used twice becomes a column of an inner select, kept
// from being pulled up by `offset 0`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/explain/explain.hpp"
#include "policy/plan/plan.hpp"
#include "policy/sql/layout.hpp"

namespace leye::policy::sql {

enum class Wanted : std::uint8_t {
  rows,  // each subject's answer
  sums,  // one row: of each measure how many are eligible, and their fen
};

struct QuerySettings {
  Wanted wanted = Wanted::rows;
  std::vector<Choices> choices = {};  // one for each measure asked for; none: the defaults
  bool comments = true;
};

// Why a measure has no query. Diagnostics of a pack are bilingual: zh, en.
struct Refusal {
  std::string measure;
  std::string zh;
  std::string en;
};
std::string to_text(const Refusal& refusal);

struct Query {
  std::string text;
  // Columns of measure i begin with "m0_", "m1_" …; sums are m0_n and m0_fen.
  std::vector<const Measure*> measures;
};

// All of them have the same subject.
struct Compiled {
  std::optional<Query> query;
  std::optional<Refusal> refusal;
};
Compiled compile(const Plan& plan, const std::vector<const Measure*>& measures,
                 const Layout& layout, const QuerySettings& settings = {});

}  // namespace leye::policy::sql
