#include "policy/differential/differential.hpp"

#include <set>

#include <fmt/format.h>

#include "policy/batch/shrink.hpp"
#include "policy/differential/assembled.hpp"
#include "policy/differential/case_facts.hpp"
#include "policy/differential/random_facts.hpp"
#include "policy/differential/smallest.hpp"
#include "policy/differential/third_reader.hpp"

namespace leye::policy::differential {
namespace {

constexpr std::size_t small_chunk = 500;
constexpr std::size_t large_chunk = 2500;  // more than the largest block

class Comparison {
 public:
  Comparison(const LoadedPack& pack, const Vocabulary& vocabulary, const Settings& settings)
      : plan_(*pack.plan),
        batch_plan_(settings.batch_plan == nullptr ? plan_ : *settings.batch_plan),
        vocabulary_(vocabulary),
        settings_(settings),
        cases_(facts_of_cases(pack, vocabulary)) {
    for (const auto& measure : plan_.measures) report_.measures.push_back({measure.name.id, {}});
  }

  Report run() {
    std::set<EntityIndex> subjects;
    for (const auto& measure : plan_.measures) subjects.insert(measure.subject);
    for (const auto subject : subjects) {
      subject_ = subject;
      random_.emplace(plan_, subject, vocabulary_,
                      settings_.seed * 1000 + static_cast<std::uint64_t>(subject));
      std::size_t done = 0;
      for (std::size_t chunk = 0; done < settings_.rows && !report_.difference; ++chunk) {
        const auto most = chunk % 6 == 4 ? large_chunk : small_chunk;
        const auto wanted = std::min(most, settings_.rows - done);
        const auto facts = chunk % 2 == 0 ? drawn(wanted) : mended(wanted);
        done += facts.size(subject);
        one_chunk(facts);
      }
      report_.rows += done;
    }
    return std::move(report_);
  }

 private:
  Facts drawn(std::size_t rows) {
    today_ = day_number(draw().one_of(random_->limits().days) + draw().between(-1, 700));
    return random_->world(rows);
  }

  // Worked cases over and over, each time with other facts mended.
  Facts mended(std::size_t rows) {
    std::vector<const CaseFacts*> ours;
    for (const auto& each : cases_)
      if (each.facts.size(subject_) > 0) ours.push_back(&each);
    if (ours.empty()) return drawn(rows);
    today_ = draw().one_of(ours)->on;
    Rows all(vocabulary_);
    while (all.size(subject_) < rows) {
      const auto* chosen = draw().one_of(ours);
      if (chosen->on == today_ || draw().chance(20)) all.add(chosen->facts);
    }
    auto facts = assembled(vocabulary_, random_->used(), all);
    const int percent = draw().chance(50) ? 10 : 30;
    for (const auto entity : random_->used().entities) random_->mend(facts, entity, percent);
    if (draw().chance(50)) random_->judge(facts, 60);
    if (draw().chance(20)) random_->close_some(facts);
    facts.link();
    return facts;
  }

  void one_chunk(const Facts& facts) {
    choose();
    evaluate(facts);
    query(facts);
    const auto rows = static_cast<Row>(facts.size(subject_));
    std::vector<Row> same_place;
    for (Row row = 0; row < rows; ++row) same_place.push_back(row);
    auto isa = draw().chance(50) ? batch::Isa::best : batch::Isa::plain;
    for (const std::size_t block : {1, 2, 7, 2048}) {
      compare(facts, same_place, 0, block, isa);
      isa = isa == batch::Isa::best ? batch::Isa::plain : batch::Isa::best;
    }
    const auto padding = random_->world(static_cast<std::size_t>(rows) / 3 + 1);
    Rows order(vocabulary_);
    const auto ours = order.add(facts);
    order.add(padding);
    for (auto& of_entity : order.by_entity) shuffle(of_entity);
    const auto shuffled = assembled(vocabulary_, random_->used(), order);
    std::vector<Row> places;
    for (const auto& source : order.by_entity[static_cast<std::size_t>(subject_)])
      places.push_back(source.copy == ours ? source.row : -1);
    compare(shuffled, places, static_cast<Row>(draw().below(rows)), 64, isa);
  }

