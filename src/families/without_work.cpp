#include "families/without_work.hpp"

#include "families/without_work.sql.hpp"

namespace leye::families {
namespace {

const char* name_of(FamilyRule::Member member) {
  switch (member) {
    case FamilyRule::Member::any: return "any";
    case FamilyRule::Member::registered: return "registered";
    case FamilyRule::Member::able: return "able";
  }
  return "";
}

}  // namespace

Result<std::vector<Family>> families_without_work(store::Transaction& transaction,
                                                  const FamilyRule& rule, Day on,
                                                  const std::vector<std::int64_t>& households) {
  std::vector<Family> found;
  const auto rows = TRY(transaction.query(
      sql::families_without_work, on, rule.household_kind, rule.group, name_of(rule.member),
      households, rule.men.from, rule.men.to, rule.women.from, rule.women.to, rule.not_states));
  for (const store::Row row : rows)
    found.push_back({row.get<std::int64_t>("id"), row.get<std::int64_t>("place"),
                     row.get<std::int64_t>("people"), row.get<Day>("since")});
  return found;
}

}  // namespace leye::families
