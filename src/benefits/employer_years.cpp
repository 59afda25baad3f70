#include "benefits/employer_years.hpp"

#include <algorithm>
#include <string_view>

#include "benefits/reach.hpp"
#include "registers/facts_loader.hpp"

namespace leye::benefits {
namespace {

using policy::Outcome;
using policy::Row;

// 单位年度.从业人员 → 从业人员; "year of an organisation · staff" → "staff"
std::string last_of(const std::string& path) {
  for (const std::string_view between : {std::string_view(" · "), std::string_view(".")})
    if (const auto at = path.rfind(between); at != std::string::npos)
      return path.substr(at + between.size());
  return path;
}

void take_figures(const policy::Trace& trace, std::vector<YearFigure>& figures) {
  for (const policy::FactLine& line : trace.facts) {
    const bool known = std::any_of(figures.begin(), figures.end(), [&](const auto& figure) {
      return figure.fact == line.fact;
    });
    if (known) continue;
    figures.push_back({line.fact, last_of(line.label), line.value, line.source});
  }
  for (const policy::Trace& child : trace.children) take_figures(child, figures);
}

class Years {
 public:
  Years(const YearRules& rules, const policy::Facts& facts, const YearsQuestion& question)
      : rules_(rules), facts_(facts), question_(question) {}

  EmployerYear of(Row row) {
    const auto entity = facts_.entity("organisation_year");
    EmployerYear found;
    const auto year = facts_.value(entity, row, facts_.fact(entity, "year"));
    if (year.known()) found.year = year.low.top;
    set_size(row, found);
    for (const auto at : rules_.rates) add_rates(row, rules_.plan.measures[at], found);
    return found;
  }

 private:
  void set_size(Row row, EmployerYear& found) {
    std::vector<std::string> missing;
    for (const SizeRule& rule : rules_.sizes) {
      policy::Evaluator evaluator(rules_.plan, rules_.plan.measures[rule.category], facts_,
                                  question_.on);
      const auto explanation = evaluator.explain(row, question_.language);
      take_figures(explanation.trace, found.figures);
      if (explanation.answer.outcome == Outcome::eligible) found.size = rule.code;
      if (explanation.answer.outcome != Outcome::undetermined) continue;
      found.possible.push_back(rule.code);
      const auto& facts = explanation.answer.missing;
      missing.insert(missing.end(), facts.begin(), facts.end());
    }
    for (const YearFigure& figure : found.figures)
      if (std::find(missing.begin(), missing.end(), figure.fact) != missing.end())
        found.missing.push_back(figure);
  }

  void add_rates(Row row, const policy::Measure& measure, EmployerYear& found) {
    policy::Evaluator evaluator(rules_.plan, measure, facts_, question_.on);
    const auto explanation = evaluator.explain(row, question_.language);
    const auto& values = explanation.answer.outputs;
    if (values.size() != measure.outputs.size()) return;  // not in force on that day
    for (std::size_t at = 0; at < values.size(); ++at) {
      YearRate rate;
      rate.name = measure.outputs[at].name;
      if (values[at].known()) rate.rate = values[at].low;
      const auto id = measure.name.id + "." + rate.name.id;
      for (const policy::Trace& part : explanation.trace.children)
        if (part.id == id) take_figures(part, rate.figures);
      found.rates.push_back(std::move(rate));
    }
  }

  const YearRules& rules_;
  const policy::Facts& facts_;
  const YearsQuestion& question_;
};

}  // namespace

Result<std::vector<EmployerYear>> employer_years(store::Transaction& transaction,
                                                 const YearRules& rules,
                                                 const YearsQuestion& question,
                                                 std::int64_t organisation) {
  std::vector<EmployerYear> found;
  if (rules.empty()) return found;
  policy::Facts facts(question.vocabulary);
  registers::FactsLoader loader(transaction, facts, {question.on, question.now},
                                reach_of(rules.plan, question.vocabulary));
  TRY(loader.load("organisation", {organisation}));
  const auto owner = loader.row("organisation", organisation);
  if (!owner) return Error{ErrorCode::not_found, "没有找到"};
  const auto entity = facts.entity("organisation_year");
  Years years(rules, facts, question);
  for (const Row row : facts.related(entity, facts.fact(entity, "organisation"), *owner))
    found.push_back(years.of(row));
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.year > b.year; });
  return found;
}

}  // namespace leye::benefits
