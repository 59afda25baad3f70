#include "trial/entitled.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "benefits/assessment.hpp"
#include "benefits/block_reader.hpp"
#include "benefits/category_findings.hpp"
#include "policy/batch/batch.hpp"

namespace leye::trial {
namespace {

using policy::EntityIndex;
using policy::FactIndex;
using policy::Facts;
using policy::Row;

// From the subject by references; -1 where one of them is not known.
Row follow(const Facts& facts, const std::optional<policy::ReferencePath>& path, EntityIndex entity,
           Row row) {
  if (!path) return -1;
  for (const auto step : path->steps) {
    const auto value = facts.value(entity, row, step);
    if (!value.known()) return -1;
    row = static_cast<Row>(value.low.top);
    const auto& fact = facts.vocabulary()
                           .entities()[static_cast<std::size_t>(entity)]
                           .facts[static_cast<std::size_t>(step)];
    entity = facts.entity(fact.refers_to);
  }
  return row;
}

std::int32_t month_of(Day day) {
  const auto civil = day.civil();
  return civil.year * 12 + civil.month - 1;
}

// Of the rows of one block.
class GroupReader {
 public:
  GroupReader(const Facts& facts, const Categories& categories, Day on)
      : facts_(facts),
        on_(on),
        person_(facts.entity("person")),
        organisation_(facts.entity("organisation")),
        birth_(facts.fact(person_, "birth_date")),
        hukou_(facts.fact(person_, "hukou_kind")),
        size_(facts.fact(organisation_, "size_class")) {
    read_recognitions(categories);
  }

  Groups of(Row person, Row organisation) const {
    Groups groups;
    if (person >= 0) {
      const auto born = facts_.value(person_, person, birth_);
      if (born.known()) groups.age = band(Day::from_number(static_cast<int>(born.low.top)));
      groups.hukou = code(person_, person, hukou_);
      groups.categories = categories(of_person_, person);
    } else {
      groups.categories = categories(of_organisation_, organisation);
    }
    if (organisation >= 0) groups.size = code(organisation_, organisation, size_);
    return groups;
  }

 private:
  using Members = std::unordered_map<Row, std::uint64_t>;

  std::int8_t band(Day born) const {
    const int age = full_years(born, on_);
    const auto above = std::upper_bound(age_bounds.begin(), age_bounds.end(), age);
    return static_cast<std::int8_t>(above - age_bounds.begin());
  }

  std::int8_t code(EntityIndex entity, Row row, FactIndex fact) const {
    const auto value = facts_.value(entity, row, fact);
    return value.known() ? static_cast<std::int8_t>(value.low.top) : not_known;
  }

  static std::uint64_t categories(const Members& members, Row row) {
    const auto found = members.find(row);
    return found == members.end() ? 0 : found->second;
  }

  // Who certainly is what on the day.
  void read_recognitions(const Categories& categories) {
    const auto entity = facts_.entity("recognition");
    const auto fact = [&](const char* id) { return facts_.fact(entity, id); };
    const auto named = fact("category"), person = fact("person"),
               organisation = fact("organisation");
    for (std::size_t at = 0; at < facts_.size(entity); ++at) {
      const auto row = static_cast<Row>(at);
      const auto value = [&](FactIndex index) { return facts_.value(entity, row, index); };
      const auto category = value(named);
      if (!category.known()) continue;
      const auto text = facts_.text(category.low.top);
      const auto known = std::find(categories.begin(), categories.end(), text);
      const auto bit = static_cast<std::size_t>(known - categories.begin());
      if (known == categories.end() || bit >= 64) continue;
      const auto standing = benefits::standing_on(facts_, row, on_);
      if (!standing || !standing->certain) continue;
      for (const auto& [reference, members] :
           {std::pair(person, &of_person_), std::pair(organisation, &of_organisation_)}) {
        const auto owner = value(reference);
        if (owner.known()) (*members)[static_cast<Row>(owner.low.top)] |= std::uint64_t{1} << bit;
      }
    }
  }

  const Facts& facts_;
  const Day on_;
  const EntityIndex person_, organisation_;
  const FactIndex birth_, hukou_, size_;
  Members of_person_, of_organisation_;
};

// All measures of one subject in one block.
class Reader {
 public:
  Reader(const policy::Plan& plan, const Block& block, Day on, const GroupReader& groups)
      : plan_(plan), block_(block), on_(on), groups_(groups), columns_(block.facts) {}

  Status read(EntityIndex subject, Found& found) {
    std::vector<Question> questions;
    for (std::size_t m = 0; m < plan_.measures.size(); ++m) {
      const auto& measure = plan_.measures[m];
      if (measure.subject != subject) continue;
      auto assessor = TRY(benefits::Assessor::make(plan_, measure, block_.facts, on_));
      auto& question = questions.emplace_back(m, std::move(assessor), std::nullopt,
                                              has_to_be_settled(plan_, measure));
      if (!benefits::CategoryFindings::is_category(measure)) continue;
      question.category.emplace(block_.facts, measure, on_);
      question.category->read_recognitions();
    }
    policy::batch::BatchReader reader(plan_, subject, columns_, on_);
    const auto rows = static_cast<Row>(block_.own_rows[static_cast<std::size_t>(subject)]);
    reader.run(0, rows, [&](const policy::batch::Block& batch) {
      for (std::size_t at = 0; at < batch.measures.size(); ++at) {
        auto& question = questions[at];
        take(batch, batch.measures[at], question, found[question.measure]);
      }
    });
    return Done{};
  }

