#include "registers/households.hpp"

#include <algorithm>

#include "registers/erasure.hpp"
#include "registers/households.sql.hpp"

namespace leye::registers {
namespace {

constexpr auto head_of_household = "0";      // GB/T 4761, vocabulary/codes/relation.csv
constexpr auto registered = "registered";    // vocabulary/codes/household_kind.csv

Result<std::vector<HouseholdMember>> members_of(store::Transaction& transaction, std::int64_t id,
                                                AsOf as_of) {
  std::vector<HouseholdMember> members;
  const auto rows =
      TRY(transaction.query(sql::members, id, as_of.valid_on, as_of.known_at));
  for (const store::Row row : rows) {
    HouseholdMember member;
    member.person = row.get<std::int64_t>("person_id");
    member.relation = row.get<std::string>("relation");
    member.since = row.get<std::optional<Day>>("start_date");
    member.until = row.get<std::optional<Day>>("end_date");
    member.present = row.get<bool>("present");
    member.registered_unemployed = row.get<bool>("out_of_work");
    member.at_work = row.get<bool>("at_work");
    member.source = row.get<std::string>("source");
    member.known_from = row.get<Instant>("known_from");
    member.times_changed = static_cast<int>(row.get<std::int64_t>("times_changed"));
    members.push_back(std::move(member));
  }
  return members;
}

}  // namespace

bool Household::without_work() const {
  const auto some = [this](bool HouseholdMember::*what) {
    return std::any_of(members.begin(), members.end(), [what](const HouseholdMember& each) {
      return each.present && each.*what;
    });
  };
  return kind == registered && some(&HouseholdMember::registered_unemployed) &&
         !some(&HouseholdMember::at_work);
}

Result<std::vector<Household>> households_of(store::Transaction& transaction, std::int64_t person,
                                             AsOf as_of) {
  std::vector<Household> households;
  const auto rows = TRY(transaction.query(sql::households_of, person, as_of.known_at));
  for (const store::Row row : rows)
    households.push_back(TRY(find_household(transaction, row.get<std::int64_t>("id"), as_of)));
  return households;
}

Result<std::vector<std::int64_t>> household_people(store::Transaction& transaction,
                                                   std::int64_t person) {
  std::vector<std::int64_t> people;
  for (const store::Row row : TRY(transaction.query(sql::household_people, person)))
    people.push_back(row.get<std::int64_t>("id"));
  return people;
}

Result<Household> find_household(store::Transaction& transaction, std::int64_t id, AsOf as_of) {
  const auto rows = TRY(transaction.query(sql::household, id, as_of.known_at));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这个家庭"};
  Household household;
  household.id = id;
  household.householder = rows[0].get<std::int64_t>("householder_id");
  household.kind = rows[0].get<std::string>("kind");
  household.place = rows[0].get<Place>("place");
  household.place_label = rows[0].get<std::optional<std::string>>("place_label").value_or("");
  household.source = rows[0].get<std::string>("source");
  household.members = TRY(members_of(transaction, id, as_of));
  return household;
}

Result<std::int64_t> make_household(store::Transaction& transaction, const NewHousehold& made) {
  auto rows = transaction.query(sql::make_household, made.householder, made.kind, made.place,
                                made.note.source, made.note.now);
  if (!rows.ok() && rows.error().code == ErrorCode::conflict) {
    return Error{ErrorCode::conflict,
                 "这个人已是同类家庭的户主",
                 {"kind"},
                 "在已有的家庭里登记成员"};
  }
  const auto id = TRY(std::move(rows))[0].get<std::int64_t>("id");
  TRY(set_member(transaction,
                 {id, made.householder, head_of_household, made.since, std::nullopt, made.note}));
  return id;
}

Result<bool> set_member(store::Transaction& transaction, const MemberSaid& said) {
  if (said.since && said.until && *said.until < *said.since)
    return Error{ErrorCode::invalid_input, "终止日期早于起始日期", {"end_date"}, "核对两个日期"};
  TRY(lock_unless_erased(transaction, said.person));
  const auto other = TRY(transaction.query(sql::other_household_of_kind, said.household,
                                           said.person, said.since, said.until));
  if (!other.empty()) {
    return Error{ErrorCode::conflict,
                 "这个人同期已在另一个同类家庭",
                 {"person"},
                 "先在那个家庭登记退出日期"};
  }
  const auto known = TRY(transaction.query(sql::member, said.household, said.person));
  if (known.empty()) {
    TRY(transaction.execute(sql::add_member, said.household, said.person, said.relation,
                            said.since, said.until, said.note.source, said.note.now));
    return true;
  }
  const store::Row row = known[0];
  if (row.get<std::string>("relation") == said.relation &&
      row.get<std::optional<Day>>("start_date") == said.since &&
      row.get<std::optional<Day>>("end_date") == said.until)
    return false;
  const auto id = row.get<std::int64_t>("id");
  TRY(transaction.execute(sql::keep_member, id, said.note.now));
  TRY(transaction.execute(sql::change_member, id, said.relation, said.since, said.until,
                          said.note.source, said.note.now));
  return true;
}

}  // namespace leye::registers
