// The screening of the Qingyang pack finds exactly what the made-up city holds: each planted record
// as worked out by hand, each measure's sums as the clauses give them, to the fen.
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "benefits/grants.hpp"
#include "benefits/screening.hpp"
#include "city/findings.hpp"
#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"
#include "store/test_database.hpp"

namespace leye {
namespace {

constexpr std::int64_t people = 20'000;

class Screening : public testing::Test {
 protected:
  static store::Scope whole_city() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return scope;
  }
  void screen() {
    store::Pool pool(database_.dsn(), 4);
    benefits::ScreeningOrder order{store::TestDatabase::area, population_.today,
                                   SetClock(population_.today).now()};
    order.block = 3000;       // several blocks for each reader
    order.compare_every = 1;  // every answer by both readers of rules
    const auto report =
        benefits::screen(pool, plan_, vocabulary_, order, [](const benefits::Progress&) {});
    ASSERT_TRUE(report.ok()) << to_text(report.error());
    report_ = report.value();
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  std::filesystem::path pack_ = resource("packs/qingyang-2023").value();
  Vocabulary vocabulary_ =
      policy::vocabulary_of_pack(Vocabulary::load(resource("vocabulary").value()).value(), pack_)
          .value();
  policy::Plan plan_ = policy::load_pack(pack_, vocabulary_).value();
  city::Setting setting_ = city::Setting::load().value();
  city::MeasureIds measures_ = city::read_measure_ids(setting_.folder / "measures.csv").value();
  city::Population population_;
  benefits::ScreeningReport report_;
};

TEST_F(Screening, FindsExactlyWhatWasPlanted) {
  city::CityPlan plan;
  plan.people = people;
  const registers::IdentityCipher cipher{Cipher::from_master(Secret(Bytes(32, 7)))};
  auto made = city::populate(connection_, store::TestDatabase::area, cipher, setting_, plan);
  ASSERT_TRUE(made.ok()) << to_text(made.error());
  population_ = std::move(made).value();
  {
    auto transaction = store::Transaction::begin(connection_, whole_city()).value();
    EXPECT_EQ(benefits::guard_reported_grants(transaction, plan_).value(), 0);
    ASSERT_TRUE(transaction.commit().ok());
  }
  screen();
  auto transaction = store::Transaction::begin(connection_, whole_city()).value();
  const auto findings = city::compare(transaction, population_, measures_);
  ASSERT_TRUE(findings.ok()) << to_text(findings.error());
  EXPECT_TRUE(findings.value().all_found());
  for (const std::string& line : city::describe(findings.value())) {
    std::printf("%s\n", line.c_str());
  }
  EXPECT_GT(population_.total(city::Benefit::hiring).eligible, 50);
  EXPECT_GT(population_.total(city::Benefit::refund).eligible, 100);
  const auto first = report_;
  EXPECT_GT(first.inserted, 0);

  // A second run over the same facts changes nothing.
  screen();
  EXPECT_EQ(report_.inserted + report_.changed + report_.vanished, 0);
}

}  // namespace
}  // namespace leye
