#include "api/rulebook.hpp"

#include "api/field_rules.hpp"
#include "base/resources.hpp"

namespace leye::api {

Result<Rulebook> Rulebook::load(const std::filesystem::path& pack, const Vocabulary& vocabulary,
                                const ledgers::Ledgers& ledgers) {
  Rulebook rules;
  rules.states = TRY(states::Rules::load(pack, vocabulary));
  rules.years = TRY(benefits::YearRules::load(pack, vocabulary));
  rules.signs = TRY(sweeps::Signs::load(pack, vocabulary));
  rules.recognitions = TRY(recognitions::Rules::load(pack));
  rules.registering = TRY(registering::Rules::load(pack, vocabulary));
  rules.visits = TRY(visits::Plans::load(pack, vocabulary, ledgers));
  // A plan of another pack is none of ours: nobody would look at its tasks.
  std::erase_if(rules.states.hand_overs, [&](const states::HandOver& one) {
    return rules.visits.find_visit(one.plan) == nullptr;
  });
  rules.checks = TRY(quality::CheckPlan::load(pack));
  rules.sheets = TRY(exchange::SheetTemplates::load(pack, vocabulary));
  TRY(FieldRules::put_in_force(vocabulary));
  rules.feeds = TRY(exchange::Catalogue::load(vocabulary));
  rules.families = TRY(families::FamilyRules::load(pack, vocabulary));
  rules.late = TRY(registers::LateRules::load(vocabulary));
  rules.numbers = TRY(registers::Numbers::load());
  rules.reports = TRY(reports::Rules::load(vocabulary));
  rules.steps = TRY(reports::Steps::load(vocabulary));
  rules.destinations = TRY(reports::Destinations::load(vocabulary));
  rules.reading = TRY(audit::reading_limits());
  rules.retention = TRY(registers::retention_terms());
  rules.new_jobs = TRY(figures::NewJobsDefinition::load());
  const auto characters = TRY(resource("data/characters/similar.txt"));
  rules.similar = TRY(registers::SimilarNames::load(characters));
  return rules;
}

}  // namespace leye::api
