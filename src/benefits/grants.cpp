#include "benefits/grants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "benefits/grants.sql.hpp"

namespace leye::benefits {
namespace {

constexpr std::int64_t person_kind = 1;
constexpr std::int64_t organisation_kind = 2;
constexpr std::int64_t pair_kind = 3;
constexpr std::int64_t record_kind = 4;

// FNV-1a: the same number for the same measure in every process.
std::int64_t number_of(std::string_view measure) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : measure) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return static_cast<std::int64_t>(hash);
}

store::DateRange calendar_year(int year) {
  return {Day::from_civil(year, 1, 1).value(), Day::from_civil(year + 1, 1, 1).value()};
}

void add_exclusion(const policy::Exclusion& exclusion, const WantedGrant& grant,
                   std::vector<Slot>& slots) {
  Slot slot;
  slot.rule = "exclusion:" + exclusion.name.id;
  slot.member = number_of(grant.measure);
  switch (exclusion.scope) {
    case policy::ExclusionScope::person:
      if (!grant.person_id) return;
      slot.subject = *grant.person_id;
      slot.subject_kind = person_kind;
      break;
    case policy::ExclusionScope::organisation:
      if (!grant.organisation_id) return;
      slot.subject = *grant.organisation_id;
      slot.subject_kind = organisation_kind;
      break;
    case policy::ExclusionScope::pair:
      if (!grant.person_id || !grant.organisation_id) return;
      slot.subject = pair_subject(*grant.person_id, *grant.organisation_id);
      slot.subject_kind = pair_kind;
      break;
  }
  slots.push_back(slot);
}

// One number for a record of its kind; none of a reported grant that names no record.
std::optional<std::int64_t> record_subject(const WantedGrant& grant) {
  if (grant.subject_kind.empty() || grant.subject_id == 0) return std::nullopt;
  return pair_subject(number_of(grant.subject_kind), grant.subject_id);
}

void add_limit(const policy::Limit& limit, const WantedGrant& grant, std::vector<Slot>& slots) {
  const bool by_person = limit.scope == policy::LimitScope::person;
  const bool by_record = limit.scope == policy::LimitScope::record;
  auto subject = by_person ? grant.person_id : grant.organisation_id;
  if (by_record) subject = record_subject(grant);
  // Where the year is that of granting the rule's own line counts; no slot knows that year.
  if (!subject || limit.by_grant) return;
  for (int time = 1; time <= limit.times; ++time) {
    Slot slot;
    slot.subject = *subject;
    slot.subject_kind = by_record ? record_kind : by_person ? person_kind : organisation_kind;
    const char* scope = by_record ? "record" : by_person ? "person" : "organisation";
    slot.rule = fmt::format("limit:{}:{}#{}", grant.measure, scope, time);
    if (limit.period == policy::LimitPeriod::year && grant.period_from)
      slot.period = calendar_year(grant.period_from->civil().year);
    slots.push_back(slot);
  }
}

// Columns of unnest(): one array for each field.
struct SlotArrays {
  std::vector<std::int64_t> grants, subjects, kinds, members;
  std::vector<std::string> rules;
  std::vector<std::optional<std::string>> from, until;

  void add(std::int64_t grant, const Slot& slot) {
    grants.push_back(grant);
    subjects.push_back(slot.subject);
    kinds.push_back(slot.subject_kind);
    members.push_back(slot.member.value_or(grant));
    rules.push_back(slot.rule);
    from.push_back(slot.period.from ? std::optional(to_text(*slot.period.from)) : std::nullopt);
    until.push_back(slot.period.until ? std::optional(to_text(*slot.period.until)) : std::nullopt);
  }
};

bool is_numbered(const Slot& slot) { return slot.rule.find('#') != std::string::npos; }
std::string series(const Slot& slot) { return slot.rule.substr(0, slot.rule.find('#')); }

