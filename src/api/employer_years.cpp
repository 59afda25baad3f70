#include "api/employer_years.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/rulebook.hpp"
#include "benefits/employer_years.hpp"
#include "registers/organisations.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

std::string percent(policy::Fraction rate) {
  const auto times = policy::multiply(rate, {10000, 1});
  if (!times) return "";
  const auto hundredths = policy::round_half_away(*times);
  return fmt::format("{}.{:02}%", hundredths / 100, hundredths % 100);
}

std::vector<RuleFigure> figures_of(const std::vector<benefits::YearFigure>& from) {
  std::vector<RuleFigure> figures;
  for (const auto& each : from)
    figures.push_back({each.fact, each.label, each.value, each.source});
  return figures;
}

std::string size_label(const Call& call, const std::string& code) {
  const auto& vocabulary = call.backend.vocabulary;
  const Entity* entity = vocabulary.find_entity("organisation");
  const Fact* fact = entity->find_fact("size_class");
  const Code* known = vocabulary.code_table(*fact)->understand(code);
  return known == nullptr ? code : call.label(*known);
}

std::string agrees(const benefits::EmployerYear& year, const std::string& reported) {
  if (reported.empty()) return "";
  if (year.size) return *year.size == reported ? "yes" : "no";
  if (year.possible.empty()) return "";
  const auto& open = year.possible;
  return std::find(open.begin(), open.end(), reported) == open.end() ? "no" : "";
}

EmployerYear line_of(const Call& call, const benefits::EmployerYear& from,
                     const std::string& reported) {
  EmployerYear line;
  line.year = from.year;
  line.size = from.size.value_or("");
  if (from.size) line.size_label = size_label(call, *from.size);
  for (const auto& code : from.possible) line.possible_label.push_back(size_label(call, code));
  line.agrees = agrees(from, reported);
  line.figures = figures_of(from.figures);
  line.missing = figures_of(from.missing);
  for (const auto& each : from.rates)
    line.rates.push_back({each.name.id, call.label(each.name),
                          each.rate ? percent(*each.rate) : std::string(),
                          figures_of(each.figures)});
  return line;
}

// The caller sees the employer; what the rules look at may stand at other places.
Result<EmployerYears> read_years(Call& call) {
  const auto id = TRY(call.path_id());
  TRY(call.must_be_own("organisation", id));
  const auto& backend = call.backend;
  const registers::IdentityCipher cipher(backend.cipher);
  auto* seen = TRY(call.transaction());
  registers::Organisations organisations(*seen, backend.vocabulary, cipher);
  TRY(organisations.card(id));
  const auto on = TRY(call.asked_day("as_of")).value_or(call.today());
  const auto organisation = TRY(organisations.organisation_as_of(id, {on, call.now()}));
  const auto& rules = backend.rulebook.years;
  EmployerYears found;
  found.has_rules = !rules.empty();
  found.reported = organisation.value("size_class");
  if (!found.reported.empty()) {
    found.reported_label = size_label(call, found.reported);
    found.reported_source = organisation.source;
  }
  auto lease = TRY(backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const benefits::YearsQuestion question{backend.vocabulary, on, call.now(), call.language()};
  for (const auto& year : TRY(benefits::employer_years(transaction, rules, question, id)))
    found.years.push_back(line_of(call, year, found.reported));
  call.saw("read_organisation", fmt::format("organisation:{}", id));
  return found;
}

}  // namespace

std::vector<Route> employer_year_routes() {
  const RoleSet readers =
      access::clerks | RoleSet{Role::insurance_agency, Role::auditor, Role::employer};
  Route read = get<EmployerYears>("/api/v1/organisations/{id}/years", "单位各年的规模和裁员率",
                                  readers, read_years);
  read.query = {"as_of"};
  read.act = "read_organisation";
  return {read};
}

}  // namespace leye::api
