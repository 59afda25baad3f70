// The packs: nothing is found that nobody has explained, and every example holds as it is printed.
#include <filesystem>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/check.hpp"
#include "policy/pack_vocabulary.hpp"
#include "policy/proof/small_pack.hpp"

namespace leye::policy::proof {
namespace {

// One line for each of the rows that are printed once: 招用(×3).入职日期 of 招用#0, 招用#1, 招用#2.
std::vector<Witness::Line> spread(const std::vector<Witness::Line>& lines) {
  std::vector<Witness::Line> all = lines;
  for (std::size_t i = 0; i < all.size();) {
    const auto at = all[i].fact.find("(×");
    if (at == std::string::npos) {
      ++i;
      continue;
    }
    const auto alike = all[i];
    const auto mark = alike.fact.substr(at, alike.fact.find(')', at) + 1 - at);
    const auto count = std::stoi(mark.substr(std::string("(×").size()));
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
    // What a row refers to in itself is its own; the mark stands first where both have it.
    const auto of_row = alike.label.substr(0, alike.label.find(mark) + mark.size());
    for (int k = count - 1; k >= 0; --k) {
      auto one = alike;
      const auto number = fmt::format("#{}", k);
      one.fact.replace(at, mark.size(), number);
      one.label.replace(one.label.find(mark), mark.size(), number);
      if (one.value.starts_with("= " + of_row))
        one.value.replace(one.value.find(mark), mark.size(), number);
      all.insert(all.begin() + static_cast<std::ptrdiff_t>(i), one);
    }
  }
  return all;
}

// Facts from the lines of an example alone: "organisation.employments[2].person.birth_date".
class Printed {
 public:
  Printed(const Vocabulary& vocabulary, const Witness& witness)
      : vocabulary_(vocabulary), facts_(vocabulary), lines_(spread(witness.facts)) {
    subject_ = lines_.front().fact.substr(0, lines_.front().fact.find('.'));
    if (subject_.starts_with("judgement ")) subject_.clear();
    rows_[subject_] = {entity_of(subject_), facts_.add(entity_of(subject_))};
    for (const auto& line : lines_) read(line);
    for (std::size_t i = 0; i < vocabulary.entities().size(); ++i)
      facts_.close(static_cast<EntityIndex>(i));
    facts_.link();
  }

  const Facts& facts() const { return facts_; }

 private:
  struct Place {
    EntityIndex entity = -1;
    Row row = -1;
  };

  EntityIndex entity_of(const std::string& id) const {
    return static_cast<EntityIndex>(vocabulary_.find_entity(id) - vocabulary_.entities().data());
  }
  const Entity& entity(EntityIndex index) const {
    return vocabulary_.entities()[static_cast<std::size_t>(index)];
  }

  void read(const Witness::Line& line) {
    if (line.fact.starts_with("judgement ")) {
      facts_.set_judgement(entity_of(subject_), 0, line.fact.substr(10), line.value == "是");
      return;
    }
    auto at = line.fact.find('.');
    auto path = line.fact.substr(0, at);
    auto place = rows_.at(path);
    while (at != std::string::npos) {
      const auto next = line.fact.find('.', at + 1);
      const auto word = line.fact.substr(at + 1, next == std::string::npos ? next : next - at - 1);
      path += "." + word;
      const auto* fact = entity(place.entity).find_fact(word);
      const bool last = next == std::string::npos;
      if (last && fact != nullptr && line.value != "有") return write(place, *fact, line.value);
      place = step(place, path, word, fact);
      at = next;
    }
  }

  Place step(Place from, const std::string& path, const std::string& word, const Fact* fact) {
    if (const auto known = rows_.find(path); known != rows_.end()) return known->second;
    Place made;
    if (fact != nullptr) {
      made.entity = entity_of(fact->refers_to);
      made.row = facts_.add(made.entity);
      facts_.set_reference(from.entity, from.row, facts_.fact(from.entity, fact->id), made.row);
    } else {
      made.entity = entity_of(word.substr(0, word.find_first_of("[(#")));
      const auto* back = entity(made.entity).find_reference(entity(from.entity).id);
      EXPECT_NE(back, nullptr) << path;
      made.row = facts_.add(made.entity);
      facts_.set_reference(made.entity, made.row, facts_.fact(made.entity, back->id), from.row);
    }
    return rows_[path] = made;
  }

