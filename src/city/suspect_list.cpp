#include "city/suspect_list.hpp"

#include <map>

#include <fmt/format.h>

#include "city/suspect_list.sql.hpp"
#include "city/table.hpp"
#include "registers/identity.hpp"
#include "suspects/suspect_view.hpp"

namespace leye::city {
namespace {

// suspect_list.csv.
struct Head {
  PlantedList list;  // without suspects
  std::int64_t looked_at = 0;
  std::string stranger, other_suffix;
};

Result<Head> read_head(const Setting& setting) {
  const Table table = TRY(Table::read(setting.folder / "suspect_list.csv"));
  const auto wrong = [](const char* what, const char* where) {
    return Error{ErrorCode::invalid_input, what, {where}, "correct data/city and start again"};
  };
  if (table.size() != 1) return wrong("one list, in one line", "suspect_list.csv");
  Head head;
  head.list = {table.at(0, "number"), table.at(0, "issued_by"), table.at(0, "title"),
               table.at(0, "file_name"), static_cast<int>(table.number(0, "due_days")), {}};
  head.looked_at = table.number(0, "looked_at");
  head.stranger = table.at(0, "stranger");
  head.other_suffix = table.at(0, "other_suffix");
  if (head.list.number.empty() || head.list.due_days < 1 || head.looked_at < 1)
    return wrong("a number, due_days and looked_at of 1 or more", "suspect_list.csv:2");
  return head;
}

struct Someone {
  std::string number, name;
  std::int64_t place = 0;
};

// Those with a resident's number, in the order of the query.
Result<std::vector<Someone>> some_people(store::Transaction& transaction,
                                         const registers::IdentityCipher& cipher,
                                         std::int64_t looked_at) {
  std::vector<Someone> people;
  for (const store::Row row : TRY(transaction.query(sql::some_people, looked_at))) {
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

Result<PlantedSuspect> plant(const Head& head, const std::string& kind,
                             std::vector<Someone>& people, std::int64_t number) {
  PlantedSuspect planted;
  planted.kind = kind;
  if (kind == "stranger") {
    planted.id_number = strangers_number(number);
    planted.name = fmt::format("{}{}", head.stranger, number);
    return planted;
  }
  while (!people.empty()) {
    const Someone someone = std::move(people.back());
    people.pop_back();
    planted.id_number = kind == "short_number" ? short_number(someone.number) : someone.number;
    if (planted.id_number.empty()) continue;
    planted.name = kind == "other_name" ? someone.name + head.other_suffix : someone.name;
    planted.place = someone.place;
    return planted;
  }
  return Error{ErrorCode::not_found, "the city has nobody to plant as " + kind,
               {"suspects.csv"}, "plant fewer"};
}

}  // namespace

Result<PlantedList> plant_suspects(store::Transaction& transaction, const Setting& setting,
                                   const registers::IdentityCipher& cipher) {
  Head head = TRY(read_head(setting));
  const Table table = TRY(Table::read(setting.folder / "suspects.csv"));
  auto people = TRY(some_people(transaction, cipher, head.looked_at));
  auto& planted = head.list.suspects;
  for (std::size_t row = 0; row < table.size(); ++row) {
    for (std::int64_t number = 1; number <= table.number(row, "rows"); ++number) {
      planted.push_back(TRY(plant(head, table.at(row, "kind"), people, number)));
      planted.back().suspicion = table.at(row, "suspicion");
      planted.back().known = table.at(row, "known") == "yes";
      planted.back().other = table.at(row, "name") == "other";
    }
  }
  return std::move(head.list);
}

std::string suspect_sheet(const PlantedList& list) {
  std::string sheet = list.title + "名单\n姓名,身份证号码,疑点类型\n";
  for (const PlantedSuspect& one : list.suspects)
    sheet += fmt::format("{},{},{}\n", one.name, one.id_number, one.suspicion);
  return sheet;
}

Result<suspects::TakenList> take_planted_list(store::Transaction& transaction,
                                              const suspects::SuspectDesk& desk,
                                              const PlantedList& list) {
  return suspects::take_list(transaction, desk,
                             {list.number, list.issued_by, list.title, list.file_name,
                              business_day(desk.now) + list.due_days},
                             suspect_sheet(list));
}

Result<SuspectFindings> compare_suspects(store::Transaction& transaction, const Cipher& cipher,
                                         const PlantedList& list) {
  const auto& planted = list.suspects;
  const auto lists = TRY(transaction.query(sql::list_of_number, list.number));
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
