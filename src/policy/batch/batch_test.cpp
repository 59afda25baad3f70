// What the batch reader covers, and what it leaves to the interpreter.
#include "policy/batch/batch.hpp"

#include <gtest/gtest.h>

#include "policy/batch/differential.hpp"
#include "policy/explain/hiring_example.hpp"

namespace leye::policy::batch {
namespace {

const Day today = on("2023-11-20");

TEST(Batch, CoversTheseOperations) {
  std::string covered_names;
  for (int op = 0; op <= static_cast<int>(Op::last_run); ++op)
    if (covered(static_cast<Op>(op))) covered_names += std::string(" ") + name(static_cast<Op>(op));
  for (const char* word :
       {"constant",   "unset",      "subject",     "item",        "today",       "fact",
        "parameter",  "option",     "judgement",   "row_name",    "add",         "subtract",
        "multiply",   "divide",     "least",       "greatest",    "round_half",  "round_down",
        "round_up",   "add_months", "full_months", "month_share", "month_start", "year_of",
        "year_start", "year_end",   "month_of",    "full_years",  "less",        "at_most",
        "equal",      "inside",     "begins_with", "contains",    "is_none",     "is_known",
        "both",       "either",     "not",         "select",      "given",       "exists",
        "count",      "sum",        "smallest",    "largest",     "only"})
    EXPECT_NE((covered_names + " ").find(std::string(" ") + word + " "), std::string::npos) << word;
}

// A hire that is paid for; with what is changed of it, one answer after the other.
class Hires : public testing::Test {
 protected:
  HiringExample example;
  EntityIndex employment = example.facts.entity("employment");

  Compared compared(const BatchSettings& settings = {}) {
    example.facts.link();
    return compare(example.build.plan, employment, example.facts, today, settings);
  }
};

// Each limit of the measure: the day or number just under, at, and just over it.
TEST_F(Hires, AgreeAtEveryEdge) {
  const auto person = [&](Row hire) { return hire; };  // one person for each hire
  int hires = 0;
  const auto made = [&](const char* born, const char* start, const char* end, const char* kind) {
    const auto hire = example.hire();
    example.set("person", person(hire), "birth_date", born);
    example.set("employment", hire, "start_date", start);
    example.set("employment", hire, "contract_end", end);
    example.set("employment", hire, "contract_kind", kind);
    ++hires;
    return hire;
  };
  for (const char* start : {"2022-12-31", "2023-01-01", "2023-11-01", "2023-12-31", "2024-01-01"})
    for (const char* born : {"1998-10-31", "1998-11-01", "1998-11-02", "2007-10-31", "2007-11-01",
                             "2007-11-02", "2000-02-29", "?", "none"})
      for (const char* end : {"2024-10-30", "2024-10-31", "2024-11-01", "2024-02-29", "?", "none"})
        for (const char* kind : {"fixed_term", "service_agreement", "?"}) {
          const auto hire = made(born, start, end, kind);
          if (hires % 2 == 0) example.registration(person(hire), "2023-05-01", "none");
          if (hires % 3 == 0) example.graduation(person(hire), "2021-11-01");
          if (hires % 5 == 0) example.graduation(person(hire), "2021-10-31");
        }
  for (const std::size_t block : {1, 2, 7, 2048})
    for (const auto isa : {Isa::best, Isa::plain}) {
      const auto found = compared({.block = block, .isa = isa});
      EXPECT_EQ(found.answers, static_cast<std::size_t>(hires));
      ASSERT_FALSE(found.difference) << found.difference->text;
    }
}

TEST_F(Hires, NumbersBeyondTheKernelsAreKeptApart) {
  const auto wage = example.fact("employment", "wage");
  auto& build = example.build;
  // wage × wage, of which the interpreter says that it is unknown where 64 bits do not suffice.
  const auto row = build.subject();
  const auto paid = build.fact(row, "wage");
  build.pay(build.of(Op::multiply, Type::money, paid, paid));
  for (const std::int64_t fen :
       {std::int64_t{0}, std::int64_t{3}, std::int64_t{1} << 31, (std::int64_t{1} << 31) + 1,
        std::int64_t{3'037'000'499}, std::int64_t{3'037'000'500}, std::int64_t{1} << 61,
        (std::int64_t{1} << 62) + 1, INT64_MAX - 1})
    example.facts.set(employment, example.hire(), wage, Money::fen(fen));
  example.facts.set_none(employment, example.hire(), wage);
  example.hire();  // unknown
  const auto found = compared();
  EXPECT_EQ(found.answers, 11U);
  ASSERT_FALSE(found.difference) << found.difference->text;
}

// What it is told not to know is read by the interpreter, in its place among the measures.
TEST_F(Hires, LeavesUnknownOperationsToTheInterpreter) {
  auto& measures = example.build.plan.measures;
  measures.push_back(measures.front());
  measures.front().name.id = "first";
  // Without the one operation that the reader shall not know.
  for (auto& node : measures.back().nodes)
    if (node.op == Op::full_years) node = {.op = Op::constant, .constant = {20, 1}};
  for (int i = 0; i < 5; ++i) example.hire();
  BatchSettings settings;
  settings.not_known = {Op::full_years};
  const auto found = compared(settings);
  EXPECT_EQ(found.answers, 10U);
  ASSERT_FALSE(found.difference) << found.difference->text;
  const FactsColumns columns(example.facts);
  const BatchReader reader(example.build.plan, employment, columns, today, settings);
  ASSERT_EQ(reader.not_covered().size(), 1U);
  EXPECT_EQ(reader.not_covered()[0].measure, &measures.front());
  EXPECT_EQ(reader.not_covered()[0].op, Op::full_years);
}

TEST_F(Hires, TwoMeasuresShareWhatTheyHaveInCommon) {
  auto& measures = example.build.plan.measures;
  example.hire();
  example.facts.link();
  const FactsColumns columns(example.facts);
  const BatchReader one(example.build.plan, employment, columns, today);
  const auto alone = one.program().steps.size();
  measures.push_back(measures.front());
  const BatchReader two(example.build.plan, employment, columns, today);
  // Only its own masks and its end.
  const auto own = static_cast<std::size_t>(measures.front().leaf_count) + 2;
  EXPECT_EQ(two.program().steps.size(), alone + own) << to_text(two.program());
}

}  // namespace
}  // namespace leye::policy::batch
