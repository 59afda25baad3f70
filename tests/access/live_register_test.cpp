// A register is added by files alone: a vocabulary folder as a pack brings it. Its form, its import
// template, its records, the person's page and its ledger are there without a line of code and
// without a migration.
#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

#include <fmt/format.h>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

class LiveRegister : public testing::Test {
 protected:
  LiveRegister()
      : folder_(std::filesystem::temp_directory_path() / fmt::format("leye_live_{}", getpid())) {
    write("codes/boat_kind.csv",
          "# 船型 boat_kind; none\ncode,zh,en,valid_from,valid_to\nnet,网船,net boat,,\n"
          "pole,竿船,pole boat,,\n");
    write("boat_keeper.md",
          "# 船家登记 · boat_keeper · boat_keepers · boat keeper\n\nWho keeps a boat.\n\n"
          "completeness: complete\nstorage: record\nkey: boat\nperiod: kept_from, kept_until\n\n"
          "| label | label_en | id | type | required | mask | sensitivity | headings | standard |\n"
          "|---|---|---|---|---|---|---|---|---|\n"
          "| 人员 | person | person | reference(person) | yes | | open | 身份证号码 | |\n"
          "| 船名 | boat | boat | text | yes | | open | | |\n"
          "| 船型 | kind | kind | code(boat_kind) | | | open | | |\n"
          "| 始用日期 | kept from | kept_from | day | yes | | open | | |\n"
          "| 停用日期 | kept until | kept_until | day | none | | open | | |\n");
    write("ledgers/net_boats.md",
          "# 网船台账 · net_boats · Net boats\nset: everyday 90\nof: boat_keeper\n"
          "where: kind is 网船; in force\n\n| label | label_en | group | value | required |\n"
          "|---|---|---|---|---|\n| 姓名 | name | | person.name | yes |\n| 船名 | boat | | boat | "
          "yes |\n");
    register_ = std::make_unique<Register>(folder_);
  }
  ~LiveRegister() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  std::string get(const std::string& target) {
    const auto response = register_->ask("window_clerk", register_->request("GET", target, "", ""));
    EXPECT_EQ(response.status, 200) << target << ": " << response.body;
    return response.body;
  }
  std::string post(const std::string& target, const std::string& body) {
    const auto response = register_->ask(
        "window_clerk", register_->request("POST", target, body, "application/json"));
    EXPECT_EQ(response.status, 200) << target << ": " << response.body;
    return response.body;
  }

  std::filesystem::path folder_;
  std::unique_ptr<Register> register_;
};

TEST_F(LiveRegister, HasFormTemplateRecordsPageAndLedger) {
  const auto kinds = get("/api/v1/kinds");
  EXPECT_NE(kinds.find(R"("kind":"boat_keeper")"), kinds.npos);
  EXPECT_NE(kinds.find("网船"), kinds.npos);  // the form's choice
  EXPECT_NE(get("/api/v1/templates/boat_keeper").find("船名"), std::string::npos);
  const auto ledgers = get("/api/v1/ledgers");
  EXPECT_NE(ledgers.find(R"("ledger":"net_boats")"), ledgers.npos);
  EXPECT_NE(ledgers.find(R"("ledger":"register_of_mentor")"), ledgers.npos);  // no file of its own

  post("/api/v1/persons/1/records/boat_keeper",
       R"({"facts":[{"fact":"boat","value":"甲三号"},{"fact":"kind","value":"网船"},)"
       R"({"fact":"kept_from","value":"2023-01-01"}]})");
  post("/api/v1/persons/1/records/boat_keeper",
       R"({"facts":[{"fact":"boat","value":"甲四号"},{"fact":"kind","value":"竿船"},)"
       R"({"fact":"kept_from","value":"2023-01-01"}]})");
  EXPECT_NE(get("/api/v1/persons/1").find("甲三号"), std::string::npos);
  const auto rows = get("/api/v1/ledgers/net_boats/rows");
  EXPECT_NE(rows.find("甲三号"), rows.npos);
  EXPECT_EQ(rows.find("甲四号"), rows.npos);
  EXPECT_NE(rows.find("张小明"), rows.npos);
  EXPECT_NE(get("/api/v1/ledgers/net_boats/summary").find(R"("rows":1)"), std::string::npos);
  EXPECT_EQ(get("/api/v1/ledgers/net_boats/sheet?purpose=报送街道").substr(0, 2), "PK");
}

TEST_F(LiveRegister, IsImportedFromASheet) {
  const auto response = register_->ask(
      "window_clerk", register_->request("POST", "/api/v1/imports?kind=boat_keeper",
                                         "身份证号码,船名,船型,始用日期\n"
                                         "000000199001010018,甲五号,网船,2023-02-01\n",
                                         "application/octet-stream"));
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_NE(response.body.find(R"("added":1)"), std::string::npos) << response.body;
}

// A sheet goes out of the house: more rows than one person may take alone need a narrower question.
TEST_F(LiveRegister, ASheetHasAsManyRowsAsOnePersonMayTake) {
  std::string rows = "身份证号码,船名,船型,始用日期\n";
  for (int each = 0; each <= 2000; ++each)
    rows += fmt::format("000000199001010018,{}号,网船,2023-02-01\n", each);
  const auto looked_at =
      register_->ask("window_clerk", register_->request("POST", "/api/v1/imports?kind=boat_keeper",
                                                        rows, "application/octet-stream"));
  ASSERT_EQ(looked_at.status, 200) << looked_at.body;
  const auto at = looked_at.body.find(R"("id":")") + 6;
  const auto id = looked_at.body.substr(at, looked_at.body.find('"', at) - at);
  post("/api/v1/imports/" + id + "/confirm", "");
  const auto sheet = [&](const std::string& more) {
    const auto target = "/api/v1/ledgers/net_boats/sheet?purpose=报送街道" + more;
    return register_->ask("window_clerk", register_->request("GET", target, "", "")).status;
  };
  EXPECT_EQ(sheet(""), 409);
  EXPECT_EQ(sheet("&clear=yes"), 409);
  EXPECT_EQ(
      sheet("&conditions=%7B%22items%22:%5B%7B%22column%22:%22boat%22,%22test%22:%22is_not%22,"
            "%22values%22:%5B%227号%22%5D%7D%5D%7D"),
      200);
}

}  // namespace
}  // namespace leye::access_tests
