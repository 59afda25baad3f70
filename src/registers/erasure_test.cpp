#include "registers/erasure.hpp"

#include <fmt/format.h>

#include "registers/bulk.hpp"
#include "registers/corrections.hpp"
#include "registers/people.hpp"
#include "registers/retention.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

constexpr std::int64_t clerk = 7, director = 8;
constexpr auto name = "欧阳春风", number = "000000197506150025", old_name = "欧阳春枫";

// One person with a past name, a bank account, an ended case with its notice, a message, a
// recognition with a masked fact; and another one whom nothing must happen to.
class Erasing : public RegisterTest {
 protected:
  Erasing() {
    auto load = RegisterLoad::begin(connection_, store::TestDatabase::area, cipher_,
                                    {"测试", next_minute()})
                    .value();
    PersonRow person;
    person.valid_from = day("2015-01-01");
    person.residence_place = 621002000000;
    person.id = 1;
    person.name = old_name;
    person.number = number;
    person.phone = "13900001234";
    person.account_number = "6222020000001234567";
    EXPECT_TRUE(load.add(person).ok());
    person.id = 2;
    person.name = "李二";
    person.phone = "13900005678";
    person.number = "000000199001010018";
    EXPECT_TRUE(load.add(person).ok());
    EXPECT_TRUE(load.finish().ok());
    auto transaction = begin();
    const auto ticket = must(ask_correction(
        transaction, cipher_,
        {"name", 1, 0, name, "户口簿", "欧阳春枫改名", clerk, "窗口", next_minute()}));
    EXPECT_TRUE(decide_correction(transaction, cipher_,
                                  {ticket, true, "同意", director, "局长", next_minute()})
                    .ok());
    EXPECT_TRUE(transaction.commit().ok());
    run(fmt::format(
        "insert into flow_case (number, measure, pack, place, applicant_kind, person_id, "
        "applicant, state, step, amount_fen, row_count, opened_at, opened_by, ended_at) values "
        "('1号', 'm', 'p', 621002000000, 'person', 1, '{0}', 'refused', 's', 100, 1, "
        "'2011-02-01', 7, '2011-03-01');"
        "insert into case_row (case_id, place, measure, subject_kind, subject_id, person_id, "
        "label, id_number, facts_digest, amount_fen, state) select id, place, 'm', 'person', 1, 1, "
        "'{0}', "
        "'000000**********25', 1, 100, 'rejected' from flow_case;"
        "insert into message (place, person_id, kind, title, body, sent_at) values (621002000000, "
        "1, 'step', '告知', '{0}：您的申请不予办理', '2015-03-01')",
        name));
  }
  void run(const std::string& sql) {
    const auto done = connection_.run_script("set search_path = area_000000, leye, public; " + sql +
                                             "; reset search_path");
    EXPECT_TRUE(done.ok()) << to_text(done.error());
  }
  ErasureBy by(std::int64_t who) { return {who, who == clerk ? "窗口" : "局长", next_minute()}; }
  Result<std::int64_t> ask(store::Transaction& transaction) {
    return ask_erasure(transaction, {1, "term_over", "保存期限届满", terms_, by(clerk)});
  }
  Result<std::int64_t> decide(store::Transaction& transaction, std::int64_t id, std::int64_t who) {
    return decide_erasure(transaction, vocabulary_, {id, true, "同意", terms_, by(who)});
  }
  KeptTerms terms_{360, 120, "会计档案管理办法", "国家档案局令第8号"};
  // The tables of the area of which some row holds the text anywhere.
  std::vector<std::string> tables_with(const std::string& text) {
    std::vector<std::string> found;
    auto transaction = begin();
    const auto rows = transaction.query(
        "select table_name::text as name, query_to_xml(format("
        "'select t::text as row from area_000000.%I t where t::text like %L', table_name, "
        "'%' || $1 || '%'), false, true, '')::text as rows "
        "from information_schema.tables "
        "where table_schema = 'area_000000' and table_type = 'BASE TABLE' order by 1",
        text);
    EXPECT_TRUE(rows.ok()) << to_text(rows.error());
    for (const store::Row row : rows.value()) {
      const auto holds = row.get<std::string>("rows");
      if (holds.find("<row>") != holds.npos) found.push_back(row.get<std::string>("name") + holds);
    }
    return found;
  }
};

