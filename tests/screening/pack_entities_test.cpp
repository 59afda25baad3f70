// A pack that is not of this installation declares an entity, a code table and a fact of people,
// and a rule about them. From its files to the result of a screening: no migration, no line of
// code.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/resources.hpp"
#include "benefits/entitlements.hpp"
#include "benefits/screening.hpp"
#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"
#include "registers/export.hpp"
#include "registers/import.hpp"
#include "registers/records.hpp"
#include "store/test_database.hpp"

namespace leye::benefits {
namespace {

const std::string table =
    "| label | label_en | id | type | required | mask | sensitivity | headings | standard |\n"
    "|---|---|---|---|---|---|---|---|---|\n";

// Who came ashore with a new trade in the years of the programme, after ten years afloat; and what
// a company gets if two fishermen of its harbour came ashore.
const char* const rules = R"(---
标题: 退捕渔民
---
# 退捕渔民上岸

> [一 句1] 有新职业、水上居住满十年的退捕渔民, 每人 3000 元

```policy
补贴 上岸补贴 "landing subsidy" (landing_subsidy)
  每 退捕渔民
  付给 退捕渔民.人员
  资金 就业补助资金 (employment_subsidy)
  有效 退捕渔民.退捕日期 自 2021-01-01 至 2021-12-31
  条件
    退捕渔民.上岸方式 为 转产
    退捕渔民.人员.水上居住年数 10 个 以上
  标准 3000 元
```

> [二 句1] 渔港有两名以上退捕渔民的单位, 给 5000 元

```policy
补助 渔港补助 "harbour grant" (harbour_grant)
  每 渔港
  付给 渔港.单位
  资金 就业补助资金 (employment_subsidy)
  有效 申请日期 自 2021-01-01 至 2023-12-31
  设 人数 为 计数 渔港.退捕渔民 名 渔民
  条件
    人数 2 个 以上
  标准 5000 元
```
)";

class PackEntities : public testing::Test {
 protected:
  PackEntities() {
    write("vocabulary/codes/landing.csv",
          "# 上岸方式 landing; none\ncode,zh,en,valid_from,valid_to\n1,转产,new trade,,\n"
          "2,养老,retired,,\n");
    write("vocabulary/harbour.md",
          "# 渔港 · harbour · harbours\ncompleteness: complete\nstorage: record\n" + table +
              "| 单位 | | organisation | reference(organisation) | yes | | open | 信用代码 | |\n"
              "| 港名 | | name | text | yes | | open | | |\n");
    write("vocabulary/fisherman.md",
          "# 退捕渔民 · fisherman · fishermen\ncompleteness: complete\nstorage: record\n" + table +
              "| 人员 | | person | reference(person) | yes | | open | 身份证号码 | |\n"
              "| 退捕日期 | landed on | landed_on | day | yes | | open | 上岸日期 | |\n"
              "| 上岸方式 | | way | code(landing) | | | open | | |\n"
              "| 渔港 | | harbour | reference(harbour) | none | | open | | |\n");
    write("vocabulary/person.md",
          "# 人员 · person · persons\n" + table +
              "| 水上居住年数 | years afloat | years_afloat | count | | | open | | |\n");
    write("1-landing.md", rules);
    const auto installed = must(Vocabulary::load(resource("vocabulary").value()));
    vocabulary_ = must(policy::vocabulary_of_pack(installed, folder_));
    plan_ = must(policy::load_pack(folder_, vocabulary_));
    auto transaction = begin();
    must(transaction.execute(
        "insert into leye.place (code, name, level, parent) values "
        "(620000000000, '甘肃省', 1, null), (621000000000, '庆阳市', 2, 620000000000), "
        "(621002000000, '西峰区', 3, 621000000000) on conflict do nothing"));
    must(transaction.commit());
  }
  ~PackEntities() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  template <class T>
  static T must(Result<T> result) {
    EXPECT_TRUE(result.ok()) << to_text(result.error());
    return std::move(result).value();
  }
  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }
  std::string import(const char* kind, const std::string& text) {
    auto transaction = begin();
    registers::Import import(transaction, vocabulary_, cipher_,
                             {kind, "测试", now_, Day::parse("2020-01-01").value()});
    const auto report = must(import.run(intake::bytes_of(text)));
    must(import.store());
    must(transaction.commit());
    return fmt::format("{} {} {} {}", report.added, report.changed, report.same, report.bad);
  }
  // "measure outcome amount" of what the screening kept, in order.
  std::string screened() {
    store::Pool pool(database_.dsn(), 4);
    const ScreeningOrder order{store::TestDatabase::area, Day::parse("2023-07-01").value(), now_};
    must(screen(pool, plan_, vocabulary_, order, [](const Progress&) {}));
    auto transaction = begin();
    std::string out;
    for (const store::Row row : must(transaction.query(
             "select measure, subject_kind, outcome, amount_fen from screening_result "
             "order by measure, outcome, subject_id"))) {
      out += fmt::format("{} {} {} {}\n", row.get<std::string>("measure"),
                         row.get<std::string>("subject_kind"), row.get<std::string>("outcome"),
                         row.get<std::optional<std::int64_t>>("amount_fen").value_or(0));
    }
    return out;
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("leye-pack-" + std::to_string(::getpid()));
  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  registers::IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Vocabulary vocabulary_;
  policy::Plan plan_;
  Instant now_{std::chrono::hours(24 * 19000)};
};

TEST_F(PackEntities, GoFromAFileToAResult) {
  EXPECT_EQ(import("人员",
                   "身份证号码,姓名,常住地,水上居住年数\n"
                   "000000199001010018,甲,西峰区,12\n"  // entitled
                   "000000197506150025,乙,西峰区,9\n"   // one year short
                   "000000198001010013,丙,西峰区,\n"),  // years afloat not known
            "3 0 0 0");
  EXPECT_EQ(import("单位",
                   "统一社会信用代码,单位名称,注册地\n"
                   "91000000000000000K,渔业公司,西峰区\n"),
            "1 0 0 0");
  EXPECT_EQ(import("渔港", "信用代码,港名\n91000000000000000K,东港\n91000000000000000K,西港\n"),
            "2 0 0 0");
  EXPECT_EQ(import("退捕渔民",
                   "身份证号码,上岸日期,上岸方式,渔港\n"
                   "000000199001010018,2021-03-01,转产,东港\n"
                   "000000197506150025,2021-04-01,转产,东港\n"
                   "000000198001010013,2021-05-01,转产,西港\n"
                   "000000198001010013,2021-06-01,投资,西港\n"),
            "3 0 0 1");
  // 甲 3000 yuan; 乙 lacks one condition; 丙 is unknown. 东港 has two fishermen, 西港 one.
  EXPECT_EQ(screened(),
            "harbour_grant harbour eligible 500000\n"
            "harbour_grant harbour short 0\n"
            "landing_subsidy fisherman eligible 300000\n"
            "landing_subsidy fisherman short 0\n"
            "landing_subsidy fisherman undetermined 0\n");
  auto transaction = begin();
  const auto rows =
      must(transaction.query("select person_id from person_identity where number_blind = $1",
                             cipher_.number_blind("000000199001010018")));
  const auto person = rows[0].get<std::int64_t>("person_id");
  const auto lists = must(registers::Records(transaction, vocabulary_).of_person(person, now_, 9));
  for (const auto& list : lists) {
    if (list.entity->id != "fisherman") continue;
    ASSERT_EQ(list.entries.size(), 1U);
    EXPECT_EQ(list.entries[0].record.shown("harbour"), "渔业公司 东港");
  }
  std::ostringstream out;
  EXPECT_EQ(must(registers::export_register(transaction, vocabulary_, cipher_, {"退捕渔民"}, out)),
            3);
  EXPECT_NE(out.str().find("2021-03-01,转产,'91000000000000000K/东港"), std::string::npos)
      << out.str();
}

// Two places a year for three who are entitled: who has applied goes first, then the lesser key;
// what was granted this year counts.
TEST_F(PackEntities, StandInAQueue) {
  write("2-queue.md", R"(---
标题: 排队
---
```policy
补贴 排队补贴 (queued_subsidy)
  每 退捕渔民
  付给 退捕渔民.人员
  资金 就业补助资金 (employment_subsidy)
  有效 申请日期 自 2021-01-01
  总名额 每年 2 人 由 先到
  条件
    退捕渔民.上岸方式 为 转产
  标准 1000 元
```
)");
  plan_ = must(policy::load_pack(folder_, vocabulary_));
  import("人员",
         "身份证号码,姓名,常住地\n000000199001010018,甲,西峰区\n"
         "000000197506150025,乙,西峰区\n000000198001010013,丙,西峰区\n");
  import("退捕渔民",
         "身份证号码,上岸日期,上岸方式\n000000199001010018,2021-03-01,转产\n"
         "000000197506150025,2021-04-01,转产\n000000198001010013,2021-05-01,转产\n");
  const auto queue = [this] {
    screened();
    auto transaction = begin();
    std::string out;
    for (const store::Row row : must(transaction.query(
             "select settled, coalesce(settled_by, '') as settled_by, "
             "coalesce(queue_place, 0)::bigint as queue_place from screening_result "
             "where measure = 'queued_subsidy' order by subject_id")))
      out += fmt::format("{} {} {}\n", row.get<std::string>("settled"),
                         row.get<std::string>("settled_by"), row.get<std::int64_t>("queue_place"));
    return out;
  };
  EXPECT_EQ(queue(), "granted  1\ngranted  2\nqueued queued_subsidy 3\n");
  auto transaction = begin();
  must(transaction.execute(
      "with opened as (insert into flow_case (number, measure, pack, place, applicant_kind, "
      "person_id, applicant, state, step, amount_fen, row_count, opened_at, opened_by) "
      "values ('办1', 'queued_subsidy', '', 621002000000, 'person', 3, '丙', 'open', 'take_in', "
      "100000, 1, '2023-06-01T02:00:00Z', 1) returning id) "
      "insert into case_row (case_id, place, measure, subject_kind, subject_id, person_id, label, "
      "id_number, amount_fen, state, facts_digest) "
      "select opened.id, 621002000000, 'queued_subsidy', 'fisherman', "
      "(select max(subject_id) from screening_result where measure = 'queued_subsidy'), 3, '丙', "
      "'000000**********13', 100000, 'pending', 0 from opened"));
  must(transaction.commit());
  EXPECT_EQ(queue(), "granted  2\nqueued queued_subsidy 3\ngranted  1\n");
  auto granting = begin();
  must(granting.execute(
      "insert into benefit_grant (measure, source, person_id, payee_kind, amount_fen, granted_on, "
      "place, recorded_at) values ('queued_subsidy', '某局', 1, 'person', 100000, '2023-02-01', "
      "621002000000, '2023-02-01T02:00:00Z')"));
  must(granting.commit());
  EXPECT_EQ(queue(), "queued queued_subsidy 2\nqueued queued_subsidy 3\ngranted  1\n");
}

// One person and one company ask: the same answers as the screening.
TEST_F(PackEntities, AnswerForOneSubject) {
  import("人员",
         "身份证号码,姓名,常住地,水上居住年数\n000000199001010018,甲,西峰区,12\n"
         "000000197506150025,乙,西峰区,9\n");
  import("单位", "统一社会信用代码,单位名称,注册地\n91000000000000000K,渔业公司,西峰区\n");
  import("渔港", "信用代码,港名\n91000000000000000K,东港\n");
  import("退捕渔民",
         "身份证号码,上岸日期,上岸方式,渔港\n"
         "000000199001010018,2021-03-01,转产,东港\n"
         "000000197506150025,2021-04-01,转产,东港\n");
  auto transaction = begin();
  const Supposed nothing;
  const EntitlementQuestion question{plan_, vocabulary_, Day::parse("2023-07-01").value(), now_,
                                     nothing};
  const auto ids =
      must(transaction.query("select person_id from person_identity where number_blind = $1",
                             cipher_.number_blind("000000199001010018")));
  const auto of_person =
      must(entitlements_of_person(transaction, question, ids[0].get<std::int64_t>("person_id")));
  ASSERT_EQ(of_person.size(), 1U);
  EXPECT_EQ(of_person[0].outcome, policy::Outcome::eligible);
  EXPECT_EQ(of_person[0].amount, Money::yuan(3000));
  const auto of_company = must(entitlements_of_organisation(transaction, question, 1, {}));
  ASSERT_EQ(of_company.size(), 1U);
  EXPECT_EQ(of_company[0].measure->name.id, "harbour_grant");
  EXPECT_EQ(of_company[0].outcome, policy::Outcome::eligible);
  EXPECT_EQ(of_company[0].amount, Money::yuan(5000));
}

}  // namespace
}  // namespace leye::benefits
