#include "city/suspect_list.hpp"

#include <map>

#include <fmt/format.h>

#include "city/suspect_list.sql.hpp"
#include "city/table.hpp"
#include "registers/identity.hpp"
#include "suspects/suspect_view.hpp"

namespace leye::city {
namespace {

constexpr const char* list_number = "审〔2023〕12号";
constexpr int due_days = 21;
constexpr std::int64_t people_looked_at = 2'000;

struct Someone {
  std::string number, name;
  std::int64_t place = 0;
};

// Those with a resident's number, in the order of the query.
Result<std::vector<Someone>> some_people(store::Transaction& transaction,
                                         const registers::IdentityCipher& cipher) {
  std::vector<Someone> people;
  for (const store::Row row : TRY(transaction.query(sql::some_people, people_looked_at))) {
    const auto number = TRY(cipher.open(row.get<Bytes>("salt"), row.get<Bytes>("number_cipher")));
    if (number.size() != 18) continue;
    people.push_back({number, row.get<std::string>("name"), row.get<std::int64_t>("place")});
  }
  return people;
}

// 15 digits, as they were before 1999; empty where the person was not born in the last century.
std::string short_number(const std::string& number) {
  if (number.substr(6, 2) != "19") return "";
  return number.substr(0, 6) + number.substr(8, 9);
}

// Nobody of the city was born in 1900.
std::string strangers_number(std::int64_t one) {
  return registers::with_check(fmt::format("00000019000101{:03}", one));
}

Result<PlantedSuspect> plant(const std::string& kind, std::vector<Someone>& people,
                             std::int64_t number) {
  PlantedSuspect planted;
  planted.kind = kind;
  if (kind == "stranger") {
    planted.id_number = strangers_number(number);
    planted.name = fmt::format("外地人员{}", number);
    return planted;
  }
  while (!people.empty()) {
    const Someone someone = std::move(people.back());
    people.pop_back();
    planted.id_number = kind == "short_number" ? short_number(someone.number) : someone.number;
    if (planted.id_number.empty()) continue;
    planted.name = kind == "other_name" ? someone.name + "甲" : someone.name;
    planted.place = someone.place;
    return planted;
  }
  return Error{ErrorCode::not_found, "the city has nobody to plant as " + kind,
               {"suspects.csv"}, "plant fewer"};
}

}  // namespace

Result<std::vector<PlantedSuspect>> plant_suspects(store::Transaction& transaction,
                                                   const Setting& setting,
                                                   const registers::IdentityCipher& cipher) {
  const Table table = TRY(Table::read(setting.folder / "suspects.csv"));
  auto people = TRY(some_people(transaction, cipher));
  std::vector<PlantedSuspect> planted;
  for (std::size_t row = 0; row < table.size(); ++row) {
    for (std::int64_t number = 1; number <= table.number(row, "rows"); ++number) {
      planted.push_back(TRY(plant(table.at(row, "kind"), people, number)));
      planted.back().suspicion = table.at(row, "suspicion");
      planted.back().known = table.at(row, "known") == "yes";
      planted.back().other = table.at(row, "name") == "other";
    }
  }
  return planted;
}

std::string suspect_sheet(const std::vector<PlantedSuspect>& planted) {
  std::string sheet = "补贴资金审计疑点名单\n姓名,身份证号码,疑点类型\n";
  for (const PlantedSuspect& one : planted)
    sheet += fmt::format("{},{},{}\n", one.name, one.id_number, one.suspicion);
  return sheet;
}

Result<suspects::TakenList> take_planted_list(store::Transaction& transaction,
                                              const suspects::SuspectDesk& desk,
                                              const std::vector<PlantedSuspect>& planted) {
  return suspects::take_list(transaction, desk,
                             {list_number, "省审计厅", "补贴资金审计疑点", "疑点名单.csv",
                              business_day(desk.now) + due_days},
                             suspect_sheet(planted));
}

Result<SuspectFindings> compare_suspects(store::Transaction& transaction, const Cipher& cipher,
                                         const std::vector<PlantedSuspect>& planted) {
  const auto lists = TRY(transaction.query(sql::list_of_number, std::string(list_number)));
  if (lists.empty()) return Error{ErrorCode::not_found, "the planted list was not taken in"};
  const auto page = TRY(suspects::rows_of(transaction, cipher, lists[0].get<std::int64_t>("id"), "",
                                          1'000'000, 0));
  std::map<std::string, const PlantedSuspect*> by_number;
  for (const PlantedSuspect& one : planted) {
    const auto eighteen =
        one.id_number.size() == 15 ? registers::eighteen_of(one.id_number) : one.id_number;
    by_number[eighteen] = &one;
  }
  SuspectFindings findings;
  findings.planted = static_cast<std::int64_t>(planted.size());
  for (const auto& row : page.rows) {
    const auto number =
        row.id_number.size() == 15 ? registers::eighteen_of(row.id_number) : row.id_number;
    const bool known = row.person.has_value();
    const bool other = known && row.our_name != row.name;
    findings.known += known;
    findings.other += other;
    findings.strangers += !known;
    const auto found = by_number.find(number);
    if (found == by_number.end() || found->second->known != known ||
        found->second->other != other || found->second->suspicion.empty() ||
        row.suspicion.find(found->second->suspicion) == row.suspicion.npos)
      ++findings.wrong;
    if (found != by_number.end()) by_number.erase(found);
  }
  findings.wrong += static_cast<std::int64_t>(by_number.size());
  return findings;
}

std::string describe(const SuspectFindings& findings) {
  return fmt::format("疑点名单：埋设 {} 条；查得在册 {} 人（其中姓名不符 {} 人），不在册 {} 人；不符 {} 条",
                     findings.planted, findings.known, findings.other, findings.strangers,
                     findings.wrong);
}

}  // namespace leye::city