  void shuffle(std::vector<Rows::Source>& rows) {
    for (std::size_t i = rows.size(); i > 1; --i)
      std::swap(rows[i - 1],
                rows[static_cast<std::size_t>(draw().below(static_cast<std::int64_t>(i)))]);
  }

  void choose() {
    choices_.clear();
    for (const auto& measure : plan_.measures) {
      auto choices = default_choices(measure);
      for (std::size_t i = 0; i < choices.values.size(); ++i) {
        const auto values = static_cast<std::int64_t>(measure.options[i].values.size());
        if (draw().chance(50)) choices.values[i] = static_cast<std::uint8_t>(draw().below(values));
      }
      choices_.push_back(std::move(choices));
    }
  }

  void evaluate(const Facts& facts) {
    expected_.clear();
    for (std::size_t i = 0; i < plan_.measures.size(); ++i) {
      if (plan_.measures[i].subject != subject_) continue;
      Evaluator evaluator(plan_, plan_.measures[i], facts, today_, choices_[i]);
      std::vector<Answer> answers;
      for (Row row = 0; row < static_cast<Row>(facts.size(subject_)); ++row) {
        answers.push_back(evaluator.evaluate(row));
        ++report_.measures[i].outcomes[static_cast<std::size_t>(answers.back().outcome)];
      }
      expected_.push_back(std::move(answers));
    }
  }

  void query(const Facts& facts) {
    if (settings_.scratch == nullptr) return;
    auto found =
        compare_in_sql(plan_, plan_, facts, random_->used(), today_, choices_, *settings_.scratch);
    if (!found.ok()) {
      report_.difference = to_text(found.error());
      return;
    }
    report_.queried += found.value().compared;
    for (auto& refused : found.value().refused) refused_.insert(std::move(refused));
    report_.refused.assign(refused_.begin(), refused_.end());
    report_.difference = std::move(found.value().difference);
  }

  // `places`: of each row the one that it was when expected_ was made, or −1.
  void compare(const Facts& facts, const std::vector<Row>& places, Row first, std::size_t block,
               batch::Isa isa) {
    if (report_.difference) return;
    const batch::BatchSettings with{.block = block, .isa = isa, .choices = choices_};
    const batch::FactsColumns columns(facts);
    batch::BatchReader reader(batch_plan_, subject_, columns, today_, with);
    const Measure* differs = nullptr;
    std::string text;
    reader.run(first, static_cast<Row>(facts.size(subject_)), [&](const batch::Block& rows) {
      for (std::size_t m = 0; m < rows.measures.size() && differs == nullptr; ++m) {
        for (std::size_t i = 0; i < rows.rows; ++i) {
          const auto row = rows.first + static_cast<Row>(i);
          const auto place = places[static_cast<std::size_t>(row)];
          if (place < 0) continue;
          const auto ours = rows.measures[m].answer(i);
          const auto& theirs = expected_[m][static_cast<std::size_t>(place)];
          ++report_.compared;
          if (same(ours, theirs)) continue;
          differs = rows.measures[m].measure;
          text =
              fmt::format("  batch:   {}\n  explain: {}\n", said(ours), said(theirs));
          break;
        }
      }
    });
    if (differs == nullptr) return;
    report_.difference =
        fmt::format("{} of {}, block {}, on {}, seed {}:\n{}", differs->name.id, plan_.id, block,
                    to_text(today_), settings_.seed, text) +
        smallest({plan_, batch_plan_, *differs, vocabulary_, random_->used(), today_, with}, facts);
  }

  static Day day_number(std::int64_t number) {
    return Day::from_number(static_cast<std::int32_t>(number));
  }
  Draw& draw() { return random_->draw(); }

  const Plan& plan_;
  const Plan& batch_plan_;
  const Vocabulary& vocabulary_;
  const Settings& settings_;
  std::vector<CaseFacts> cases_;
  std::optional<RandomFacts> random_;  // for subject_
  EntityIndex subject_ = -1;
  Day today_;
  std::vector<Choices> choices_;
  std::vector<std::vector<Answer>> expected_;  // by measure about the subject, by row
  std::set<std::string> refused_;
  Report report_;
};

}  // namespace

Report compare_readers(const LoadedPack& pack, const Vocabulary& vocabulary,
                       const Settings& settings) {
  CHECK(pack.plan.has_value());
  return Comparison(pack, vocabulary, settings).run();
}

}  // namespace leye::policy::differential