// Of a limit's numbered slots keeps the first that neither the database nor this decision uses.
// If all are used the first stays and is refused by the database.
Result<std::vector<Slot>> choose_numbered(
    store::Transaction& transaction, const std::vector<Slot>& slots,
    std::set<std::tuple<std::string, std::int64_t, std::int64_t>>& used) {
  std::vector<Slot> chosen;
  std::set<std::string> settled;
  for (const Slot& slot : slots) {
    if (!is_numbered(slot)) {
      chosen.push_back(slot);
      continue;
    }
    if (!settled.insert(series(slot)).second) continue;
    std::vector<std::string> names;
    for (const Slot& other : slots)
      if (is_numbered(other) && series(other) == series(slot)) names.push_back(other.rule);
    if (names.size() == 1) {
      chosen.push_back(slot);
      continue;
    }
    std::set<std::string> taken;
    for (const store::Row row :
         TRY(transaction.query(sql::taken_slots, slot.subject, slot.subject_kind, names,
                               slot.period.from, slot.period.until)))
      taken.insert(row.get<std::string>("name"));
    Slot free = slot;
    for (const std::string& name : names)
      if (!taken.count(name) && used.insert({name, slot.subject, slot.subject_kind}).second) {
        free.rule = name;
        break;
      }
    chosen.push_back(free);
  }
  return chosen;
}

Result<std::vector<std::int64_t>> insert_grants(store::Transaction& transaction,
                                                std::span<const WantedGrant> wanted,
                                                const GrantDecision& decision) {
  std::vector<std::string> measures, kinds, payees, funds;
  std::vector<std::int64_t> subjects, places;
  std::vector<std::optional<std::int64_t>> persons, organisations;
  std::vector<Money> amounts;
  std::vector<Day> from, until;
  for (const WantedGrant& grant : wanted) {
    measures.push_back(grant.measure);
    kinds.push_back(grant.subject_kind);
    subjects.push_back(grant.subject_id);
    persons.push_back(grant.person_id);
    organisations.push_back(grant.organisation_id);
    payees.push_back(grant.payee_kind);
    funds.push_back(grant.fund);
    amounts.push_back(grant.amount);
    const Day first = grant.period_from.value_or(decision.granted_on);
    from.push_back(first);
    until.push_back(grant.period_until.value_or(first) + 1);
    places.push_back(grant.place);
  }
  const auto rows =
      TRY(transaction.query(sql::insert_grants, measures, decision.pack, decision.granted_on,
                            decision.case_id, decision.decided_by, decision.now, kinds, subjects,
                            persons, organisations, payees, funds, amounts, from, until, places));
  std::map<std::tuple<std::string, std::string, std::int64_t>, std::int64_t> ids;
  for (const store::Row row : rows)
    ids[{row.get<std::string>("measure"), row.get<std::string>("subject_kind"),
         row.get<std::int64_t>("subject_id")}] = row.get<std::int64_t>("id");
  if (ids.size() != wanted.size())
    return Error{ErrorCode::conflict, "同一对象在本次决定中出现了两次", {}, "删去重复的一行"};
  std::vector<std::int64_t> in_order;
  for (const WantedGrant& grant : wanted)
    in_order.push_back(ids[{grant.measure, grant.subject_kind, grant.subject_id}]);
  return in_order;
}

}  // namespace

// splitmix64 of both.
std::int64_t pair_subject(std::int64_t person, std::int64_t organisation) {
  auto mixed = static_cast<std::uint64_t>(person) * 0x9E3779B97F4A7C15u ^
               static_cast<std::uint64_t>(organisation);
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return static_cast<std::int64_t>(mixed ^ (mixed >> 31));
}

std::vector<Slot> slots_of(const policy::Plan& plan, const WantedGrant& grant) {
  std::vector<Slot> slots;
  for (const policy::Exclusion& exclusion : plan.exclusions) {
    const auto& members = exclusion.measures;
    if (std::find(members.begin(), members.end(), grant.measure) != members.end())
      add_exclusion(exclusion, grant, slots);
  }
  if (const policy::Measure* measure = plan.find_measure(grant.measure))
    for (const policy::Limit& limit : measure->limits) add_limit(limit, grant, slots);
  return slots;
}

