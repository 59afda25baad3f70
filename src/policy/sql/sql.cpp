#include "policy/sql/sql.hpp"

#include <fmt/format.h>

#include "base/check.hpp"
#include "policy/sql/compiler.hpp"
#include "policy/sql/printer.hpp"

namespace leye::policy::sql {
namespace {

// The measures, and the sentences that they sum up.
std::string heading(const Plan& plan, const std::vector<const Measure*>& measures) {
  auto out = fmt::format("-- {} {}\n", plan.id, plan.title);
  for (const auto* measure : measures) {
    out += fmt::format("-- {} {} {}\n", measure->name.id, measure->name.label, measure->clause);
    std::string line = "--   ";
    for (const char c : measure->summary) {
      line += c;
      if (c == '\n') line += "--   ";
    }
    if (!measure->summary.empty()) out += line + "\n";
  }
  return out + "-- $1: the day of evaluation\n";
}

std::vector<Column> of_rows(Expressions& e, Id subject, const std::vector<Selected>& selected) {
  std::vector<Column> wanted = {{subject, "subject"}};
  for (std::size_t i = 0; i < selected.size(); ++i) {
    const auto& one = selected[i];
    const auto add = [&](const char* name, Id value, Sort sort) {
      wanted.push_back({e.cast(value, sort), fmt::format("m{}_{}", i, name)});
    };
    add("outcome", one.outcome, Sort::integer);
    add("low", one.low, Sort::bigint);
    add("high", one.high, Sort::bigint);
    add("distance", one.distance, Sort::integer);
    add("failed", one.failed, Sort::bigint);
    add("unknown", one.unknown, Sort::bigint);
  }
  return wanted;
}

std::vector<Column> of_sums(Expressions& e, const std::vector<Selected>& selected) {
  std::vector<Column> wanted;
  for (std::size_t i = 0; i < selected.size(); ++i) {
    const auto& one = selected[i];
    const auto count = e.make("count(*) filter (where \1)", {one.eligible}, Sort::bigint,
                              {0, INT64_C(1) << 40}, false, true);
    const auto fen =
        e.at(one.due).constant
            ? e.cast(e.multiply(count, one.due), Sort::bigint)
            : e.make("coalesce(sum(\1) filter (where \1), 0)::bigint", {one.due, one.eligible},
                     Sort::bigint, {0, INT64_MAX}, false, true);
    wanted.push_back({count, fmt::format("m{}_n", i)});
    wanted.push_back({fen, fmt::format("m{}_fen", i)});
  }
  return wanted;
}

}  // namespace

std::string to_text(const Refusal& refusal) {
  return fmt::format("{}: 不能译成查询: {} / no query: {}", refusal.measure, refusal.zh,
                     refusal.en);
}

Compiled compile(const Plan& plan, const std::vector<const Measure*>& measures,
                 const Layout& layout, const QuerySettings& settings) {
  CHECK(!measures.empty());
  Compiler compiler(plan, layout, measures[0]->subject);
  std::vector<Selected> selected;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    CHECK(measures[i]->subject == measures[0]->subject);
    const auto choices =
        settings.choices.empty() ? default_choices(*measures[i]) : settings.choices[i];
    auto one = compiler.add(*measures[i], choices);
    if (!one) return {std::nullopt, compiler.refusal()};
    selected.push_back(std::move(*one));
  }
  auto& e = compiler.expressions();
  const auto wanted = settings.wanted == Wanted::rows
                          ? of_rows(e, compiler.rows().subject(), selected)
                          : of_sums(e, selected);
  Printer printer(e, compiler.rows());
  if (settings.comments && settings.wanted == Wanted::rows)
    for (const auto& one : selected)
      for (const auto& [line, words] : one.lines) printer.note(line, words);
  Query query;
  query.text = settings.comments ? heading(plan, measures) : std::string{};
  query.text += printer.rows(wanted);
  query.measures = measures;
  return {std::move(query), std::nullopt};
}

}  // namespace leye::policy::sql
