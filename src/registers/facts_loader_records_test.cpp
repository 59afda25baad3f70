// Records before the rules: around people, organisations and themselves, and whom rules count.
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "registers/facts_loader.hpp"
#include "registers/import.hpp"
#include "store/test_database.hpp"

namespace leye::registers {
namespace {

class RecordFacts : public testing::Test {
 protected:
  RecordFacts() {
    auto transaction = begin();
    must(transaction.execute(
        "insert into leye.place (code, name, level, parent) values "
        "(620000000000, '甘肃省', 1, null), (621000000000, '庆阳市', 2, 620000000000), "
        "(621002000000, '西峰区', 3, 621000000000) on conflict do nothing"));
    must(transaction.commit());
    import("person",
           "身份证号码,姓名,常住地\n000000199001010018,甲,西峰区\n"
           "000000197506150025,乙,西峰区\n000000198001010013,丙,西峰区\n");
    import("organisation",
           "统一社会信用代码,单位名称,注册地\n"
           "91000000000000000K,见习单位甲,西峰区\n");
    // Two trainees of one batch; a loan of 丙 with its balances and a claim, which belong to a
    // place.
    import("traineeship_batch", "统一社会信用代码,批次名称\n91000000000000000K,春季\n");
    import("traineeship",
           "身份证号码,统一社会信用代码,见习批次,见习开始日期,见习计划结束日期\n"
           "000000199001010018,91000000000000000K,春季,2023-03-01,2023-08-31\n"
           "000000197506150025,91000000000000000K,春季,2023-03-01,2023-08-31\n");
    import("loan",
           "身份证号码,借款形式,放款金额,放款日期,到期日期\n"
           "000000198001010013,个人,100000,2023-01-10,2025-01-09\n");
    import("loan_balance",
           "贷款编号,起始日期,计息天数,余额,行政区划代码\n"
           "000000198001010013/2023-01-10,2023-01-10,90,100000,621002\n"
           "000000198001010013/2023-01-10,2023-04-10,90,80000,621002\n");
    import("employment",
           "身份证号码,统一社会信用代码,入职日期\n"
           "000000199001010018,91000000000000000K,2023-09-01\n"
           "000000198001010013,91000000000000000K,2023-09-01\n");
    for (const char* number : {"000000199001010018", "000000197506150025", "000000198001010013"}) {
      persons_.push_back(id_of(number));
    }
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
  void import(const char* kind, const std::string& text) {
    auto transaction = begin();
    Import import(transaction, vocabulary_, cipher_,
                  {kind, "测试", learnt_, Day::parse("2020-01-01").value()});
    const auto report = must(import.run(intake::bytes_of(text)));
    for (const CellProblem& each : report.problems) {
      ADD_FAILURE() << kind << " " << each.row << " " << each.column << " " << each.message;
    }
    must(import.store());
    must(transaction.commit());
  }
  std::int64_t id_of(const char* number) {
    auto transaction = begin();
    const auto rows = must(
        transaction.query("select person_id as id from person_identity where number_blind = $1",
                          cipher_.number_blind(number)));
    return rows[0].get<std::int64_t>("id");
  }
  policy::Value value(const char* entity, policy::Row row, const char* fact) {
    const auto index = facts_.entity(entity);
    return facts_.value(index, row, facts_.fact(index, fact));
  }
  std::size_t related(const char* entity, const char* fact, policy::Row target) {
    const auto index = facts_.entity(entity);
    return facts_.related(index, facts_.fact(index, fact), target).size();
  }
  bool closed(const char* entity, const char* fact, policy::Row target) {
    const auto index = facts_.entity(entity);
    return facts_.closed(index, facts_.fact(index, fact), target);
  }
  std::size_t size(const char* entity) { return facts_.size(facts_.entity(entity)); }
  std::size_t own(const FactsLoader& loader, const char* entity) {
    return loader.own_rows(facts_.entity(entity));
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  policy::Facts facts_{vocabulary_};
  Instant learnt_{std::chrono::hours(24 * 19000)};
  AsOf now_{Day::parse("2023-12-01").value(), learnt_};
  std::vector<std::int64_t> persons_;
};

const Reach trainees{{"traineeship", "traineeship_batch"}, {}};

TEST_F(RecordFacts, StandAroundTheirPerson) {
  auto transaction = begin();
  FactsLoader loader(transaction, facts_, now_, trainees);
  must(loader.load("person", {persons_[0]}));
  ASSERT_EQ(size("traineeship"), 1U);
  EXPECT_EQ(value("traineeship", 0, "person").low.top, loader.row("person", persons_[0]).value());
  EXPECT_EQ(value("traineeship", 0, "employer").low.top, 0);
  EXPECT_EQ(value("traineeship", 0, "start_date").low.top,
            Day::parse("2023-03-01").value().number());
  EXPECT_EQ(value("traineeship", 0, "end_date").state, policy::State::none);
  EXPECT_EQ(value("traineeship", 0, "paid_months").state, policy::State::unknown);
  ASSERT_TRUE(value("traineeship", 0, "batch").known());
  EXPECT_EQ(facts_.spelling(facts_.entity("traineeship_batch"), 0,
                            facts_.fact(facts_.entity("traineeship_batch"), "name")),
            "春季");
  EXPECT_TRUE(closed("traineeship", "person", 0));
  EXPECT_FALSE(closed("traineeship", "batch", 0));  // the other trainee is not here
  EXPECT_FALSE(closed("traineeship", "employer", 0));
  EXPECT_EQ(facts_.source(facts_.entity("traineeship"), 0), "测试");
}

TEST_F(RecordFacts, ThatNobodyLooksAtAreNotLoaded) {
  auto transaction = begin();
  FactsLoader loader(transaction, facts_, now_);
  must(loader.load("person", {persons_[0]}));
  EXPECT_EQ(size("traineeship"), 0U);
  EXPECT_FALSE(closed("traineeship", "person", 0));
}

TEST_F(RecordFacts, ThatNameThoseOfTheBlockAreThereIfRulesCountThem) {
  Reach reach = trainees;
  reach.relations.insert({"traineeship", "batch"});
  auto transaction = begin();
  FactsLoader loader(transaction, facts_, now_, reach);
  loader.sweep_between(persons_[0], persons_[0]);
  ASSERT_TRUE(must(loader.next_persons(1)));
  ASSERT_EQ(size("traineeship_batch"), 1U);
  EXPECT_EQ(related("traineeship", "batch", 0), 2U);
  EXPECT_TRUE(closed("traineeship", "batch", 0));
  EXPECT_EQ(own(loader, "traineeship"), 1U);
  EXPECT_EQ(own(loader, "person"), 1U);
  // The other trainee has own facts here, but not all that stands around a person.
  const auto other = loader.row("person", persons_[1]);
  ASSERT_TRUE(other.has_value());
  EXPECT_FALSE(closed("employment", "person", *other));
  EXPECT_TRUE(closed("employment", "person", loader.row("person", persons_[0]).value()));
}

TEST_F(RecordFacts, AnEmployersStaffIsThereIfRulesCountIt) {
  Reach reach = trainees;
  reach.relations.insert({"employment", "employer"});
  auto transaction = begin();
  FactsLoader loader(transaction, facts_, now_, reach);
  ASSERT_TRUE(must(loader.next_organisations(10)));
  EXPECT_EQ(related("employment", "employer", 0), 2U);
  EXPECT_TRUE(closed("employment", "employer", 0));
  EXPECT_EQ(own(loader, "organisation"), 1U);
  EXPECT_EQ(own(loader, "person"), 0U);
  EXPECT_EQ(size("person"), 2U);  // 甲 and 丙; 乙 only was a trainee
  EXPECT_TRUE(closed("employment", "person", 0));
  // In a sweep over people: each block, with one person of its own, sees the same staff.
  FactsLoader sweep(transaction, facts_, now_, reach);
  for (int block = 0; block < 3; ++block) {
    ASSERT_TRUE(must(sweep.next_persons(1)));
    EXPECT_EQ(own(sweep, "person"), 1U);
    if (size("organisation") == 0) continue;
    EXPECT_EQ(related("employment", "employer", 0), 2U) << block;
    EXPECT_TRUE(closed("employment", "employer", 0));
  }
  EXPECT_FALSE(must(sweep.next_persons(1)));
}

TEST_F(RecordFacts, ThatBelongToAPlaceReachTheirOwnersThroughOthers) {
  const Reach reach{{"loan", "loan_balance"}, {{"loan_balance", "loan"}}};
  auto transaction = begin();
  FactsLoader loader(transaction, facts_, now_, reach);
  ASSERT_TRUE(must(loader.next_unowned(1)));
  EXPECT_EQ(own(loader, "loan_balance"), 1U);
  EXPECT_EQ(size("loan_balance"), 2U);  // both of the loan: a rule counts them
  ASSERT_EQ(size("loan"), 1U);
  EXPECT_EQ(own(loader, "loan"), 0U);
  EXPECT_EQ(related("loan_balance", "loan", 0), 2U);
  const auto person = value("loan", 0, "person");
  ASSERT_TRUE(person.known());
  EXPECT_EQ(facts_.key(facts_.entity("person"), static_cast<policy::Row>(person.low.top)),
            persons_[2]);
  ASSERT_TRUE(must(loader.next_unowned(1)));
  EXPECT_FALSE(must(loader.next_unowned(1)));
}

TEST_F(RecordFacts, AreLoadedByTheirOwnId) {
  auto transaction = begin();
  const auto rows = must(transaction.query("select id from register_record where entity = 'loan'"));
  const auto id = rows[0].get<std::int64_t>("id");
  FactsLoader loader(transaction, facts_, now_,
                     Reach{{"loan", "loan_balance"}, {{"loan_balance", "loan"}}});
  must(loader.load("loan", {id}));
  ASSERT_TRUE(loader.row("loan", id).has_value());
  EXPECT_TRUE(loader.row("person", persons_[2]).has_value());
  EXPECT_TRUE(closed("employment", "person", 0));
  EXPECT_EQ(related("loan_balance", "loan", 0), 2U);
}

}  // namespace
}  // namespace leye::registers