Status take_slots(store::Transaction& transaction, std::span<const std::int64_t> grants,
                  std::span<const std::vector<Slot>> slots) {
  CHECK(grants.size() == slots.size());
  SlotArrays arrays;
  std::set<std::tuple<std::string, std::int64_t, std::int64_t>> used;
  for (std::size_t i = 0; i < grants.size(); ++i)
    for (const Slot& slot : TRY(choose_numbered(transaction, slots[i], used)))
      arrays.add(grants[i], slot);
  if (arrays.grants.empty()) return Done{};
  TRY(transaction.execute(sql::insert_rules, arrays.rules));
  const auto inserted =
      TRY(transaction.execute(sql::insert_slots, arrays.grants, arrays.subjects, arrays.kinds,
                              arrays.rules, arrays.members, arrays.from, arrays.until));
  if (inserted != static_cast<std::int64_t>(arrays.grants.size()))
    return Error{ErrorCode::conflict, "已享受过同一项或者不能重复享受的补贴"};
  return Done{};
}

Result<std::vector<std::int64_t>> record_grants(store::Transaction& transaction,
                                                const policy::Plan& plan,
                                                std::span<const WantedGrant> wanted,
                                                const GrantDecision& decision) {
  std::vector<std::int64_t> ids = TRY(insert_grants(transaction, wanted, decision));
  std::vector<std::vector<Slot>> slots;
  for (const WantedGrant& grant : wanted) slots.push_back(slots_of(plan, grant));
  TRY(take_slots(transaction, ids, slots));
  return ids;
}

Result<std::vector<Blocker>> find_blockers(store::Transaction& transaction,
                                           const policy::Plan& plan,
                                           std::span<const WantedGrant> wanted) {
  SlotArrays arrays;
  std::vector<std::size_t> owners;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    for (const Slot& slot : slots_of(plan, wanted[i])) {
      arrays.add(0, slot);  // 0: no grant yet, so every other one is in the way
      owners.push_back(i);
    }
  std::vector<Blocker> blockers;
  std::set<std::pair<std::size_t, std::int64_t>> seen;
  for (const store::Row row :
       TRY(transaction.query(sql::find_blocker, arrays.subjects, arrays.kinds, arrays.rules,
                             arrays.members, arrays.from, arrays.until))) {
    const auto at = static_cast<std::size_t>(row.get<std::int64_t>("at") - 1);
    const auto grant = row.get<std::int64_t>("id");
    if (!seen.insert({owners[at], grant}).second) continue;
    blockers.push_back({owners[at], grant, row.get<std::string>("measure"),
                        row.get<Day>("granted_on"), row.get<Money>("amount_fen")});
  }
  return blockers;
}

Result<std::int64_t> guard_reported_grants(store::Transaction& transaction,
                                           const policy::Plan& plan) {
  std::vector<std::string> measures;
  for (const policy::Measure& measure : plan.measures) measures.push_back(measure.name.id);
  SlotArrays arrays;
  for (const store::Row row : TRY(transaction.query(sql::unguarded_grants, measures))) {
    WantedGrant grant;
    grant.measure = row.get<std::string>("measure");
    grant.person_id = row.get<std::optional<std::int64_t>>("person_id");
    grant.organisation_id = row.get<std::optional<std::int64_t>>("organisation_id");
    grant.period_from = row.get<Day>("granted_on");
    for (const Slot& slot : slots_of(plan, grant))
      if (!is_numbered(slot) || slot.rule.ends_with("#1"))
        arrays.add(row.get<std::int64_t>("id"), slot);
  }
  if (arrays.grants.empty()) return 0;
  TRY(transaction.execute(sql::insert_rules, arrays.rules));
  const auto inserted =
      TRY(transaction.execute(sql::insert_slots, arrays.grants, arrays.subjects, arrays.kinds,
                              arrays.rules, arrays.members, arrays.from, arrays.until));
  return static_cast<std::int64_t>(arrays.grants.size()) - inserted;
}

Status end_grant(store::Transaction& transaction, std::int64_t grant, GrantEnd end, Day on,
                 const std::string& reason) {
  const char* state = end == GrantEnd::withdrawn ? "withdrawn" : "recovered";
  if (TRY(transaction.execute(sql::end_grant, grant, state, on, reason)) == 0)
    return Error{ErrorCode::conflict, fmt::format("享受记录 {} 已经终止", grant)};
  TRY(transaction.execute(sql::release_slots, grant));
  return Done{};
}

Status mark_paid(store::Transaction& transaction, const std::vector<std::int64_t>& grants) {
  TRY(transaction.execute(sql::mark_paid, grants));
  return Done{};
}

}  // namespace leye::benefits
