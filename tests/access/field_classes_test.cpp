// Every fact of the vocabulary × every role: what the pages, the ledgers and the forms answer is
// what data/access/field_classes.csv says. The test reads that file and the vocabulary's tables by
// itself, so that the program's own reading is under test too.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "access/register.hpp"
#include "api/route.hpp"
#include "base/resources.hpp"
#include "ledgers/ledger.hpp"
#include "policy/pack_vocabulary.hpp"

namespace leye::access_tests {
namespace {

namespace json = boost::json;

std::vector<std::string> cut(const std::string& line, char at) {
  std::vector<std::string> cells;
  std::stringstream text(line);
  for (std::string cell; std::getline(text, cell, at);) {
    const auto first = cell.find_first_not_of(" \r");
    const auto last = cell.find_last_not_of(" \r");
    cells.push_back(first == cell.npos ? "" : cell.substr(first, last - first + 1));
  }
  return cells;
}

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

struct Said {
  std::string read;
  bool write = false;
};
// By role, or by the kind of a body, and by class.
using Table = std::map<std::string, std::map<std::string, Said>>;

Table table_of_classes() {
  Table table;
  for (const auto& line : lines_of(resource("data/access/field_classes.csv").value())) {
    if (line.starts_with('#') || line.starts_with("role,")) continue;
    const auto cells = cut(line, ',');
    table[cells[1].empty() ? cells[0] : cells[1]][cells[2]] = {cells[3], cells[4] == "yes"};
  }
  return table;
}

Said said_of(const Table& table, const std::string& role, const std::string& body,
             const std::string& of) {
  if (const auto own = table.find(body); !body.empty() && own != table.end())
    if (const auto found = own->second.find(of); found != own->second.end()) return found->second;
  return table.at(role).at(of);
}

struct FactRow {
  std::string id, type, mask, field_class;
};

// "person.health" → "health"
std::map<std::string, std::string> narrower_classes() {
  std::map<std::string, std::string> classes;
  for (const auto& line : lines_of(resource("data/access/fact_classes.csv").value())) {
    if (line.starts_with('#') || line.starts_with("entity,")) continue;
    const auto cells = cut(line, ',');
    classes[cells[0] + "." + cells[1]] = cells[2];
  }
  return classes;
}

// entity → its facts, of the installed vocabulary and of the packs that the register works with.
std::map<std::string, std::vector<FactRow>> facts_of_files() {
  std::map<std::string, std::vector<FactRow>> facts;
  const auto narrower = narrower_classes();
  for (const char* folder : {"vocabulary", "packs/china/vocabulary"}) {
    for (const auto& file : std::filesystem::directory_iterator(resource(folder).value())) {
      if (file.path().extension() != ".md") continue;
      std::string entity;
      std::size_t id = 3;
      for (const auto& line : lines_of(file.path())) {
        if (line.starts_with("# ") && entity.empty()) {
          auto names = line.substr(2);
          for (auto dot = names.find("·"); dot != names.npos; dot = names.find("·"))
            names.replace(dot, std::string_view("·").size(), "|");
          entity = cut(names, '|').at(1);
        }
        if (!line.starts_with("| ") && !line.starts_with("|-")) continue;
        const auto cells = cut(line, '|');
        if (cells[1] == "label") id = cells[2] == "label_en" ? 3 : 2;
        if (cells[1] == "label" || cells[1].starts_with("---")) continue;
        const auto own = narrower.find(entity + "." + cells[id]);
        facts[entity].push_back({cells[id], cells[id + 1], cells[id + 3],
                                 own == narrower.end() ? cells[id + 4] : own->second});
      }
    }
  }
  return facts;
}

std::string marker(const Vocabulary& vocabulary, const FactRow& fact, std::size_t number) {
  if (fact.type == "boolean") return "yes";
  if (fact.type == "count") return std::to_string(70'000 + number);
  if (fact.type == "money") return fmt::format("{}.25", 80'000 + number);
  if (fact.type == "ratio") return fmt::format("{}/997", number + 1);
  if (fact.type == "day") return "2023-01-05";
  if (fact.type == "month") return "2023-01";
  if (fact.type == "place") return "1000";
  if (fact.type.starts_with("code(")) {
    const auto table = fact.type.substr(5, fact.type.size() - 6);
    return vocabulary.find_code_table(table)->codes().front().code;
  }
  return fmt::format("值{}号{}", number, fact.id);
}

const Vocabulary& words() {
  static const Vocabulary all =
      policy::vocabulary_of_pack(Vocabulary::load(resource("vocabulary").value()).value(),
                                 resource("packs/qingyang-2023").value())
          .value();
  return all;
}

class FieldClasses : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    office = new Register();
    files = facts_of_files();
    table = table_of_classes();
    office->run(
        "update person_version set nation = '05', health = '1', disability_grade = '2', "
        "veteran = true, hukou_kind = '1', hukou_place = 1000, education = '21' "
        "where person_id = 1");
    std::size_t number = 0;
    for (const Entity& entity : words().entities()) {
      if (!entity.is_record() || entity.find_reference("person") == nullptr) continue;
      std::string facts;
      for (const FactRow& fact : files.at(entity.id)) {
        if (fact.type.starts_with("reference(")) continue;
        facts += fmt::format("{}\"{}\":\"{}\"", facts.empty() ? "" : ",", fact.id,
                             marker(words(), fact, ++number));
      }
      const auto* employer = entity.find_reference("organisation");
      office->run(fmt::format(
          "insert into register_record (entity, person_id, organisation_id, key, valid, facts, "
          "place, source, known_from) values ('{}', 1, {}, 'probe', '[2023-01-01,)', '{{{}}}', "
          "1000, '示例', '2023-02-01')",
          entity.id, employer == nullptr ? "null" : "1", facts));
    }
  }
  static void TearDownTestSuite() { delete office; }

  static json::value get(const std::string& who, const std::string& target, int status = 200) {
    const auto response = office->ask(who, office->request("GET", target, "", ""));
    EXPECT_EQ(response.status, status) << target << " as " << who << ": " << response.body;
    return response.status == 200 ? json::parse(response.body) : json::value(json::object());
  }

  static void check(const json::object& line, const FactRow& fact, const Said& said,
                    const std::string& where) {
    const std::string value(line.at("value").as_string());
    const std::string shown(line.at("label_value").as_string());
    EXPECT_EQ(shown == "无权查看", said.read == "refused") << where;
    if (said.read == "refused") {
      EXPECT_EQ(value, "") << where;
      EXPECT_FALSE(line.at("masked").as_bool()) << where;
      const std::string told(line.at("source").as_string());
      for (const auto role : access::all_roles()) {
        if (!access::staff.has(role)) continue;
        EXPECT_EQ(told.find(access::label(role)) != told.npos,
                  said_of(table, access::name(role), "", fact.field_class).read != "refused")
            << where << ": " << told;
      }
      return;
    }
    const bool by_name = fact.mask == "name" || fact.mask == "birth_date";
    const bool masked = said.read == "masked" || (!fact.mask.empty() && !by_name);
    if (value.empty()) return;
    EXPECT_EQ(value.find('*') != value.npos, masked) << where << value;
  }

  static Register* office;
  static std::map<std::string, std::vector<FactRow>> files;
  static Table table;
};
Register* FieldClasses::office = nullptr;
std::map<std::string, std::vector<FactRow>> FieldClasses::files;
Table FieldClasses::table;

// No role and no class is forgotten, and no fact is without one.
TEST_F(FieldClasses, EveryFactHasAClassThatEveryRoleHasARowFor) {
  for (const auto& [entity, facts] : files)
    for (const auto& fact : facts)
      for (const auto role : access::all_roles())
        EXPECT_TRUE(table.at(access::name(role)).contains(fact.field_class))
            << entity << "." << fact.id << " as " << access::name(role);
}

TEST_F(FieldClasses, ThePersonsPageAnswersAsDeclared) {
  std::size_t asked = 0;
  for (const auto role : access::all_roles()) {
    const std::string who = access::name(role);
    const bool reads = access::clerks.has(role) || who == "insurance_agency" || who == "auditor" ||
                       who == "citizen";
    const auto file = get(who, "/api/v1/persons/1", reads ? 200 : 404);
    if (!reads) continue;
    std::map<std::string, const json::object*> lines;
    for (const auto& line : file.at("facts").as_array())
      lines["person." + std::string(line.at("fact").as_string())] = &line.as_object();
    for (const auto& list : file.at("records").as_array())
      for (const auto& item : list.at("items").as_array())
        for (const auto& line : item.at("facts").as_array())
          lines[std::string(list.at("kind").as_string()) + "." +
                std::string(line.at("fact").as_string())] = &line.as_object();
    for (const auto& [entity, facts] : files) {
      const Entity* declared = words().find_entity(entity);
      if (entity != "person" &&
          (!declared->is_record() || declared->find_reference("person") == nullptr))
        continue;
      for (const auto& fact : facts) {
        const auto found = lines.find(entity + "." + fact.id);
        const auto said = said_of(table, who, "", fact.field_class);
        const auto where = entity + "." + fact.id + " as " + who;
        if (found == lines.end()) {
          EXPECT_TRUE(entity == "person" || fact.type.starts_with("reference(")) << where;
          continue;
        }
        check(*found->second, fact, said, where);
        ++asked;
      }
    }
  }
  EXPECT_GT(asked, 1'500U);
}

TEST_F(FieldClasses, TheOrganisationsPageAnswersAsDeclared) {
  for (const char* who : {"window_clerk", "director", "insurance_agency", "auditor", "employer"}) {
    const auto file = get(who, "/api/v1/organisations/1");
    for (const auto& value : file.at("facts").as_array()) {
      const auto& line = value.as_object();
      for (const auto& fact : files.at("organisation"))
        if (fact.id == std::string(line.at("fact").as_string()))
          check(line, fact, said_of(table, who, "", fact.field_class),
                "organisation." + fact.id + " as " + who);
    }
  }
}

// Every column of every ledger.
TEST_F(FieldClasses, LedgersAnswerAsDeclared) {
  const auto ledgers = ledgers::Ledgers::load({resource("vocabulary").value()}, words()).value();
  // What is worked out of several facts is held back with any of them.
  const std::function<std::string(const ledgers::Ledger&, const ledgers::Term&, const std::string&)>
      said_about =
          [&](const ledgers::Ledger& ledger, const ledgers::Term& term, const std::string& who) {
            if (term.derived != nullptr) {
              for (const auto* part : {&term.derived->first, &term.derived->second})
                if (part->fact != nullptr && said_about(ledger, *part, who) != "shown")
                  return std::string("refused");
              return std::string("shown");
            }
            for (const auto& row : files.at(ledger.relations[term.relation].entity->id))
              if (row.id == term.fact->id) return said_of(table, who, "", row.field_class).read;
            return std::string("no class");
          };
  int held_cells = 0, closed_ledgers = 0;
  std::set<std::pair<std::string, std::string>> held;
  for (const std::string who : {"window_clerk", "first_checker", "second_checker", "director",
                                "insurance_agency", "auditor"}) {
    for (const auto& ledger : ledgers.all()) {
      bool closed = false;
      for (const auto& each : ledger.where)
        closed |= each.term.fact != nullptr && said_about(ledger, each.term, who) == "refused";
      const auto rows = get(who, "/api/v1/ledgers/" + ledger.id + "/rows", closed ? 403 : 200);
      closed_ledgers += closed ? 1 : 0;
      if (closed) continue;
      for (const auto& row : rows.at("items").as_array()) {
        for (std::size_t at = 0; at < ledger.columns.size(); ++at) {
          const auto& term = ledger.columns[at].term;
          const auto where = ledger.id + "/" + ledger.columns[at].id + " as " + who;
          const std::string cell(row.at("cells").at(at).as_string());
          const auto read = term.fact == nullptr ? "shown" : said_about(ledger, term, who);
          EXPECT_NE(read, "no class") << where;
          EXPECT_EQ(cell == "无权查看", read == "refused") << where << cell;
          const bool masked = cell.empty() || cell.find('*') != cell.npos;
          EXPECT_TRUE(read != "masked" || masked) << where << cell;
          held_cells += read == "refused" ? 1 : 0;
          if (read == "refused") held.emplace(ledger.id, ledger.columns[at].id);
        }
      }
      for (const auto& [id, column] : held) {
        get(who,
            "/api/v1/ledgers/" + id + "/rows?conditions=%7B%22items%22:%5B%7B%22column%22:%22" +
                column + "%22,%22test%22:%22given%22,%22values%22:%5B%5D%7D%5D%7D",
            403);
      }
      held.clear();
    }
  }
  EXPECT_GT(closed_ledgers, 0);
  EXPECT_GT(held_cells, 0);
}

// Each fact of each register, as each role that has forms.
TEST_F(FieldClasses, WritesAreRefusedAsDeclared) {
  int refused = 0;
  for (const char* who : {"window_clerk", "insurance_agency"}) {
    for (const auto& [entity, facts] : files) {
      const Entity* declared = words().find_entity(entity);
      if (!declared->is_record() || declared->find_reference("person") == nullptr) continue;
      for (const auto& fact : facts) {
        if (fact.type.starts_with("reference(")) continue;
        const auto response = office->ask(
            who, office->request(
                     "POST", "/api/v1/persons/1/records/" + entity,
                     fmt::format(R"({{"facts":[{{"fact":"{}","value":"{}"}}]}})", fact.id, "乙"),
                     "application/json"));
        const auto said = said_of(table, who, "", fact.field_class);
        const bool denied =
            response.status == 403 && response.body.find("本岗位不能登记") != response.body.npos;
        EXPECT_EQ(denied, !said.write)
            << entity << "." << fact.id << " as " << who << ": " << response.body;
        refused += denied ? 1 : 0;
      }
    }
  }
  EXPECT_GT(refused, 0);
}

TEST_F(FieldClasses, SheetsAndConditionsHoldBackTheSame) {
  // Who stands in a ledger of people with a disability tells what is held back.
  get("insurance_agency", "/api/v1/ledgers/disabled_persons/rows", 403);
  get("window_clerk", "/api/v1/ledgers/disabled_persons/rows", 200);
  get("insurance_agency", "/api/v1/ledgers/disabled_persons/summary", 403);
  get("insurance_agency", "/api/v1/ledgers/disabled_persons/sheet?purpose=核对用途", 403);
  const auto exported =
      office->ask("insurance_agency", office->request("GET", "/api/v1/exports/person", "", ""));
  EXPECT_EQ(exported.status, 200);
  EXPECT_NE(exported.body.find("无权查看"), std::string::npos);
  EXPECT_NE(exported.body.find("******"), std::string::npos);
  const auto unmasked = office->ask(
      "insurance_agency",
      office->request("POST", "/api/v1/persons/1/unmask",
                      R"({"field":"disability_grade","reason":"核对等级"})", "application/json"));
  EXPECT_EQ(unmasked.status, 403);
  EXPECT_NE(unmasked.body.find("窗口经办"), std::string::npos);
}

}  // namespace
}  // namespace leye::access_tests