 private:
  struct Question {
    Question(std::size_t number, benefits::Assessor reader,
             std::optional<benefits::CategoryFindings> recognitions, bool settled)
        : measure(number),
          assessor(std::move(reader)),
          category(std::move(recognitions)),
          competes(settled) {}
    std::size_t measure;
    benefits::Assessor assessor;
    std::optional<benefits::CategoryFindings> category;
    bool competes;
  };

  void take(const policy::batch::Block& batch, const policy::batch::Answers& answers,
            Question& question, FoundOfMeasure& found) {
    for (std::size_t i = 0; i < batch.rows; ++i) {
      const auto outcome = answers.outcome(i);
      if (outcome == policy::Outcome::undetermined && !question.category) ++found.undetermined;
      if (outcome != policy::Outcome::eligible) continue;
      const auto row = batch.first + static_cast<Row>(i);
      // Of a category, as in a screening: who may be recognised and is not.
      if (question.category && !may_be_recognised(*question.category, row)) continue;
      found.entitled.push_back(entitled(question, row));
    }
  }

  static bool may_be_recognised(const benefits::CategoryFindings& category, Row row) {
    policy::Answer answer;
    answer.outcome = policy::Outcome::eligible;
    const char* kept = category.kept(row, answer);
    return kept != nullptr && std::string_view(kept) == "eligible";
  }

  Entitled entitled(Question& question, Row row) {
    const auto& measure = question.assessor.measure();
    const auto assessed = question.assessor.assess(row);
    const auto& answer = assessed.answer;
    Entitled one;
    one.subject = assessed.subject;
    one.person = assessed.person.value_or(0);
    one.organisation = assessed.organisation.value_or(0);
    one.place = assessed.place;
    auto person = follow(block_.facts, measure.person, measure.subject, row);
    auto organisation = follow(block_.facts, measure.organisation, measure.subject, row);
    if (question.category) {
      const bool of_person = measure.subject == block_.facts.entity("person");
      (of_person ? one.person : one.organisation) = one.subject;
      (of_person ? person : organisation) = row;
      one.place = question.category->place(row);
    }
    one.amount = answer.amount;
    if (answer.months && answer.period_from && answer.period_until) {
      one.first_month = month_of(*answer.period_from);
      one.last_month = std::max(one.first_month, month_of(*answer.period_until));
    } else if (answer.event_on) {
      one.first_month = one.last_month = month_of(*answer.event_on);
    }
    for (const auto& stage : answer.stages)
      one.stages.push_back({stage.day ? month_of(*stage.day) : -1, stage.low});
    one.groups = groups_.of(person, organisation);
    if (question.competes)
      one.claim = std::make_shared<policy::Entitlement>(
          policy::entitlement(measure, answer, on_, one.subject, one.person, one.organisation));
    return one;
  }

  const policy::Plan& plan_;
  const Block& block_;
  const Day on_;
  const GroupReader& groups_;
  const policy::batch::FactsColumns columns_;
};

Status read_block(const policy::Plan& plan, const Categories& categories, const Columns& columns,
                  const Block& block, Found& found) {
  const auto& vocabulary = block.facts.vocabulary();
  std::vector<EntityIndex> subjects;
  for (const auto* measure : benefits::met_in(block.swept, plan, vocabulary))
    if (std::find(subjects.begin(), subjects.end(), measure->subject) == subjects.end())
      subjects.push_back(measure->subject);
  if (subjects.empty()) return Done{};
  const GroupReader groups(block.facts, categories, columns.on());
  for (const auto subject : subjects)
    TRY(Reader(plan, block, columns.on(), groups).read(subject, found));
  return Done{};
}

}  // namespace

Categories categories_of(const policy::Plan& plan) {
  Categories categories;
  for (const auto& measure : plan.measures)
    if (benefits::CategoryFindings::is_category(measure) && measure.recognition)
      categories.push_back(measure.name.id);
  return categories;
}

bool has_to_be_settled(const policy::Plan& plan, const policy::Measure& measure) {
  if (!measure.limits.empty() || !measure.caps.empty() || measure.months_cap ||
      !measure.quotas.empty())
    return true;
  return std::any_of(plan.exclusions.begin(), plan.exclusions.end(), [&](const auto& exclusion) {
    return std::find(exclusion.measures.begin(), exclusion.measures.end(), measure.name.id) !=
           exclusion.measures.end();
  });
}

Result<Found> find_entitled(const Columns& columns, const policy::Plan& plan,
                            const Categories& categories, std::size_t threads) {
  Found all(plan.measures.size());
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::optional<Error> failure;
  const auto work = [&] {
    Found mine(plan.measures.size());
    Status done = Done{};
    for (auto at = next++; at < columns.blocks().size() && done.ok(); at = next++)
      done = read_block(plan, categories, columns, columns.blocks()[at], mine);
    const std::lock_guard lock(mutex);
    if (!done.ok() && !failure) failure = done.error();
    for (std::size_t m = 0; m < all.size(); ++m) {
      all[m].undetermined += mine[m].undetermined;
      auto& entitled = all[m].entitled;
      entitled.insert(entitled.end(), std::make_move_iterator(mine[m].entitled.begin()),
                      std::make_move_iterator(mine[m].entitled.end()));
    }
  };
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (auto& thread : others) thread.join();
  if (failure) return *failure;
  const auto by_subject = [](const Entitled& a, const Entitled& b) {
    return a.subject < b.subject;
  };
  for (auto& each : all) std::sort(each.entitled.begin(), each.entitled.end(), by_subject);
  return all;
}

}  // namespace leye::trial
