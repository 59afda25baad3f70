// One query text over cases and over registers: a made-up city, read by the loader and the
// interpreter, and by the queries of the same plan over views of the registers.
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "benefits/reach.hpp"
#include "city/population.hpp"
#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"
#include "policy/sql/scratch.hpp"
#include "registers/facts_loader.hpp"
#include "registers/rule_views.hpp"
#include "store/test_database.hpp"

namespace leye::policy {
namespace {

using store::TestDatabase;

template <class T>
T must(Result<T> result) {
  if (!result.ok()) fmt::print(stderr, "{}\n", to_text(result.error()));
  CHECK(result.ok());
  return std::move(result).value();
}
void must(Status status) {
  if (!status.ok()) fmt::print(stderr, "{}\n", to_text(status.error()));
  CHECK(status.ok());
}

TEST(RegistersQuery, SaysWhatTheInterpreterSaysOfTheLoadedFacts) {
  const auto folder = must(resource("packs")) / "qingyang-2023";
  const auto installed = must(Vocabulary::load(must(resource("vocabulary"))));
  const auto vocabulary = must(vocabulary_of_pack(installed, folder));
  const auto plan = must(load_pack(folder, vocabulary));
  const auto today = must(Day::parse("2023-11-20"));
  TestDatabase database;
  auto connection = database.connect();
  const registers::IdentityCipher cipher(Cipher::from_master(Secret(Bytes(32, 7))));
  city::CityPlan people;
  people.people = 1200;
  must(city::populate(connection, TestDatabase::area, cipher, must(city::Setting::load()), people));

  auto scope = TestDatabase::scope();
  scope.bypass = true;
  auto transaction = must(store::Transaction::begin(connection, scope));
  const auto now =
      must(transaction.query(store::Statement("select max(known_from) + interval "
                                              "'1 second' as now from person_version")))[0]
          .get<Instant>("now");
  const registers::AsOf as_of{today, now};

  auto scratch = must(sql::Scratch::open(database.dsn()));
  must(scratch.connection().run_script(
      fmt::format("set search_path = {}, leye, public", TestDatabase::area)));
  must(scratch.connection().run_script(registers::rule_views(plan, vocabulary, as_of)));

  Facts facts(vocabulary);
  registers::FactsLoader loader(transaction, facts, as_of, benefits::reach_of(plan, vocabulary));
  std::size_t compared = 0, eligible = 0;
  const sql::FactsLayout layout(vocabulary);
  std::map<const Measure*, std::map<std::int64_t, Answer>> asked;
  for (const auto& measure : plan.measures) {
    const auto compiled = sql::compile(plan, {&measure}, layout);
    ASSERT_FALSE(compiled.refusal.has_value());
    asked[&measure] = must(scratch.answers_by_subject(*compiled.query, today));
  }
  for (const bool of_people : {true, false}) {
    while (must(of_people ? loader.next_persons(4000) : loader.next_organisations(4000))) {
      for (const auto& measure : plan.measures) {
        const auto& id = vocabulary.entities()[static_cast<std::size_t>(measure.subject)].id;
        const bool organisations = id == "organisation" || id == "organisation_year";
        if (organisations == of_people) continue;
        Evaluator evaluator(plan, measure, facts, today);
        for (std::size_t row = 0; row < loader.own_rows(measure.subject); ++row) {
          const auto key = facts.key(measure.subject, static_cast<Row>(row));
          const auto found = asked[&measure].find(key);
          ASSERT_NE(found, asked[&measure].end()) << measure.name.id << " " << key;
          const auto expected = evaluator.evaluate(static_cast<Row>(row));
          ASSERT_TRUE(same(found->second, expected))
              << measure.name.id << " of " << id << " " << key << ": "
              << name(found->second.outcome) << " " << found->second.failed << " "
              << found->second.unknown << ", should be " << name(expected.outcome) << " "
              << expected.failed << " " << expected.unknown;
          ++compared;
          eligible += expected.outcome == Outcome::eligible;
        }
      }
    }
  }
  EXPECT_GT(compared, 5000U);
  EXPECT_GT(eligible, 10U);
}

}  // namespace
}  // namespace leye::policy
