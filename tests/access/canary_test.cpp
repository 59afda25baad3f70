// What is known of the people of the small register, looked for wherever it must not be (44): in
// the logs, in addresses, in refusals, in a dump of the database and in the program's files; and on
// what is public (43).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "access/whole_run.hpp"
#include "base/bytes.hpp"

namespace leye::access_tests {
namespace {

// Sealed at rest: numbers, telephones, accounts; and what lets somebody in.
const std::vector<std::string>& sealed_values() {
  static const std::vector<std::string> all = {
      "000000199001010018", "000000199001010026", "000000198001010013", "000000199001010034",
      "E12345678",          "13800001234",        "6222020000001234567", "Chun-feng-2023",
      "Qiu-feng-2023",      "Xia-tian-2024"};
  return all;
}

const std::vector<std::string>& names_of_people() {
  static const std::vector<std::string> all = {"张小明", "李小红", "陈经办"};
  return all;
}

// Where a value stands, with what is around it; empty: nowhere.
std::string found_in(const std::string& text, const std::string& value) {
  const auto at = text.find(value);
  if (at == text.npos) return "";
  const auto from = at < 160 ? 0 : at - 160;
  return fmt::format("{} in: …{}…", value, text.substr(from, 240));
}

void expect_none(const std::string& text, const std::vector<std::string>& values,
                 const std::string& where) {
  for (const auto& value : values) EXPECT_EQ(found_in(text, value), "") << where;
}

// Texts that people wrote into a request: the reason, the opinion, the note.
std::set<std::string> written_by_people() {
  std::set<std::string> texts;
  const std::regex value(R"re("([^"\\]{12,})")re");
  for (const auto& one : WholeRun::only().exchanges()) {
    const auto& body = one.request.body;
    for (std::sregex_iterator at(body.begin(), body.end(), value), end; at != end; ++at) {
      const auto text = (*at)[1].str();
      const bool chinese = std::any_of(text.begin(), text.end(), [](char c) { return c < 0; });
      if (chinese) texts.insert(text);
    }
  }
  return texts;
}

TEST(Canary, TheProgramsLogNamesNobody) {
  const auto log = WholeRun::only().program_log();
  EXPECT_FALSE(log.empty()) << "it does log";
  expect_none(log, sealed_values(), "the log");
  expect_none(log, names_of_people(), "the log");
  const auto texts = written_by_people();
  EXPECT_GT(texts.size(), 30U);
  for (const auto& text : texts) EXPECT_EQ(found_in(log, text), "") << "the log";
}

TEST(Canary, TheLogOfTheDatabaseNamesNobody) {
  auto& run = WholeRun::only();
  // What PostgreSQL itself finds wrong is in its log, without the row.
  auto connection = run.people().connect();
  const std::vector<store::Parameter> parameters{store::parameter(std::string_view("张小明"))};
  EXPECT_FALSE(connection
                   .run(store::Statement("insert into area_000000.person_identity (person_id, "
                                         "name, place, recorded_at) values (1, $1, 1000, now())"),
                        parameters)
                   .ok());
  const auto log = run.database_log();
  EXPECT_NE(log.find("duplicate key value"), log.npos) << "it does log";
  expect_none(log, sealed_values(), "PostgreSQL's log");
  expect_none(log, names_of_people(), "PostgreSQL's log");
}

TEST(Canary, StatementsAreKeptWithoutTheirValues) {
  const auto statements = WholeRun::only().statements();
  EXPECT_NE(statements.find("person_identity"), statements.npos);
  expect_none(statements, sealed_values(), "pg_stat_statements");
  expect_none(statements, names_of_people(), "pg_stat_statements");
}

// A path names rows by their number. What is looked for stands in the query, and nothing that is
// shipped writes a query down.
TEST(Canary, AddressesNameNobody) {
  for (const auto& one : WholeRun::only().exchanges()) {
    expect_none(one.request.path, sealed_values(), one.where());
    expect_none(one.request.path, names_of_people(), one.where());
  }
  std::ifstream in(LEYE_SOURCE_DIR "/deploy/nginx.conf");
  std::string format;
  bool formatted = false;
  for (std::string line; std::getline(in, line);) {
    if (line.find("log_format leye") != line.npos) formatted = true;
    if (formatted) format += line;
    if (formatted && line.find(';') != line.npos) break;
  }
  EXPECT_NE(format.find("$uri"), format.npos);
  for (const char* with_query : {"$request ", "$request\"", "$request_uri", "$args",
                                 "$query_string", "$http_referer", "$arg_", "$request_body"})
    EXPECT_EQ(format.find(with_query), format.npos) << with_query;
}

// A refusal may repeat what was sent, and tells nothing else of a person.
TEST(Canary, RefusalsTellOfNobody) {
  int seen = 0;
  for (const auto& one : WholeRun::only().exchanges()) {
    if (one.response.status < 400) continue;
    ++seen;
    for (const auto* values : {&sealed_values(), &names_of_people()})
      for (const auto& value : *values)
        // E12345678 is also the example that a message gives.
        if (one.request.body.find(value) == std::string::npos && value != "E12345678") {
          EXPECT_EQ(found_in(one.text(), value), "") << one.where();
        }
    for (const char* of_tables : {"SQLSTATE", "person_identity", "relation \"", "column \""})
      EXPECT_EQ(one.text().find(of_tables), std::string::npos) << one.where();
  }
  EXPECT_GT(seen, 400);
}

// As text, and as the bytes of a column.
TEST(Canary, ADumpHoldsWhatIsSealedSealed) {
  const auto dump = WholeRun::only().dump();
  EXPECT_NE(dump.find("person_identity"), dump.npos);
  for (const auto& value : sealed_values()) {
    EXPECT_EQ(found_in(dump, value), "");
    EXPECT_EQ(found_in(dump, to_hex(to_bytes(value))), "") << value;
  }
}

TEST(Canary, FilesHoldWhatIsSealedSealed) {
  int files = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(WholeRun::only().people().folder())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    expect_none(bytes.str(), sealed_values(), entry.path().string());
    ++files;
  }
  EXPECT_GT(files, 0);
}

// No number, telephone, account or state of health in full; of a number six digits and two.
void expect_publishable(const std::string& text, const std::string& where) {
  expect_none(text, sealed_values(), where);
  static const std::regex digits(R"([0-9*Xx]{11,19})");
  for (std::sregex_iterator at(text.begin(), text.end(), digits), end; at != end; ++at) {
    const auto run = at->str();
    const auto shown = std::count_if(run.begin(), run.end(), [](char c) { return c != '*'; });
    const bool masked = run.find('*') != run.npos;
    if (!masked && run.size() < 15 && run[0] != '1') continue;  // a code of a place, a day
    EXPECT_TRUE(masked && shown <= 8) << run << " " << where;
    EXPECT_TRUE(run.find('*') <= 6) << run << " " << where;
  }
  for (const char* word : {"health", "disability", "健康状况", "残疾等级", "联系电话", "银行账号",
                           "account_number", "phone"})
    EXPECT_EQ(text.find(word), text.npos) << word << " " << where;
}

std::string as_text(const std::string& pdf) {
  const auto name = fmt::format("/tmp/leye-notice-{}", ::getpid());
  std::ofstream(name + ".pdf", std::ios::binary) << pdf;
  const auto command = fmt::format("pdftotext -layout {0}.pdf {0}.txt", name);
  CHECK(std::system(command.c_str()) == 0);
  std::ifstream in(name + ".txt");
  std::ostringstream text;
  text << in.rdbuf();
  std::filesystem::remove(name + ".pdf");
  std::filesystem::remove(name + ".txt");
  return text.str();
}

// A notice of names with the first person on it, in force.
void publish(Register& people, const std::string& number) {
  if (people.text_of("select count(*) from area_000000.flow_case where id = 950") != "0") return;
  people.run(fmt::format(
      "insert into flow_case (id, number, measure, pack, place, applicant_kind, organisation_id, "
      "applicant, state, step, amount_fen, row_count, opened_at, opened_by) overriding system "
      "value values (950, 'GS-950', 'hiring_subsidy', '', 1000, 'organisation', 1, '甲镇示例有限公司', "
      "'open', 'notice', 100, 1, '2023-10-10', 1);"
      "insert into case_row (id, case_id, place, measure, subject_kind, subject_id, person_id, "
      "label, id_number, amount_fen, state, facts_digest) overriding system value values (950, "
      "950, 1000, 'hiring_subsidy', 'employment', 950, 1, '张小明', '000000**********18', 100, "
      "'pending', "
      "0);"
      "insert into public_notice (id, case_id, place, number, measure, title, body, kind, columns, "
      "state, published_on, until, working_days, published_by) overriding system value values "
      "(950, 950, 1000, '公示950', 'hiring_subsidy', '关于拟发放的公示', '现予公示', 'names', "
      "'{{name,id_number,employer,place,amount}}', 'published', '2023-10-16', '2033-10-16', 7, 1);"
      "insert into public_notice_row (notice_id, ordinal, row_id, name, id_number, employer, "
      "place_name, amount_fen) values (950, 1, 950, '张小明', '{}', '甲镇示例有限公司', '甲镇', 100)",
      number));
}

// The board takes no number in full, whoever writes it.
TEST(Canary, TheBoardItselfKeepsNumbersMasked) {
  auto& people = WholeRun::only().people();
  auto connection = people.connect();
  publish(people, "000000**********18");
  for (const char* number : {"000000199001010018", "0000001**********8", "000000*********018",
                             "000000900101001", "passport:E12345678", "passport:E1*****78"})
    EXPECT_FALSE(connection
                     .run_script(fmt::format("insert into area_000000.public_notice_row "
                                             "(notice_id, ordinal, row_id, name, id_number, "
                                             "employer, "
                                             "place_name, amount_fen) values (950, 2, 950, '', "
                                             "'{}', '', '', 1)",
                                             number))
                     .ok())
        << number;
}

// Whatever is answered without a session.
TEST(Canary, WhatIsPublicNamesNoNumber) {
  auto& people = WholeRun::only().people();
  publish(people, "000000**********18");
  std::set<std::string> shown;
  for (const auto& route : WholeRun::only().routes()) {
    if (!route.signed_out || route.method != http::Method::get) continue;
    auto path = route.path;
    if (path == "/api/openapi.json") continue;  // words, no people
    for (auto from = path.find('{'); from != path.npos; from = path.find('{'))
      path.replace(from, path.find('}') - from + 1, "950");
    const auto response = people.ask("signed_out", people.request("GET", path, "", ""));
    ASSERT_EQ(response.status, 200) << path << response.body;
    const bool pdf = response.type == "application/pdf";
    const auto text = pdf ? as_text(response.body) : response.body;
    expect_publishable(text, path);
    if (text.find("张小明") != text.npos) shown.insert(path);
  }
  EXPECT_EQ(shown.size(), 2U) << "the notice by itself and on paper";
}

}  // namespace
}  // namespace leye::access_tests
