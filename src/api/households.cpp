#include "api/households.hpp"

#include <map>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/one_row.hpp"
#include "api/own_write.hpp"
#include "api/person_cards.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"
#include "families/without_work.hpp"
#include "registers/entry.hpp"
#include "registers/households.hpp"
#include "registers/identity.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet keepers{Role::window_clerk};
constexpr std::chrono::minutes statement_time_max{1};

std::string object_of(std::int64_t household) { return fmt::format("household:{}", household); }

bool in_places(const Call& call, std::int64_t place) {
  return place >= call.post.range.low && place <= call.post.range.high;
}

// Those of the ids whom the caller may see.
Result<std::map<std::int64_t, PersonCard>> visible(Call& call,
                                                   const std::vector<std::int64_t>& ids) {
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(*transaction, call.backend.vocabulary, cipher);
  std::map<std::int64_t, PersonCard> cards;
  for (const auto& each : TRY(people.cards(ids))) {
    cards.emplace(each.id, card_of(call, each));
    call.saw("list_person", fmt::format("person:{}", each.id));
  }
  return cards;
}

HouseholdMemberLine line_of(const Call& call, const registers::HouseholdMember& member,
                            const std::map<std::int64_t, PersonCard>& cards) {
  const auto& words = call.backend.vocabulary;
  const Fact& relation = *words.find_entity("household_member")->find_fact("relation");
  HouseholdMemberLine line;
  const auto card = cards.find(member.person);
  if (card != cards.end()) line.card = card->second;
  line.relation = member.relation;
  line.relation_label = registers::shown_value(words, relation, member.relation);
  line.relation_label_en = registers::shown_value_en(words, relation, member.relation);
  line.start_date = member.since;
  line.end_date = member.until;
  line.present = member.present;
  line.registered_unemployed = member.registered_unemployed;
  line.at_work = member.at_work;
  line.source = member.source;
  line.known_from = business_day(member.known_from);
  line.times_changed = member.times_changed;
  return line;
}

// A family has jobs anywhere, so it is read whole; names are those that the caller may see.
Result<Households> households(Call& call) {
  const auto id = TRY(call.path_id());
  if (TRY(visible(call, {id})).empty())
    return Error{ErrorCode::not_found, "查无此人，或不在您的管辖范围", {}, "核对姓名或证件号码"};
  const auto& rules = call.backend.rulebook.families;
  std::vector<registers::Household> found;
  std::map<std::int64_t, std::vector<FamilyClock>> clocks;  // by household
  {
    auto lease = TRY(call.backend.pool.take());
    auto scope = call.scope(true);
    scope.access = store::Access::read;
    auto transaction = TRY(store::Transaction::begin(*lease, scope));
    found = TRY(registers::households_of(transaction, id, {call.today(), call.now()}));
    for (const auto& each : found) {
      for (const auto& rule : rules.all()) {
        for (const auto& one : TRY(
                 families::families_without_work(transaction, rule, call.today(), {each.id})))
          clocks[each.id].push_back(clock_of(call, rule, one.since));
      }
    }
  }
  const auto& words = call.backend.vocabulary;
  const Fact& kind = *words.find_entity("household")->find_fact("kind");
  Households households;
  for (const auto& each : found) {
    std::vector<std::int64_t> ids{each.householder};
    for (const auto& member : each.members) ids.push_back(member.person);
    const auto cards = TRY(visible(call, ids));
    HouseholdLine line;
    line.id = Id{each.id};
    line.kind = each.kind;
    line.kind_label = registers::shown_value(words, kind, each.kind);
    line.kind_label_en = registers::shown_value_en(words, kind, each.kind);
    line.place_label = each.place_label;
    if (cards.contains(each.householder)) line.head = Id{each.householder};
    line.source = each.source;
    line.without_work = each.without_work();
    line.clocks = clocks[each.id];
    line.cases = TRY(cases_of_household(call, each.id));
    line.may_write = keepers.has(call.post.role) && in_places(call, each.place);
    for (const auto& member : each.members)
      line.members.push_back(line_of(call, member, cards));
    households.items.push_back(std::move(line));
  }
  return households;
}

