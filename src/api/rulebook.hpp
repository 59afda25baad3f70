// What the pack in force and the installation rule beside the measures: read and checked as one
// when a version of the policy comes into force, so that a request finds rules and never a mistake
// in them.
//
//   const auto rules = TRY(Rulebook::load(pack, vocabulary, ledgers));   // the server, once
//   … call.backend.rulebook.families …                                  // a handler
#pragma once

#include <filesystem>

#include "audit/reading.hpp"
#include "benefits/year_rules.hpp"
#include "exchange/catalogue.hpp"
#include "exchange/sheet_template.hpp"
#include "families/rules.hpp"
#include "figures/new_jobs.hpp"
#include "ledgers/ledger.hpp"
#include "quality/check_plan.hpp"
#include "recognitions/rules.hpp"
#include "registering/rules.hpp"
#include "registers/late_entries.hpp"
#include "registers/numbers.hpp"
#include "registers/retention.hpp"
#include "registers/similar_names.hpp"
#include "reports/destinations.hpp"
#include "reports/rules.hpp"
#include "reports/steps.hpp"
#include "states/rules.hpp"
#include "sweeps/signs.hpp"
#include "visits/plans.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::api {

struct Rulebook {
  // Of the pack.
  states::Rules states;             // which registered state somebody is in
  families::FamilyRules families;   // which families must not be without work
  benefits::YearRules years;        // what is asked of each year of an employer
  sweeps::Signs signs;              // what counts as contact, and what as a refusal
  recognitions::Rules recognitions;  // after how long a recognition is looked at again
  registering::Rules registering;   // what is registered at any window
  visits::Plans visits;             // whom to visit how often, and what is asked
  quality::CheckPlan checks;        // how three-party checks are made
  exchange::SheetTemplates sheets;  // workbooks of systems that take them
  // Of the installation, from data/ and vocabulary/.
  exchange::Catalogue feeds;        // what departments send, and whose word counts
  registers::LateRules late;        // after how many days an entry is late
  registers::Numbers numbers;       // that an office may set otherwise
  registers::SimilarNames similar;  // characters that look alike
  reports::Rules reports;           // who reports what, and what of it is confirmed
  reports::Steps steps;             // after leaving school
  reports::Destinations destinations;  // which count as placed
  audit::ReadingLimits reading;     // from where on reading is too much
  std::vector<registers::RetentionTerm> retention;  // how long records are kept
  figures::NewJobsDefinition new_jobs;              // what counts as a new job

  // Points into the vocabulary, which must outlive it. The error names file and line of the first
  // mistake.
  static Result<Rulebook> load(const std::filesystem::path& pack, const Vocabulary& vocabulary,
                               const ledgers::Ledgers& ledgers);
};

}  // namespace leye::api