  void write(Place place, const Fact& fact, const std::string& value) {
    const auto index = facts_.fact(place.entity, fact.id);
    if (fact.type == FactType::reference) {
      if (value == "无") facts_.set_none(place.entity, place.row, index);
      if (!value.starts_with("= ")) return;
      for (const auto& line : lines_) {  // the Chinese name of a row is found beside its id
        const auto cut = line.label.rfind('.');
        if (line.label.substr(0, cut) != value.substr(2)) continue;
        const auto id = line.fact.substr(0, line.fact.rfind('.'));
        if (!rows_.contains(id)) continue;
        return facts_.set_reference(place.entity, place.row, index, rows_.at(id).row);
      }
      return;
    }
    auto spelled = value;
    std::erase(spelled, ',');
    if (fact.type == FactType::ratio && fact.zh.ends_with("人数"))
      return facts_.set(place.entity, place.row, index, Ratio::whole(std::stoll(spelled)));
    if (spelled.ends_with(" 元")) spelled.erase(spelled.find(" 元"));
    const auto done = facts_.set_spelling(place.entity, place.row, index, spelled);
    EXPECT_TRUE(done.ok()) << fact.id << " " << value;
  }

  const Vocabulary& vocabulary_;
  Facts facts_;
  std::vector<Witness::Line> lines_;
  std::string subject_;
  std::map<std::string, Place> rows_;
};

struct Proved {
  Vocabulary words;
  LoadedPack pack;
  Report report;
};

// Once for each pack.
const Proved& proved_pack(const std::string& id) {
  static std::map<std::string, Proved> all;
  const auto known = all.find(id);
  if (known != all.end()) return known->second;
  const auto path = resource("packs").value() / id;
  auto words = vocabulary_of_pack(test_vocabulary(), path).value();
  auto pack = read_pack(path, words);
  CHECK(pack.plan.has_value());
  auto report = prove(pack, words);
  return all.emplace(id, Proved{std::move(words), std::move(pack), std::move(report)})
      .first->second;
}

class OfPacks : public testing::TestWithParam<const char*> {};

TEST_P(OfPacks, EverythingFoundIsExplainedAndEveryExampleHolds) {
  const auto& [words, pack, report] = proved_pack(GetParam());
  for (const auto& idle : report.idle) ADD_FAILURE() << "nothing to acknowledge: " << idle.name;
  for (const auto& finding : report.findings) {
    EXPECT_TRUE(finding.reason.has_value()) << to_text(finding, Language::zh);
    if (!finding.witness || finding.witness->facts.empty()) continue;
    const auto& witness = *finding.witness;
    const Printed printed(words, witness);
    for (const auto& said : witness.answers) {
      if (!said.note_zh.empty()) continue;  // of the next step
      const auto* measure = pack.plan->find_measure(said.measure);
      ASSERT_NE(measure, nullptr);
      Evaluator evaluator(*pack.plan, *measure, printed.facts(), witness.on);
      const auto answer = evaluator.evaluate(0);
      EXPECT_EQ(answer.outcome, said.outcome) << to_text(finding, Language::zh);
      EXPECT_EQ(answer.amount, said.amount) << to_text(finding, Language::zh);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Packs, OfPacks,
                         testing::Values("qingyang-2023", "haidian-2018", "jiulongpo-2020",
                                         "leshan-2021-2025", "city-template-2020"));

TEST(Qingyang, IsKnownForThree) {
  const auto& report = proved_pack("qingyang-2023").report;
  const auto found = names(report);
  EXPECT_THAT(found, testing::Contains("pair hiring_subsidy hiring_subsidy_registered"));
  EXPECT_THAT(found, testing::Contains("no_amount skills_subsidy skill_level"));
  const std::string staff =
      "cliff job_stabilisation_refund organisation.organisation_years.headcount_year_end";
  for (const auto& finding : report.findings) {
    if (finding.name == "no_amount skills_subsidy skill_level") {
      EXPECT_THAT(finding.title_zh, testing::HasSubstr("二级、一级"));
    }
    if (finding.name != staff) continue;
    std::string headcount;
    for (const auto& line : finding.witness->facts)
      if (line.fact.ends_with("headcount_year_end")) headcount = line.value;
    EXPECT_EQ(headcount, "30");
    EXPECT_EQ(finding.witness->answers.back().note_zh, "多一点: 31");
    EXPECT_EQ(finding.witness->answers.back().outcome, Outcome::not_eligible);
  }
  EXPECT_THAT(found, testing::Contains(staff));
}

}  // namespace
}  // namespace leye::policy::proof
