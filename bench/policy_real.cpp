// A whole pack over the registers of a city: spells, history, aggregates, gaps. Both readers on the
// same blocks of facts; what is measured is the reading of rules, not the loading.
#include <deque>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "parts.hpp"
#include "policy/batch/batch.hpp"
#include "policy/explain/explain.hpp"
#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"
#include "registers/facts_loader.hpp"
#include "scratch_area.hpp"

namespace leye::bench {
namespace {

namespace batch = policy::batch;

store::Scope whole_area() {
  store::Scope scope = store::Scope::whole_area(ScratchArea::area);
  scope.bypass = true;
  scope.time_limit = std::chrono::hours(1);
  return scope;
}

// All measures about one kind of record; seconds and answers so far.
class Subject {
 public:
  Subject(const Subject&) = delete;  // its reader looks at its columns
  Subject(const policy::Plan& plan, policy::EntityIndex entity, const policy::Facts& facts,
          const registers::FactsLoader& loader, Day today)
      : loader_(loader), entity_(entity), columns_(facts), reader_(plan, entity, columns_, today) {
    for (const auto& measure : plan.measures)
      if (measure.subject == entity) evaluators_.emplace_back(plan, measure, facts, today);
  }

  bool empty() const { return evaluators_.empty(); }
  std::size_t not_covered() const { return reader_.not_covered().size(); }

  Status look() {
    const auto rows = static_cast<policy::Row>(loader_.own_rows(entity_));
    std::vector<policy::Answer> found;
    found.reserve(evaluators_.size() * static_cast<std::size_t>(rows));
    const double begin = core_seconds();
    const Stopwatch of_batch;
    reader_.run(0, rows, [&](const batch::Block& block) {
      for (const auto& each : block.measures) eligible += batch::totals(each).eligible;
    });
    batch_seconds += of_batch.seconds();
    const double between = core_seconds();
    batch_core += between - begin;
    for (auto& evaluator : evaluators_)
      for (policy::Row row = 0; row < rows; ++row) found.push_back(evaluator.evaluate(row));
    explain_core += core_seconds() - between;
    answers += static_cast<double>(found.size());
    return compare(found, rows);
  }

  double batch_seconds = 0, batch_core = 0, explain_core = 0, answers = 0;
  std::int64_t eligible = 0;

 private:
  Status compare(const std::vector<policy::Answer>& found, policy::Row rows) {
    bool all = true;
    reader_.run(0, rows, [&](const batch::Block& block) {
      for (std::size_t m = 0; m < block.measures.size(); ++m)
        for (std::size_t i = 0; i < block.rows; ++i) {
          const auto row = static_cast<std::size_t>(block.first) + i;
          const auto at = m * static_cast<std::size_t>(rows) + row;
          all = all && same(block.measures[m].answer(i), found[at]);
        }
    });
    if (all) return Done{};
    return Error{ErrorCode::conflict, "the two readers differ on the registers of the city"};
  }

  const registers::FactsLoader& loader_;
  policy::EntityIndex entity_;
  batch::FactsColumns columns_;
  batch::BatchReader reader_;
  std::vector<policy::Evaluator> evaluators_;
};

// The first rows with their whole story.
Result<double> stories_per_second(const policy::Plan& plan, policy::EntityIndex entity,
                                  const policy::Facts& facts, Day today) {
  const auto rows = std::min<policy::Row>(500, static_cast<policy::Row>(facts.size(entity)));
  double told = 0;
  const double before = core_seconds();
  for (const auto& measure : plan.measures) {
    if (measure.subject != entity) continue;
    policy::Evaluator evaluator(plan, measure, facts, today);
    for (policy::Row row = 0; row < rows; ++row, ++told)
      if (evaluator.explain(row).trace.children.empty())
        return Error{ErrorCode::conflict, "an explanation without a story"};
  }
  return told / (core_seconds() - before);
}

}  // namespace

Measurements measure_policy_real(std::int64_t people) {
  auto area = TRY(ScratchArea::start());
  const auto population = TRY(area.populate(people));
  const auto words = TRY(resource("vocabulary"));
  const auto installed = TRY(Vocabulary::load(words));
  const auto pack = TRY(resource("packs/qingyang-2023"));
  const auto vocabulary = TRY(policy::vocabulary_of_pack(installed, pack));
  const auto plan = TRY(policy::load_pack(pack, vocabulary));
  auto connection = TRY(store::connect(area.dsn()));
  auto transaction = TRY(store::Transaction::begin(connection, whole_area()));
  policy::Facts facts(vocabulary);
  registers::FactsLoader loader(transaction, facts,
                                {population.today, SetClock(population.today).now()});
  std::deque<Subject> subjects;
  for (const char* id : {"employment", "person"})
    subjects.emplace_back(plan, facts.entity(id), facts, loader, population.today);
  double told = 0;
  while (TRY(loader.next_persons(8192))) {
    for (auto& subject : subjects)
      if (!subject.empty()) TRY(subject.look());
    if (told == 0)
      told = TRY(stories_per_second(plan, facts.entity("employment"), facts, population.today));
  }
  double answers = 0, batch_seconds = 0, batch_core = 0, explain_core = 0;
  std::size_t not_covered = 0;
  for (const auto& subject : subjects) {
    answers += subject.answers;
    batch_seconds += subject.batch_seconds;
    batch_core += subject.batch_core;
    explain_core += subject.explain_core;
    not_covered += subject.not_covered();
  }
  const auto name = [&](const char* reader) { return fmt::format("policy.{}.{}", reader, people); };
  return std::vector<Measurement>{
      {name("batch.real") + ".1core", answers / batch_seconds / 1e6, "M rules/s"},
      {name("batch.real") + ".1core.cpu", answers / batch_core / 1e6, "M rules/s"},
      {name("batch.real") + ".not_covered", static_cast<double>(not_covered), "measures"},
      {name("explain.real") + ".answers", answers / explain_core / 1e6, "M rules/s"},
      {name("explain.real") + ".stories", told, "situations/s"},
      {name("batch.real") + ".gain", explain_core / batch_core, "times"}};
}

}  // namespace leye::bench
