// Rules over many rows: the batch reader on one core and two, the interpreter with its story.
#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "hash_rows.hpp"
#include "parts.hpp"
#include "policy/batch/batch.hpp"
#include "policy/explain/explain.hpp"
#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"
#include "sql_engines.hpp"

namespace leye::bench {
namespace {

namespace batch = policy::batch;

const Day today = Day::from_number(19681);  // 2023-11-20

struct Rules {
  Vocabulary vocabulary;
  policy::Plan plan;
};

Result<Rules> twelve_rules() {
  const auto words = TRY(resource("vocabulary"));
  const auto installed = TRY(Vocabulary::load(words));
  const auto folder = TRY(resource("bench/twelve-rules"));
  auto vocabulary = TRY(policy::vocabulary_of_pack(installed, folder));
  auto plan = TRY(policy::load_pack(folder, vocabulary));
  return Rules{std::move(vocabulary), std::move(plan)};
}

// What a screening looks at first: how many, how much, and who is one line short.
struct Found {
  std::vector<RuleSum> rules;
  std::int64_t short_by_one = 0;
};

void add(Found& found, const batch::Block& block, std::size_t at) {
  if (found.rules.size() < at + block.measures.size())
    found.rules.resize(at + block.measures.size());
  for (const auto& answers : block.measures) {
    const auto totals = batch::totals(answers);
    auto& sum = found.rules[at++];
    if (sum.measure.empty()) sum.measure = answers.measure->name.id;
    sum.eligible += totals.eligible;
    sum.fen += totals.fen;
    found.short_by_one += totals.short_by_one;
  }
}

// Both readers of a core: its share of the persons, and of the firms.
class Core {
 public:
  Core(const Rules& rules, const HashRows& rows, batch::Isa isa, std::size_t block)
      : rows_(rows),
        persons_(rules.plan, rows.person(), rows, today, {.block = block, .isa = isa}),
        firms_(rules.plan, rows.firm(), rows, today, {.block = block, .isa = isa}) {}

  Found run(std::size_t share, std::size_t shares) {
    Found found;
    const auto part = [&](std::size_t all, std::size_t at) {
      return static_cast<policy::Row>(all * at / shares);
    };
    persons_.run(part(rows_.persons(), share), part(rows_.persons(), share + 1),
                 [&](const batch::Block& block) { add(found, block, 0); });
    const auto rules = found.rules.size();
    firms_.run(part(rows_.firms(), share), part(rows_.firms(), share + 1),
               [&](const batch::Block& block) { add(found, block, rules); });
    return found;
  }

 private:
  const HashRows& rows_;
  batch::BatchReader persons_, firms_;
};

Found run_on(std::vector<Core>& cores) {
  std::vector<Found> parts(cores.size());
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < cores.size(); ++i)
    threads.emplace_back([&, i] { parts[i] = cores[i].run(i, cores.size()); });
  parts[0] = cores[0].run(0, cores.size());
  threads.clear();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    for (std::size_t rule = 0; rule < parts[0].rules.size(); ++rule) {
      parts[0].rules[rule].eligible += parts[i].rules[rule].eligible;
      parts[0].rules[rule].fen += parts[i].rules[rule].fen;
    }
    parts[0].short_by_one += parts[i].short_by_one;
  }
  return parts[0];
}

// Refuses to give figures for sums that are wrong by a fen.
Status agree(std::vector<RuleSum> found, std::vector<RuleSum> expected) {
  const auto by_name = [](const RuleSum& a, const RuleSum& b) { return a.measure < b.measure; };
  std::sort(found.begin(), found.end(), by_name);
  std::sort(expected.begin(), expected.end(), by_name);
  for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i) {
    if (found[i] == expected[i]) continue;
    return Error{ErrorCode::conflict, fmt::format("{}: {} rows and {} fen, should be {} and {}",
                                                  found[i].measure, found[i].eligible, found[i].fen,
                                                  expected[i].eligible, expected[i].fen)};
  }
  if (found.size() != expected.size())
    return Error{ErrorCode::conflict,
                 fmt::format("{} rules, not {}", found.size(), expected.size())};
  return Done{};
}

constexpr int runs = 5;

// By the clock, the least and the middle of some runs; of the core's own time, the least.
struct Seconds {
  double least = 0, median = 0, of_core = 0;
};

template <class Run>
Seconds timed(const Run& run) {
  std::vector<double> all, of_core;
  for (int i = 0; i < runs; ++i) {
    const Stopwatch stopwatch;
    const double before = core_seconds();
    run();
    of_core.push_back(core_seconds() - before);
    all.push_back(stopwatch.seconds());
  }
  std::sort(all.begin(), all.end());
  return {all.front(), all[runs / 2], *std::min_element(of_core.begin(), of_core.end())};
}

