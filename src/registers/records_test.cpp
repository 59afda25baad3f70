// What a pack declares is imported, kept with its history, shown and exported: no table, no code.
#include "registers/records.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/resources.hpp"
#include "registers/export.hpp"
#include "registers/import.hpp"
#include "registers/people.hpp"
#include "registers/record_changes.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

const std::string table =
    "| label | id | type | required | mask | sensitivity | headings | standard |\n"
    "|---|---|---|---|---|---|---|---|\n";

// A register of fishermen who gave up fishing (退捕渔民), their boats, and a fact of people.
class PackRecords : public RegisterTest {
 protected:
  PackRecords() {
    write("codes/landing.csv",
          "# 上岸方式 landing; none\ncode,zh,en,valid_from,valid_to\n1,转产,new trade,,\n"
          "2,养老,retired,,\n");
    write("harbour.md",
          "# 渔港 · harbour · harbours\nstorage: record\n" + table +
              "| 单位 | organisation | reference(organisation) | yes | | open | 信用代码 | |\n"
              "| 港名 | name | text | yes | | open | | |\n");
    write("fisherman.md",
          "# 退捕渔民 · fisherman · fishermen\ncompleteness: complete\nstorage: record\n"
          "key: licence\nperiod: landed_on, until\n" +
              table +
              "| 人员 | person | reference(person) | yes | | open | 身份证号码 | |\n"
              "| 捕捞证号 | licence | text | yes | | open | 证号 | |\n"
              "| 退捕日期 | landed_on | day | yes | | open | 上岸日期 | |\n"
              "| 扶持截止 | until | month | none | | open | | |\n"
              "| 上岸方式 | way | code(landing) | | | open | | |\n"
              "| 补偿款 | compensation | money | | | financial | | |\n"
              "| 船只份额 | share | ratio | | | open | | |\n"
              "| 作业地 | waters | place | | | open | | |\n"
              "| 渔港 | harbour | reference(harbour) | none | | open | 所属渔港 | |\n");
    write("person.md", "# 人员 · person · persons\n" + table +
                           "| 水上居住年数 | years_afloat | count | | | open | | |\n");
    vocabulary_ =
        must(Vocabulary::load(resource("vocabulary").value()).value().extended_by(folder_));
    import("person",
           "身份证号码,姓名,常住地\n000000199001010018,王小明,西峰区\n"
           "000000197506150025,李丽,环县\n");
    import("organisation",
           "统一社会信用代码,单位名称,注册地\n"
           "91000000000000000K,示范渔业公司,西峰区\n");
  }
  ~PackRecords() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    const auto file = folder_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  store::Transaction begin(bool bypass = true, Place low = 0, Place high = 999'999'999'999) {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = bypass;
    scope.place_lo = low;
    scope.place_hi = high;
    return store::Transaction::begin(connection_, scope).value();
  }
  Instant now() const { return start_ + std::chrono::minutes(minute_); }
  // "new changed same bad", then what is wrong.
  std::string import(const char* kind, const std::string& text, Place high = 999'999'999'999) {
    ++minute_;
    auto transaction = begin();
    Import import(transaction, vocabulary_, cipher_,
                  {kind, "测试", now(), Day::parse("2023-06-01").value(), 0, high});
    const auto report = import.run(intake::bytes_of(text));
    if (!report.ok()) return to_text(report.error());
    must(import.store());
    must(transaction.commit());
    const ImportReport& got = report.value();
    std::string out = fmt::format("{} {} {} {}", got.added, got.changed, got.same, got.bad);
    for (const CellProblem& problem : got.problems) {
      out += fmt::format("|{} {} {}", problem.row, problem.column, problem.message);
    }
    return out;
  }
  std::string exported(const char* kind) {
    auto transaction = begin(false);
    std::ostringstream out;
    const auto rows = export_register(transaction, vocabulary_, cipher_, {kind}, out);
    return rows.ok() ? out.str() : to_text(rows.error());
  }
  std::int64_t id_of(const char* number) {
    auto transaction = begin();
    return must(People(transaction, vocabulary_, cipher_).find(number, 1)).at(0).id;
  }
  // What 王小明 has of them.
  RecordList fishermen(Place low = 0, Place high = 999'999'999'999) {
    const auto person = id_of("000000199001010018");
    auto transaction = begin(false, low, high);
    for (RecordList& list : must(Records(transaction, vocabulary_).of_person(person, now(), 10))) {
      if (list.entity->id == "fisherman") return list;
    }
    ADD_FAILURE() << "no list of fishermen";
    return {};
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("leye-records-" + std::to_string(::getpid()));
};

const char* const harbours = "信用代码,港名\n91000000000000000K,东港\n91000000000000000K,西港\n";
const char* const fishers =
    "身份证号码,捕捞证号,上岸日期,扶持截止,上岸方式,补偿款,船只份额,作业地,所属渔港\n"
    "000000199001010018,YU-7,2021-03-01,2023-12,转产,30000.5,1/3,环县,东港\n"
    "000000197506150025,YU-8,2021-04-01,,养老,,,,91000000000000000K/西港\n";

TEST_F(PackRecords, AreImportedShownAndExported) {
  EXPECT_EQ(import("渔港", harbours), "2 0 0 0");
  EXPECT_EQ(import("fisherman", fishers), "2 0 0 0");
  EXPECT_EQ(import("fishermen", fishers), "0 0 2 0");
  const RecordList list = fishermen();
  ASSERT_EQ(list.entries.size(), 1U);
  const Record& record = list.entries[0].record;
  EXPECT_EQ(record.shown("person"), "王小明");
  EXPECT_EQ(record.value("landed_on"), "2021-03-01");
  EXPECT_EQ(record.value("until"), "2023-12");
  EXPECT_EQ(record.value("way"), "1");
  EXPECT_EQ(record.shown("way"), "转产");
  EXPECT_EQ(record.value("compensation"), "30000.50");
  EXPECT_EQ(record.value("share"), "1/3");
  EXPECT_EQ(record.value("waters"), "621022000000");
  EXPECT_EQ(record.shown("waters"), "环县");
  EXPECT_EQ(record.shown("harbour"), "示范渔业公司 东港");
  EXPECT_EQ(to_text(*record.valid.from), "2021-03-01");
  EXPECT_EQ(to_text(*record.valid.until), "2024-01-01");  // December is whole
  const std::string out = exported("退捕渔民");
  EXPECT_NE(out.find("YU-7,2021-03-01,2023-12,转产"), std::string::npos) << out;
  EXPECT_NE(out.find("91000000000000000K/东港"), std::string::npos) << out;
  EXPECT_EQ(import("fisherman", out), "0 0 2 0");
  EXPECT_EQ(import("harbour", exported("harbour")), "0 0 2 0");
}

TEST_F(PackRecords, KeepWhatTheySaidBefore) {
  import("harbour", harbours);
  import("fisherman", fishers);
  EXPECT_EQ(import("fisherman",
                   "身份证号码,捕捞证号,退捕日期,上岸方式\n"
                   "000000199001010018,YU-7,2021-03-05,\n"),
            "0 1 0 0");
  const RecordEntry entry = fishermen().entries.at(0);
  EXPECT_EQ(entry.record.value("landed_on"), "2021-03-05");
  EXPECT_EQ(to_text(*entry.record.valid.from), "2021-03-05");
  EXPECT_EQ(entry.record.shown("way"), "转产");  // an empty cell says nothing
  EXPECT_EQ(entry.record.shown("harbour"), "示范渔业公司 东港");
  ASSERT_EQ(entry.past.size(), 1U);
  EXPECT_EQ(entry.past[0].record.value("landed_on"), "2021-03-01");
  EXPECT_EQ(entry.past[0].known_to, entry.record.known_from);
}

TEST_F(PackRecords, AreNamedWhereTheyAreWrong) {
  import("harbour", harbours);
  const std::string head = "身份证号码,捕捞证号,退捕日期,扶持截止,上岸方式,渔港\n";
  const std::pair<const char*, const char*> wrong[] = {
      {"000000199001010018,YU-1,2021-13-01,,,", "1|2 退捕日期"},
      {"000000199001010018,YU-1,2021-03-01,,投资,", "1|2 上岸方式 “投资”不在代码表"},
      {"000000199001010018,,2021-03-01,,,", "1|2 捕捞证号 必填项为空"},
      {"000000199001010018,YU-1,2021-03-01,2021-02,,", "1|2 人员 结束早于开始"},
      {"000000199001010018,YU-1,2021-03-01,,,南港", "1|2 人员 所指的登记尚未建档"},
      {"000000199001010018,YU-1,2021-03-01,,,91000000000000000K", "1|2 人员 所指的登记不止一条"},
      {"000000198001010013,YU-1,2021-03-01,,,", "1|2 人员 该身份证号码尚未建档"},
  };
  for (const auto& [row, expected] : wrong) {
    const std::string got = import("fisherman", head + row + "\n");
    EXPECT_EQ(got.find("0 0 0 " + std::string(expected)), 0U) << row << "\n" << got;
  }
  EXPECT_EQ(import("fisherman", head + "000000199001010018,YU-1,2021-03-01,,,\n"
                                       "000000199001010018,YU-1,2021-04-01,,,\n"),
            "1 0 0 1|3 人员 与前面某一行是同一条记录");
  // West of the county: neither the person nor the record is the caller's.
  EXPECT_EQ(import("fisherman", head + "000000197506150025,YU-9,2021-03-01,,,\n", 621002999999),
            "0 0 0 1|2 人员 不在您的管辖范围");
}

TEST_F(PackRecords, AreWithdrawnWithAReasonAndStayReadable) {
  import("harbour", "信用代码,港名\n91000000000000000K,东港\n");
  import("fisherman",
         "身份证号码,证号,上岸日期,渔港\n000000199001010018,证1,2021-03-01,东港\n"
         "000000199001010018,证2,2021-04-01,\n");
  const auto before = now();
  ++minute_;
  const auto ids = [&](const char* entity) {
    auto transaction = begin();
    return must(
        transaction.query("select id, organisation_id as owner from register_record "
                          "where entity = $1 order by key",
                          entity));
  };
  RecordChange change;
  change.record = ids("harbour")[0].get<std::int64_t>("id");
  change.entity = "harbour";
  change.owner = "organisation";
  change.owner_id = ids("harbour")[0].get<std::int64_t>("owner");
  change.reason = "港口并入邻港";
  change.made_by = "窗口甲";
  change.now = now();
  {
    auto transaction = begin();
    const auto refused = withdraw_record(transaction, change);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);  // 证1 names it
  }
  RecordChange first = change;
  first.record = ids("fisherman")[0].get<std::int64_t>("id");
  first.entity = "fisherman";
  first.owner = "person";
  first.owner_id = id_of("000000199001010018");
  const auto withdraw = [&](const RecordChange& what) {
    auto transaction = begin();
    const auto done = withdraw_record(transaction, what);
    if (done.ok()) must(transaction.commit());
    return done.ok() ? std::string("done") : std::string(name(done.error().code));
  };
  RecordChange elsewhere = first;
  elsewhere.place_lo = elsewhere.place_hi = 621022000000;
  EXPECT_EQ(withdraw(elsewhere), "invalid_input");
  RecordChange of_another = first;
  of_another.owner_id = id_of("000000197506150025");
  EXPECT_EQ(withdraw(of_another), "not_found");
  EXPECT_EQ(withdraw(first), "done");
  EXPECT_EQ(withdraw(first), "not_found");
  EXPECT_EQ(withdraw(change), "done");  // nothing names the harbour any more
  const RecordList list = fishermen();
  ASSERT_EQ(list.entries.size(), 1U);
  EXPECT_EQ(list.entries[0].record.value("licence"), "证2");
  ASSERT_EQ(list.withdrawn.size(), 1U);
  EXPECT_EQ(list.withdrawn[0].record.value("licence"), "证1");
  EXPECT_EQ(list.withdrawn[0].reason, "港口并入邻港");
  EXPECT_EQ(list.withdrawn[0].made_by, "窗口甲");
  auto transaction = begin();
  const auto then = must(transaction.query(
      "select count(*) as n from facts_of_record($1, false) where entity = 'fisherman'", before));
  EXPECT_EQ(then[0].get<std::int64_t>("n"), 2);
  const auto later = must(transaction.query(
      "select count(*) as n from facts_of_record($1, false) where entity = 'fisherman'", now()));
  EXPECT_EQ(later[0].get<std::int64_t>("n"), 1);
}