TEST_F(Erasing, TakesTheNameFromEverywhereAndTheNumberCannotBeFound) {
  EXPECT_GE(tables_with(name).size(), 4U) << "the test would prove nothing";
  EXPECT_FALSE(tables_with(old_name).empty());
  {
    auto transaction = begin();
    const auto id = must(ask(transaction));
    EXPECT_EQ(decide(transaction, id, clerk).error().code, ErrorCode::forbidden);
    EXPECT_EQ(must(decide(transaction, id, director)), 1);
    ASSERT_TRUE(transaction.commit().ok());
  }
  EXPECT_EQ(tables_with(name), std::vector<std::string>{});
  EXPECT_EQ(tables_with(old_name), std::vector<std::string>{});
  auto transaction = begin();
  People people(transaction, vocabulary_, cipher_);
  EXPECT_TRUE(people.find(number, 5).value().empty());
  EXPECT_TRUE(people.find("13900001234", 5).value().empty());
  EXPECT_TRUE(people.find("欧阳", 5).value().empty());
  const auto card = must(people.card(1));
  EXPECT_EQ(card.name, "已销毁");
  EXPECT_EQ(card.number, "");
  const auto keys = transaction.query(
      "select count(*) as found from person_identity where person_id = 1 and salt is null and "
      "number_cipher is null and number_blind is null and phone_cipher is null and phone_blind is "
      "null");
  EXPECT_EQ(keys.value()[0].get<std::int64_t>("found"), 1);
  const auto accounts =
      transaction.query("select count(*) as found from person_account where person_id = 1");
  EXPECT_EQ(accounts.value()[0].get<std::int64_t>("found"), 0);
  EXPECT_TRUE(list_corrections(transaction, cipher_, "approved", 20, 0).ok());
  EXPECT_EQ(must(people.card(2)).number, "000000199001010018") << "somebody else";
  EXPECT_EQ(people.find("000000199001010018", 5).value().size(), 1U);
  // What was done stays under the id.
  const auto cases =
      transaction.query("select count(*) as found from flow_case where person_id = 1");
  EXPECT_EQ(cases.value()[0].get<std::int64_t>("found"), 1);
  EXPECT_EQ(must(list_erasures(transaction)).front().state, "erased");
}

TEST_F(Erasing, IsRefusedWhileSomethingStandsAgainstIt) {
  const auto code = [&] {
    auto transaction = begin();
    const auto asked = ask(transaction);
    return asked.ok() ? std::string("asked") : asked.error().where.front();
  };
  EXPECT_EQ(code(), "asked");
  std::int64_t hold = 0;
  {
    auto transaction = begin();
    hold = must(add_hold(transaction, 1, "纪检调查", by(director)));
    EXPECT_EQ(add_hold(transaction, 1, "再来一项", by(director)).error().code, ErrorCode::conflict);
    ASSERT_TRUE(transaction.commit().ok());
  }
  EXPECT_EQ(code(), "依法留存 1 项");
  {
    auto transaction = begin();
    ASSERT_TRUE(lift_hold(transaction, hold, by(director)).ok());
    EXPECT_FALSE(lift_hold(transaction, hold, by(director)).ok()) << "lifted already";
    ASSERT_TRUE(transaction.commit().ok());
  }
  run("update flow_case set state = 'open', ended_at = null");
  EXPECT_EQ(code(), "未办结的办件 1 件");
  run("update flow_case set state = 'refused', ended_at = '2011-03-01'");
  run("insert into unemployment_registration (person_id, start_date, place, source, known_from) "
      "values (1, '2021-01-01', 621002000000, '测试', '2021-01-01')");
  EXPECT_EQ(code(), "有效的失业登记 1 条");
  run("update unemployment_registration set end_date = '2021-02-01'");
  EXPECT_EQ(code(), "asked");
}

