// The Qingyang pack end to end: a made-up city is screened, the three paths of the pack run to the
// money, the books hold, and a second screening proposes nobody twice.
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "benefits/screening.hpp"
#include "city/demo_seed.hpp"
#include "city/population.hpp"
#include "flows/acting.hpp"
#include "flows/case_papers.hpp"
#include "flows/case_view.hpp"
#include "flows/meetings.hpp"
#include "flows/opening.hpp"
#include "flows/pay_out.hpp"
#include "flows/recovery.hpp"
#include "flows/walk.hpp"
#include "funds/verify.hpp"
#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"
#include "registers/divisions.hpp"
#include "store/test_database.hpp"

namespace leye::flows {
namespace {

constexpr std::int64_t people = 3'000;
constexpr std::int64_t city_code = 621000000000;
constexpr std::int64_t city_end = 621099999999;

class Qingyang : public testing::Test {
 protected:
  void SetUp() override {
    const registers::IdentityCipher identities(cipher_);
    city::CityPlan plan;
    plan.people = people;
    auto made = city::populate(connection_, store::TestDatabase::area, identities, setting_, plan);
    ASSERT_TRUE(made.ok()) << to_text(made.error());
    clock_.set(made.value().today);
    auto transaction = writing();
    const auto divisions = registers::read_divisions().value();
    ASSERT_TRUE(registers::store_divisions(transaction, divisions).ok());
    ASSERT_TRUE(city::seed_funds(transaction, setting_, 5, clock_.now()).ok());
    ASSERT_TRUE(transaction.commit().ok());
    std::filesystem::create_directories(folder_);
    screen();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  store::Transaction writing() {
    return store::Transaction::begin(connection_, bureau_.own_scope(store::Access::write)).value();
  }

  void screen() {
    store::Pool pool(database_.dsn(), 3);
    const auto done =
        benefits::screen(pool, plan_, vocabulary_,
                         {bureau_.area_schema, clock_.today(), clock_.now(), 0, 20'000}, {});
    ASSERT_TRUE(done.ok()) << to_text(done.error());
  }

  std::map<std::string, std::int64_t> entitled() {
    auto transaction = writing();
    const auto tallies = benefits::tally(transaction).value();
    std::map<std::string, std::int64_t> counts;
    for (const auto& tally : tallies) counts[tally.measure] += tally.eligible;
    return counts;
  }

  static Actor staff(std::int64_t account, const char* role) {
    Actor actor;
    actor.account = account;
    actor.roles = {role};
    actor.place_lo = city_code;
    actor.place_hi = city_end;
    return actor;
  }
  // An employer whose hires the measure pays for.
  Actor employer_with(const std::string& measure) {
    Actor actor = staff(100, "employer");
    auto transaction = writing();
    benefits::ResultFilter filter;
    filter.measure = measure;
    filter.outcome = "eligible";
    filter.size = 1000;
    const auto page = benefits::list_results(transaction, filter).value();
    for (const auto& line : page.lines)
      if (line.settled == "granted") actor.organisation = line.organisation_id;
    EXPECT_TRUE(actor.organisation) << "nobody is entitled to " << measure;
    return actor;
  }

  // Someone with the step's role; each step has an account of its own.
  Actor actor_for(const CaseRecord& record, const policy::Step& step) {
    if (step.role == "employer") {
      Actor actor = staff(100, "employer");
      actor.organisation = record.organisation;
      return actor;
    }
    std::int64_t account = 10;
    for (const policy::Step& one : bureau_.plan.find_measure(record.measure)->path->steps) {
      ++account;
      if (one.id == step.id) break;
    }
    return staff(account, step.role.c_str());
  }

  static Action forward(policy::StepKind kind, bool published) {
    switch (kind) {
      case policy::StepKind::confirm: return Action::confirm;
      case policy::StepKind::take_in: return Action::take_in;
      case policy::StepKind::check: return Action::pass;
      case policy::StepKind::notice: return published ? Action::close_notice : Action::publish;
      case policy::StepKind::decide: return Action::approve;
      case policy::StepKind::meeting: return Action::approve;
      case policy::StepKind::visit: return Action::pass;
      case policy::StepKind::pay:
      case policy::StepKind::close: return Action::settle;
      case policy::StepKind::pair:
      case policy::StepKind::outside:
      case policy::StepKind::lend: break;
    }
    return Action::pass;
  }

  // One step on, whatever the path says it is.
  void step_on(std::int64_t case_id) {
    CaseRecord record;
    bool published = false;
    {
      auto transaction = writing();
      record = find_case(transaction, case_id).value();
      const auto notice = notice_of(transaction, case_id).value();
      published = notice && notice->state == "published";
      if (published && clock_.today() <= notice->until) clock_.set(notice->until + 1);
    }
    const auto& path = *bureau_.plan.find_measure(record.measure)->path;
    const policy::Step& step = *step_of(path, record.step).value();
    const Actor actor = actor_for(record, step);
    if (step.kind == policy::StepKind::meeting) {
      Meeting meeting;
      meeting.title = "局长办公会";
      meeting.held_on = clock_.today();
      meeting.chair = "局长";
      meeting.present = {"副局长", "股长"};
      meeting.minutes = "会议同意。";
      meeting.decisions = {{case_id, "approve", ""}};
      const auto held = hold_meeting(connection_, bureau_, actor, meeting);
      ASSERT_TRUE(held.ok()) << to_text(held.error());
      auto reading = writing();
      const auto listed = list_meetings(reading, actor, 1, 1);
      ASSERT_TRUE(listed.ok()) << to_text(listed.error());
      ASSERT_EQ(listed.value().meetings.size(), 1U);
      const Meeting& latest = listed.value().meetings[0];
      EXPECT_EQ(latest.present, meeting.present);
      ASSERT_EQ(latest.decisions.size(), 1U);
      EXPECT_EQ(latest.decisions[0].case_id, case_id);
      return;
    }
    const Action action = forward(step.kind, published);
    const auto moved = act(connection_, bureau_, actor, {.case_id = case_id, .action = action});
    ASSERT_TRUE(moved.ok()) << record.measure << " " << step.label_zh << ": "
                            << to_text(moved.error());
  }

  // Until the money is on its way.
  void walk(std::int64_t case_id) {
    for (int steps = 0; steps < 20 && state(case_id) != "pay paying"; ++steps) {
      step_on(case_id);
      if (HasFatalFailure()) return;
    }
  }

  RowRecord first_granted(std::int64_t case_id) {
    auto transaction = writing();
    const auto rows = rows_of(transaction, case_id).value();
    for (const RowRecord& row : rows)
      if (row.state == "granted") return row;
    ADD_FAILURE() << "nobody was granted";
    return {};
  }

  std::string grant_state(const RowRecord& row) {
    auto transaction = writing();
    return transaction.query("select state from benefit_grant where id = $1", *row.grant)
        .value()[0]
        .get<std::string>("state");
  }

  // Paid, and the contract is found fictitious: the whole 1,000 yuan comes back, in two parts.
  void recover_all(std::int64_t case_id) {
    const RowRecord row = first_granted(case_id);
    const Actor finder = staff(30, "first_checker"), decider = staff(31, "director"),
                finance = staff(32, "finance_bureau");
    const auto found =
        record_finding(connection_, bureau_, finder,
                       {case_id, row.id, Ground::false_facts, "合同虚构，此人从未到岗", {}});
    ASSERT_TRUE(found.ok()) << to_text(found.error());
    const std::int64_t id = found.value().recovery;
    RecoveryRequest request;
    request.recovery = id;
    ASSERT_TRUE(act_on_recovery(connection_, bureau_, finder, request).ok());
    clock_.set(clock_.today() + 14);
    request.action = RecoveryAction::decide;
    request.text = "事实清楚";
    const auto decided = act_on_recovery(connection_, bureau_, decider, request);
    ASSERT_TRUE(decided.ok()) << to_text(decided.error());
    for (const auto& [voucher, yuan] : {std::pair{"P1", 400}, std::pair{"P2", 600}}) {
      const auto booked = record_repayment(connection_, bureau_, finance,
                                           {id, voucher, Money::yuan(yuan), clock_.today()});
      ASSERT_TRUE(booked.ok()) << to_text(booked.error());
    }
    EXPECT_EQ(grant_state(row), "paid");
    request.action = RecoveryAction::close;
    const auto closed = act_on_recovery(connection_, bureau_, finder, request);
    ASSERT_TRUE(closed.ok()) << to_text(closed.error());
    EXPECT_EQ(grant_state(row), "recovered");
  }

  // Paid, honestly begun and ended early: the grant stays, with a flag.
  void keep_and_flag(std::int64_t case_id) {
    const RowRecord row = first_granted(case_id);
    const auto kept =
        record_finding(connection_, bureau_, staff(30, "first_checker"),
                       {case_id, row.id, Ground::early_end, "三个月后辞职，合同属实", {}});
    ASSERT_TRUE(kept.ok()) << to_text(kept.error());
    EXPECT_EQ(kept.value().recovery, 0);
    EXPECT_EQ(grant_state(row), "paid");
  }

  std::string state(std::int64_t case_id) {
    auto transaction = writing();
    const auto record = find_case(transaction, case_id).value();
    return record.step + " " + flows::name(record.state);
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  std::filesystem::path pack_ = resource("packs/qingyang-2023").value();
  Vocabulary vocabulary_ =
      policy::vocabulary_of_pack(Vocabulary::load(resource("vocabulary").value()).value(), pack_)
          .value();
  policy::Plan plan_ = policy::load_pack(pack_, vocabulary_).value();
  WorkingDays calendar_ = WorkingDays::load().value();
  Cipher cipher_ = Cipher::from_master(Secret(Bytes(32, 7)));
  SetClock clock_{Day::from_number(0)};
  Bureau bureau_{
      store::TestDatabase::area, city_code, plan_, vocabulary_, calendar_, cipher_, clock_};
  city::Setting setting_ = city::Setting::load().value();
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("leye-qingyang-" + database_.name());

  const Actor agency_ = staff(6, "insurance_agency");
};

TEST_F(Qingyang, ThreePathsLeadToTheMoney) {
  const auto before = entitled();

  // Nobody applies: the agency lists the units.
  const auto lists = open_all(connection_, bureau_, agency_, "job_stabilisation_refund");
  ASSERT_TRUE(lists.ok()) << to_text(lists.error());
  ASSERT_EQ(lists.value().size(), 1u);
  // Pushed to the employer, who confirms.
  const auto pushed = open_all(connection_, bureau_, agency_, "job_expansion_grant");
  ASSERT_TRUE(pushed.ok()) << to_text(pushed.error());
  ASSERT_FALSE(pushed.value().empty());
  // The employer's roster at the county.
  const Actor employer = employer_with("hiring_subsidy");
  const auto rosters = open_all(connection_, bureau_, employer, "hiring_subsidy");
  ASSERT_TRUE(rosters.ok()) << to_text(rosters.error());
  ASSERT_EQ(rosters.value().size(), 1u);

  const std::int64_t list = lists.value()[0], grant = pushed.value()[0],
                     roster = rosters.value()[0];
  for (const std::int64_t one : {list, grant, roster}) {
    walk(one);
    ASSERT_EQ(state(one), "pay paying");
  }
  const auto paper = decision_paper(connection_, bureau_, employer, roster);
  ASSERT_TRUE(paper.ok()) << to_text(paper.error());
  EXPECT_TRUE(paper.value().starts_with("%PDF"));

  std::int64_t county = 0;
  {
    auto transaction = writing();
    county = find_case(transaction, roster).value().place;
  }
  for (const auto& [fund, at] :
       {std::pair{"unemployment_insurance", city_code}, std::pair{"employment_subsidy", county}}) {
    const auto paid = pay_out(connection_, bureau_, folder_, {fund, at, true});
    ASSERT_TRUE(paid.ok()) << fund << ": " << to_text(paid.error());
  }
  for (const std::int64_t one : {list, grant, roster}) {
    step_on(one);
    EXPECT_EQ(state(one), "pay closed");
  }
  {
    auto transaction = writing();
    const auto books = funds::verify_books(transaction).value();
    EXPECT_TRUE(books.sound()) << funds::to_text(books);
  }
  keep_and_flag(grant);
  recover_all(roster);
  {
    auto transaction = writing();
    const auto books = funds::verify_books(transaction).value();
    EXPECT_TRUE(books.sound()) << funds::to_text(books);
  }

  screen();
  auto after = entitled();
  EXPECT_EQ(after["job_stabilisation_refund"], 0) << "once a year, and every unit was paid";
  EXPECT_LT(after.at("job_expansion_grant"), before.at("job_expansion_grant"));
}

}  // namespace
}  // namespace leye::flows
