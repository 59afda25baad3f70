// What a draft would change is the difference of two screenings, one by each version: for every
// measure, and for every county, to the fen; on the made-up city, exclusions and limits included.
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "benefits/screening.hpp"
#include "city/findings.hpp"
#include "policy/draft/numbers.hpp"
#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"
#include "store/test_database.hpp"
#include "trial/trial.hpp"

namespace leye {
namespace {

constexpr std::int64_t people = 4'000;

class Trial : public testing::Test {
 protected:
  using ByMeasure = std::map<std::string, trial::Sum>;
  using ByCounty = std::map<std::int64_t, std::int64_t>;
  struct Screened {
    ByMeasure measures;
    ByCounty counties;
  };

  Trial() {
    city::CityPlan plan;
    plan.people = people;
    const registers::IdentityCipher cipher{Cipher::from_master(Secret(Bytes(32, 7)))};
    const auto setting = city::Setting::load().value();
    population_ =
        city::populate(connection_, store::TestDatabase::area, cipher, setting, plan).value();
  }

  // A screening that stores its results, as every night.
  Screened screened(const policy::Plan& plan) {
    store::Pool pool(database_.dsn(), 4);
    const benefits::ScreeningOrder order{store::TestDatabase::area, population_.today,
                                         SetClock(population_.today).now()};
    const auto report =
        benefits::screen(pool, plan, vocabulary_, order, [](const benefits::Progress&) {});
    EXPECT_TRUE(report.ok()) << to_text(report.error());
    auto scope = store::TestDatabase::scope();
    scope.bypass = true;
    auto transaction = store::Transaction::begin(connection_, scope).value();
    Screened found;
    const auto tallies = benefits::tally(transaction).value();
    for (const auto& line : tallies) {
      auto& sum = found.measures[line.measure];
      sum.granted += line.eligible;
      sum.amount = Money::fen(sum.amount.fen() + line.amount.fen());
      sum.undetermined += line.undetermined;
      if (line.amount.fen() != 0) found.counties[line.county] += line.amount.fen();
    }
    return found;
  }

  static void expect_same(const trial::Sum& ours, const trial::Sum& theirs,
                          const std::string& what) {
    EXPECT_EQ(ours.granted, theirs.granted) << what;
    EXPECT_EQ(ours.amount, theirs.amount) << what;
    EXPECT_EQ(ours.undetermined, theirs.undetermined) << what;
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  std::filesystem::path pack_ = resource("packs/qingyang-2023").value();
  Vocabulary vocabulary_ =
      policy::vocabulary_of_pack(Vocabulary::load(resource("vocabulary").value()).value(), pack_)
          .value();
  policy::Plan plan_ = policy::load_pack(pack_, vocabulary_).value();
  city::Population population_;
};

TEST_F(Trial, IsTheDifferenceOfTwoScreenings) {
  // The hiring subsidy is now worth more than the grant for expansion, which it excludes; it ends
  // earlier; and the youngest may be older.
  std::vector<policy::Change> changes = {{"hiring_subsidy.5", "1600"},
                                         {"hiring_subsidy.3", "2023-09-30"}};
  const auto loaded = policy::read_pack(pack_, vocabulary_);
  for (const auto& number : policy::numbers_of(loaded))
    if (number.text == "24" && number.before.find("周岁") != std::string::npos)
      changes.push_back({number.id, "29"});
  ASSERT_GE(changes.size(), 3U);
  auto drafted = policy::draft_of(pack_, vocabulary_, changes);
  ASSERT_TRUE(drafted.ok()) << to_text(drafted.error());
  ASSERT_TRUE(drafted.value().plan.has_value());
  const policy::Plan draft = *drafted.value().plan;

  store::Pool pool(database_.dsn(), 4);
  trial::LoadingOrder order{store::TestDatabase::area, population_.today,
                            SetClock(population_.today).now()};
  order.block = 700;  // several blocks for each reader
  auto needs = trial::needs_of(plan_, vocabulary_);
  needs.join(trial::needs_of(draft, vocabulary_));
  const auto columns = trial::Columns::load(pool, vocabulary_, needs, order, {});
  ASSERT_TRUE(columns.ok()) << to_text(columns.error());
  const auto baseline = trial::Baseline::make(columns.value(), plan_, vocabulary_, 2).value();
  const auto report = trial::compare(*baseline, draft, 2).value();

  const auto now = screened(plan_);
  const auto then = screened(draft);
  ByCounty before, after;
  for (const auto& line : report.costs) {
    if (line.before.fen() != 0) before[line.county] += line.before.fen();
    if (line.after.fen() != 0) after[line.county] += line.after.fen();
  }
  EXPECT_EQ(before, now.counties);
  EXPECT_EQ(after, then.counties);
  std::int64_t differences = 0;
  for (const auto& measure : report.measures) {
    const auto find = [&](const ByMeasure& all) {
      const auto found = all.find(measure.id);
      return found == all.end() ? trial::Sum{} : found->second;
    };
    expect_same(measure.before, find(now.measures), measure.id + " now");
    expect_same(measure.after, find(then.measures), measure.id + " draft");
    EXPECT_EQ(measure.after.granted - measure.before.granted, measure.gained - measure.lost);
    if (measure.before.amount != measure.after.amount) ++differences;
  }
  EXPECT_GE(differences, 2) << "a draft that changes nothing would prove nothing";
  EXPECT_GT(report.people_gain + report.people_lose, 0);

  // Asked again, from the same columns: the same; and the version in force against itself: nothing.
  const auto again = trial::compare(*baseline, draft, 1).value();
  EXPECT_EQ(again.after, report.after);
  const auto nothing = trial::compare(*baseline, plan_, 2).value();
  EXPECT_TRUE(nothing.changed.empty());
  EXPECT_TRUE(nothing.groups.empty());
  EXPECT_EQ(nothing.before, nothing.after);
}

}  // namespace
}  // namespace leye