TEST_F(PackRecords, AreSeenByThoseWhoMaySeeTheOwner) {
  import("harbour", harbours);
  import("fisherman", fishers);
  EXPECT_EQ(fishermen(621002000000, 621002999999).entries.size(), 1U);
  EXPECT_EQ(fishermen(621022000000, 621022999999).entries.size(), 0U);
  auto transaction = begin(false, 621022000000, 621022999999);
  const auto rows = must(transaction.query("select entity from register_record"));
  EXPECT_EQ(rows.size(), 1U);  // of the fisherman of that county
}

TEST_F(PackRecords, FactsThatAPackAddsToPeople) {
  EXPECT_EQ(import("person",
                   "身份证号码,姓名,常住地,水上居住年数\n"
                   "000000199001010018,王小明,西峰区,12\n"),
            "0 1 0 0");
  EXPECT_EQ(import("person",
                   "身份证号码,姓名,常住地,水上居住年数\n"
                   "000000199001010018,王小明,西峰区,12\n"),
            "0 0 1 0");
  EXPECT_EQ(import("person",
                   "身份证号码,姓名,常住地,水上居住年数\n"
                   "000000199001010018,王小明,西峰区,多年\n")
                .find("0 0 0 1|2 水上居住年数"),
            0U);
  const auto person = id_of("000000199001010018");
  auto transaction = begin(false);
  People people(transaction, vocabulary_, cipher_);
  const auto file = must(people.file(person, {Day::parse("2023-07-01").value(), now()}));
  EXPECT_EQ(file.person.value("years_afloat"), "12");
  EXPECT_EQ(file.person.shown("residence_place"), "西峰区");
  EXPECT_NE(exported("person").find("水上居住年数"), std::string::npos);
}

}  // namespace
}  // namespace leye::registers
