#include "api/families.hpp"

#include <map>

#include "api/bind.hpp"
#include "api/person_cards.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr int listed_at_most = 200;

// Jobs are looked for anywhere, so the families are counted over the whole area; who they are is
// read as the caller.
Result<FamilyDesk> desk(Call& call) {
  const auto& rules = call.backend.rulebook.families;
  FamilyDesk desk;
  desk.listed_at_most = listed_at_most;
  std::vector<std::int64_t> heads;
  std::vector<std::pair<const registers::FamilyRule*, registers::Family>> found;
  {
    auto lease = TRY(call.backend.pool.take());
    auto scope = call.scope(true);
    scope.access = store::Access::read;
    auto transaction = TRY(store::Transaction::begin(*lease, scope));
    for (const auto& rule : rules.all()) {
      registers::FamiliesWanted wanted{call.today(), call.post.range.low, call.post.range.high};
      wanted.limit = listed_at_most;
      auto families = TRY(registers::families_without_work(transaction, rule, wanted));
      desk.rules.push_back(
          {rule.id, rule.zh, rule.en, rule.working_days, rule.why, families.total});
      for (auto& family : families.families) {
        heads.push_back(family.householder);
        found.emplace_back(&rule, std::move(family));
      }
    }
  }
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(*transaction, call.backend.vocabulary, cipher);
  std::map<std::int64_t, PersonCard> cards;
  for (const auto& each : TRY(people.cards(heads))) {
    if (cards.emplace(each.id, card_of(call, each)).second)
      call.saw("list_person", "person:" + std::to_string(each.id));
  }
  for (const auto& [rule, family] : found) {
    FamilyLine line;
    line.id = Id{family.household};
    const auto card = cards.find(family.householder);
    if (card != cards.end()) line.head = card->second;
    line.place_label = family.place_label;
    line.people = family.people;
    line.clock = clock_of(call, *rule, family.since);
    desk.items.push_back(std::move(line));
  }
  return desk;
}

}  // namespace

FamilyClock clock_of(const Call& call, const registers::FamilyRule& rule, Day since) {
  const auto deadline =
      registers::deadline_of(since, rule, call.backend.calendar, call.today());
  return {rule.id,      rule.zh,       rule.en,          since,   rule.working_days,
          deadline.due, deadline.left, deadline.overdue, rule.why};
}

std::vector<Route> family_routes() {
  const RoleSet readers = access::clerks | RoleSet{Role::auditor};
  Route list = get<FamilyDesk>("/api/v1/families", "无人就业的家庭和帮扶期限", readers, desk);
  list.act = "list_person";
  return {list};
}

}  // namespace leye::api
