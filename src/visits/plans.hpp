// Whom to visit how often, and what surveys ask: data of a pack, read from its folders visits/ and
// surveys/ (docs/guide/visits.md has the form). One file is one plan (走访计划) or one questionnaire
// (意愿调查); its people are those of a ledger, or those recognised as a category.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ledgers/ledger.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::visits {

// How many services of a kind a person should get within a year.
struct ServiceDue {
  std::string kind;  // a code of service_kind
  int times = 0;
};

struct VisitPlan {
  std::string id, zh, en;
  std::string people;                // "ledger registered_unemployed", "category hard_to_employ"
  int every_months = 0;              // from one contact to the next
  int first_days = 0;                // calendar days to the first
  std::string level;                 // a code of service_level: who goes
  std::vector<std::string> ways;     // codes of survey_way: what is a contact
  std::vector<std::string> met;      // codes of visit_outcome: the person was reached
  std::vector<std::string> ends;     // codes of visit_outcome: nobody need go again
  std::string asks;                  // a survey of the same pack; may be empty
  std::vector<ServiceDue> services;  // may be empty
  std::string clause;
};

struct Question {
  std::string zh, en;
  const Fact* fact = nullptr;
};

struct Survey {
  std::string id, zh, en;
  std::string people;
  const Entity* entity = nullptr;  // whose records the answers are
  const Fact* asked_on = nullptr;  // its day
  std::vector<std::string> ways, ends;
  std::vector<Question> questions;

  const Question* find(std::string_view fact) const;
};

struct Plans {
  std::vector<VisitPlan> visits;  // by file name
  std::vector<Survey> surveys;

  // A pack without the folders has none. The error names file, line and the way to mend it.
  // Questions point into the vocabulary, which must outlive them.
  static Result<Plans> load(const std::filesystem::path& pack, const Vocabulary& vocabulary,
                            const ledgers::Ledgers& ledgers);
  const VisitPlan* find_visit(std::string_view id) const;
  const Survey* find_survey(std::string_view id) const;
};

Result<VisitPlan> parse_visit_plan(std::string_view text, const std::string& file,
                                   const Vocabulary& vocabulary, const ledgers::Ledgers& ledgers);
Result<Survey> parse_survey(std::string_view text, const std::string& file,
                            const Vocabulary& vocabulary, const ledgers::Ledgers& ledgers);

// The ledger that `people` means, without its columns.
Result<ledgers::Ledger> ledger_of_people(const std::string& people, const Vocabulary& vocabulary,
                                         const ledgers::Ledgers& ledgers);

}  // namespace leye::visits