Status check_code(const Call& call, const char* entity, const char* fact,
                  const std::string& code) {
  const Fact& of = *call.backend.vocabulary.find_entity(entity)->find_fact(fact);
  for (const Code& each : call.backend.vocabulary.code_table(of)->codes()) {
    if (each.code == code) return Done{};
  }
  return Error{ErrorCode::invalid_input, fmt::format("请选{}", of.zh), {fact}};
}

registers::HouseholdNote note_of(const Call& call) {
  const auto order = order_of(call, *call.backend.vocabulary.find_entity("household"));
  return {order.source, order.now};
}

Result<http::Response> make(Call& call) {
  const auto asked = TRY(json::read<MakeHousehold>(call.request.body));
  const auto id = TRY(call.path_id());
  TRY(check_code(call, "household", "kind", asked.kind));
  std::int64_t place = 0;
  {
    auto* connection = TRY(call.connection());
    auto scope = call.scope();
    scope.access = store::Access::read;
    auto transaction = TRY(store::Transaction::begin(*connection, scope));
    const registers::IdentityCipher cipher(call.backend.cipher);
    registers::People people(transaction, call.backend.vocabulary, cipher);
    place = TRY(people.card(id)).place;
  }
  return own_write(
      call, statement_time_max, [&](store::Transaction& transaction) -> Result<http::Response> {
        const auto made = TRY(registers::make_household(
            transaction, {id, asked.kind, place, asked.since, note_of(call)}));
        TRY(look_at_families_of(call, transaction, {id}));
        call.did(object_of(made), fmt::format("新建家庭，户主 person:{}", id));
        return respond(Nothing{});
      });
}

Result<std::int64_t> member_meant(Call& call, store::Transaction& transaction,
                                  const registers::Household& household, const SayMember& asked) {
  if (asked.person) {
    for (const auto& each : household.members) {
      if (each.person == asked.person->number) return each.person;
    }
    return Error{ErrorCode::not_found, "没有这名成员"};
  }
  const auto number = registers::canonical_id_number(asked.id_number);
  if (!number.ok())
    return Error{
        ErrorCode::invalid_input, number.error().what, {"id_number"}, number.error().fix};
  const registers::IdentityCipher cipher(call.backend.cipher);
  auto found = registers::person_with_number(transaction, cipher, number.value());
  if (found.ok() || found.error().code != ErrorCode::not_found) return found;
  return Error{
      ErrorCode::invalid_input, "这个号码还没有档案", {"id_number"}, "先新增这个人，再登记为成员"};
}

Result<http::Response> say_member(Call& call) {
  const auto asked = TRY(json::read<SayMember>(call.request.body));
  const auto id = TRY(call.path_id());
  TRY(check_code(call, "household_member", "relation", asked.relation));
  return own_write(
      call, statement_time_max, [&](store::Transaction& transaction) -> Result<http::Response> {
        const auto household =
            TRY(registers::find_household(transaction, id, {call.today(), call.now()}));
        if (!in_places(call, household.place))
          return Error{ErrorCode::not_found, "没有这个家庭"};
        const auto person = TRY(member_meant(call, transaction, household, asked));
        if (!TRY(registers::set_member(transaction,
                                       {id, person, asked.relation, asked.start_date,
                                        asked.end_date, note_of(call)})))
          return Error{ErrorCode::invalid_input, "没有改动", {}, "改了再保存"};
        TRY(look_at_families_of(call, transaction, {person, household.householder}));
        call.did(object_of(id), fmt::format("成员 person:{}", person));
        return respond(Nothing{});
      });
}

Route writes(Route route, Handler handler) {
  route.handler = std::move(handler);
  route.effect = Effect::decides;
  route.own_transactions = true;
  route.keeps_answer = true;
  route.act = "write_facts";
  return route;
}

}  // namespace

std::vector<Route> household_routes() {
  const RoleSet readers = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
  Route list =
      get<Households>("/api/v1/persons/{id}/households", "家庭", readers, households);
  list.act = "list_person";
  return {list,
          writes(post<MakeHousehold, Nothing>("/api/v1/persons/{id}/households", "新建家庭",
                                              keepers, nullptr),
                 make),
          writes(post<SayMember, Nothing>("/api/v1/households/{id}/members", "登记家庭成员",
                                          keepers, nullptr),
                 say_member)};
}

}  // namespace leye::api
