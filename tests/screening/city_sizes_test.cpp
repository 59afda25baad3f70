// The employers of the made-up city by the national table of sizes: every size occurs, and most
// employers are of the size that they report.
#include <gtest/gtest.h>

#include <map>

#include "base/resources.hpp"
#include "benefits/employer_years.hpp"
#include "city/population.hpp"
#include "policy/pack_vocabulary.hpp"
#include "store/test_database.hpp"

namespace leye::benefits {
namespace {

template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result.ok()) << to_text(result.error());
  return std::move(result).value();
}

TEST(CitySizes, EverySizeOccursAndEveryRateCanBeWorkedOut) {
  store::TestDatabase database;
  store::Connection connection = database.connect();
  const registers::IdentityCipher cipher(Cipher::from_master(Secret(Bytes(32, 7))));
  city::CityPlan plan;
  plan.people = 20'000;
  must(city::populate(connection, store::TestDatabase::area, cipher, must(city::Setting::load()),
                      plan));
  const auto pack = must(resource("packs/qingyang-2023"));
  const auto base = must(Vocabulary::load(must(resource("vocabulary"))));
  const auto words = must(policy::vocabulary_of_pack(base, pack));
  const auto rules = must(YearRules::load(pack, words));
  store::Scope scope = store::TestDatabase::scope();
  scope.bypass = true;
  auto transaction = must(store::Transaction::begin(connection, scope));
  const auto employers = must(transaction.query(store::Statement(
      "select o.id, o.size_class from organisation_now o join organisation_year y"
      " on y.organisation_id = o.id and y.year = 2022 where o.extra ? 'size_industry'")));
  std::map<std::string, int> sizes;
  int same = 0, rated = 0, looked = 0;
  for (const auto& employer : employers) {
    const auto years = must(employer_years(
        transaction, rules, {words, plan.today, SetClock(plan.today).now()},
        employer.get<std::int64_t>("id")));
    for (const EmployerYear& year : years) {
      if (year.year != 2022) continue;
      ++looked;
      ++sizes[year.size.value_or(year.possible.empty() ? "none" : "open")];
      same += year.size == employer.get<std::optional<std::string>>("size_class") ? 1 : 0;
      for (const YearRate& rate : year.rates) rated += rate.rate.has_value() ? 1 : 0;
    }
  }
  for (const char* size : {"large", "medium", "small", "micro", "open"})
    EXPECT_GT(sizes[size], 0) << size;
  EXPECT_EQ(sizes["none"], 0);
  EXPECT_GT(looked, 150);
  EXPECT_GT(same, looked / 2);
  EXPECT_GT(rated, looked * 3);  // four formulas; a year that begins without anybody has no share
}

}  // namespace
}  // namespace leye::benefits