double evaluations(const HashRows& rows) {
  return 11 * static_cast<double>(rows.persons()) + static_cast<double>(rows.firms());
}

// The same rows as facts, each with its whole story, in Chinese as a clerk reads it.
Result<double> explained_per_second(const Rules& rules, const HashRows& rows) {
  const std::size_t persons = std::min<std::size_t>(rows.persons(), 2000);
  policy::Facts facts(rules.vocabulary);
  rows.copy_to(facts, persons);
  std::int64_t told = 0;
  const double before = core_seconds();
  for (const auto& measure : rules.plan.measures) {
    if (measure.subject != rows.person()) continue;
    policy::Evaluator evaluator(rules.plan, measure, facts, today);
    for (std::size_t row = 0; row < persons; ++row, ++told) {
      const auto explanation = evaluator.explain(static_cast<policy::Row>(row));
      if (explanation.trace.children.empty())
        return Error{ErrorCode::conflict, "an explanation without a story"};
    }
  }
  return static_cast<double>(told) / (core_seconds() - before);
}

// The engines that only add up, beside the reader that also says why.
Status compare_with_sql(const Rules& rules, const HashRows& rows,
                        const std::vector<RuleSum>& expected, const Seconds& ours,
                        std::vector<Measurement>& measured) {
  const auto evaluated = evaluations(rows);
  const auto times = TRY(time_sql_engines(rows, rules.plan, rules.vocabulary, expected));
  for (const auto& each : times.ratios) {
    const auto name = fmt::format("policy.sql.{}.jit_{}.{}worker", rows.persons(),
                                  each.jit ? "on" : "off", each.workers);
    measured.push_back({name, each.generated.seconds * 1e3, "ms"});
    measured.push_back(
        {name + ".over.by_hand", each.generated.seconds / each.by_hand.seconds, "times"});
    if (each.workers == 0)
      measured.push_back(
          {name + ".over.by_hand.cpu", each.generated.of_core / each.by_hand.of_core, "times"});
  }
  for (const auto& each : times.engines) {
    const auto name = fmt::format("policy.{}.{}.{}core", each.engine, rows.persons(), each.cores);
    measured.push_back({name, evaluated / each.seconds / 1e6, "M rules/s"});
    if (each.of_core > 0)
      measured.push_back({name + ".cpu", evaluated / each.of_core / 1e6, "M rules/s"});
    if (each.of_core > 0 && each.cores == 1)
      measured.push_back({fmt::format("policy.batch.{}.over.{}", rows.persons(), each.engine),
                          each.of_core / ours.of_core, "times"});
  }
  return Done{};
}

}  // namespace

Measurements measure_policy(std::int64_t persons) {
  const auto rules = TRY(twelve_rules());
  const double before = resident_megabytes();
  const HashRows rows(rules.vocabulary, static_cast<std::size_t>(persons));
  const auto expected = expected_sums(rows);
  std::vector<Measurement> measured;
  const auto name = fmt::format("policy.batch.{}", persons);
  const auto evaluated = evaluations(rows);
  Seconds of_one_core;
  struct Way {
    const char* name;
    std::size_t cores;
    batch::Isa isa;
  };
  for (const auto& way : {Way{"1core", 1, batch::Isa::best}, Way{"2core", 2, batch::Isa::best},
                          Way{"1core.plain", 1, batch::Isa::plain}}) {
    std::vector<Core> cores;
    for (std::size_t i = 0; i < way.cores; ++i) cores.emplace_back(rules, rows, way.isa, 2048);
    TRY(agree(run_on(cores).rules, expected));
    const auto seconds = timed([&] { run_on(cores); });
    if (measured.empty()) of_one_core = seconds;
    measured.push_back(
        {fmt::format("{}.{}", name, way.name), evaluated / seconds.median / 1e6, "M rules/s"});
    measured.push_back(
        {fmt::format("{}.{}.best", name, way.name), evaluated / seconds.least / 1e6, "M rules/s"});
    if (way.cores == 1)
      measured.push_back({fmt::format("{}.{}.cpu", name, way.name),
                          evaluated / seconds.of_core / 1e6, "M rules/s"});
    measured.push_back({fmt::format("{}.{}.time", name, way.name), seconds.median * 1e3, "ms"});
  }
  measured.push_back({name + ".columns",
                      static_cast<double>(rows.bytes()) / static_cast<double>(persons),
                      "B/person"});
  measured.push_back({name + ".memory",
                      (resident_megabytes() - before) * 1e6 / static_cast<double>(persons),
                      "B/person"});
  measured.push_back({fmt::format("policy.explain.{}.1core", persons),
                      TRY(explained_per_second(rules, rows)), "situations/s"});
  TRY(compare_with_sql(rules, rows, expected, of_one_core, measured));
  return measured;
}

}  // namespace leye::bench