// Vouchers count from the end of their year on, case files from their end on; the day on which the
// term is over is the first on which nothing is said. Today is 2022-01-08.
TEST_F(Erasing, IsRefusedWhileTheLawKeepsWhatWasPaidOrDecided) {
  const auto kept = [&](const char* on) {
    auto transaction = begin();
    std::vector<std::string> labels;
    for (const auto& one : must(erasure_obstacles(transaction, 1, day(on), terms_)))
      labels.push_back(label(one));
    return labels;
  };
  run("insert into fund (code, label, level, place, place_lo, place_hi, channel, payer_name, "
      "payer_account) values ('f', '资金', 'county', 621002000000, 621002000000, 621002000000, "
      "'treasury', '财政', '1');"
      "insert into payment (key, source_key, fund_id, place, payee_kind, payee_id, payee_name, "
      "bank, account_cipher, account_tail, amount_fen, purpose, planned_by, planned_on) select "
      "'k', 's', id, place, 'person', 1, '名', '银行', 'x', '', 100, '补贴', 7, '1993-05-05' "
      "from fund");
  EXPECT_EQ(kept("2021-02-28"),
            (std::vector<std::string>{
                "保存期内的办件 1 件，保存至 2021-03-01，依据：国家档案局令第8号",
                "会计凭证保存期内的支付 1 笔，保存至 2024-01-01，依据：会计档案管理办法"}));
  EXPECT_EQ(kept("2021-03-01").size(), 1U);
  EXPECT_EQ(kept("2023-12-31").size(), 1U);
  EXPECT_EQ(kept("2024-01-01").size(), 0U);
  auto transaction = begin();
  const auto refused = ask(transaction);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().where.front(),
            "会计凭证保存期内的支付 1 笔，保存至 2024-01-01，依据：会计档案管理办法");
}

// The obstacle may come between the asking and the decision.
TEST_F(Erasing, LooksAgainWhenItIsDecided) {
  auto transaction = begin();
  const auto id = must(ask(transaction));
  must(add_hold(transaction, 1, "法院调取", by(director)));
  const auto refused = decide(transaction, id, director);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().where.front(), "依法留存 1 项");
  EXPECT_EQ(ask(transaction).error().code, ErrorCode::conflict);
  ASSERT_TRUE(
      decide_erasure(transaction, vocabulary_, {id, false, "依法留存", terms_, by(director)}).ok());
  EXPECT_EQ(must(list_erasures(transaction)).front().state, "refused");
}

TEST_F(Erasing, RetentionListsWhatIsDueAndDestroysWhenAnotherConfirms) {
  run("insert into suspect_list (number, issued_by, title, due_on, file_name, digest, row_count, "
      "place, taken_by, taken_at, replied_by, replied_at) values ('1', '省厅', '疑点', "
      "'2012-01-01', 'a.xlsx', 'd', 1, 621002000000, 7, '2012-01-01', 8, '2012-02-01')");
  run("insert into suspect_row (list_id, row_number, place, content, state) select id, 1, "
      "621002000000, 'x', 'open' from suspect_list");
  const auto terms = must(retention_terms());
  EXPECT_EQ(kept_terms(terms).voucher_months, 360);
  EXPECT_EQ(kept_terms(terms).case_months, 120);
  auto transaction = begin();
  const auto people = must(people_due(transaction, terms, business_day(next_minute()), 9));
  EXPECT_EQ(people.size(), 0U) << "both files were written lately";
  EXPECT_EQ(must(people_due(transaction, terms, day("2040-01-01"), 9)).size(), 2U);
  must(add_hold(transaction, 1, "审计调阅", by(director)));
  const auto after = must(people_due(transaction, terms, day("2040-01-01"), 9));
  ASSERT_EQ(after.size(), 1U) << "what a hold is on is not due";
  EXPECT_EQ(after[0].name, "李二");
  ASSERT_GT(must(list_what_is_due(transaction, terms, by(clerk))), 0);
  EXPECT_EQ(must(list_what_is_due(transaction, terms, by(clerk))), 0) << "they are open";
  const auto lists = must(retention_lists(transaction));
  const auto list = std::find_if(lists.begin(), lists.end(),
                                 [](const auto& one) { return one.kind == "suspect_row"; });
  ASSERT_NE(list, lists.end());
  EXPECT_EQ(list->due, 1);
  const auto sealed = [&] {
    return transaction.query("select count(*) as found from suspect_row where content <> ''")
        .value()[0]
        .get<std::int64_t>("found");
  };
  EXPECT_EQ(decide_retention(transaction, list->id, true, "", by(clerk)).error().code,
            ErrorCode::forbidden);
  EXPECT_EQ(sealed(), 1) << "nothing is destroyed by listing it";
  EXPECT_EQ(must(decide_retention(transaction, list->id, true, "", by(director))), "suspect_row");
  EXPECT_EQ(sealed(), 0);
  EXPECT_EQ(decide_retention(transaction, list->id, true, "", by(director)).error().code,
            ErrorCode::conflict);
}

}  // namespace
}  // namespace leye::registers
