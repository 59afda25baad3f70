#include "api/report_lines.hpp"

#include <algorithm>
#include <charconv>

#include "api/bind.hpp"
#include "api/fact_lines.hpp"
#include "api/kind_facts.hpp"
#include "registers/places.hpp"

namespace leye::api {
namespace {

std::int64_t code_of(const std::string& text) {
  std::int64_t code = 0;
  std::from_chars(text.data(), text.data() + text.size(), code);
  return code;
}

using PlaceNames = std::map<std::int64_t, std::string>;

Result<PlaceNames> names_of(store::Transaction& transaction,
                            const std::vector<reports::Line>& lines) {
  std::vector<std::int64_t> codes;
  for (const auto& line : lines) {
    for (const auto& value : line.facts.values)
      if (value.fact->type == FactType::place && !value.value.empty())
        codes.push_back(code_of(value.value));
    for (const auto& [fact, value] : line.meant)
      if (line.report->entity->find_fact(fact)->type == FactType::place)
        codes.push_back(code_of(value));
  }
  return registers::place_names(transaction, codes);
}

std::string state_label(const Call& call, const reports::Line& line) {
  if (line.state == "confirmed") return call.says("本人已确认", "confirmed");
  if (line.state == "contested") return call.says("本人说不对", "said to be otherwise");
  if (line.state == "upheld") return call.says("核对后维持上报", "upheld");
  if (line.late) return call.says("逾期未确认", "late to be confirmed");
  return line.state.empty() ? "" : call.says("等本人确认", "to be confirmed");
}

// To the reporter what he wrote, to others what is confirmed; and the day of confirming.
bool is_shown(const reports::Report& report, const Fact* fact, ShownTo to) {
  const auto& facts = to == ShownTo::reporter || !report.asks() ? report.writes : report.asked;
  return fact == report.stamp || (fact->type != FactType::reference &&
                                  std::find(facts.begin(), facts.end(), fact) != facts.end());
}

FactLine meant_line(const Call& call, const Fact& fact, const std::string& value,
                    const PlaceNames& places) {
  FactLine line;
  line.fact = fact.id;
  line.label = fact.zh;
  line.label_en = fact.en;
  line.value = value;
  line.label_value = registers::shown_value(call.backend.vocabulary, fact, value);
  line.label_value_en = registers::shown_value_en(call.backend.vocabulary, fact, value);
  if (fact.type == FactType::place && places.contains(code_of(value)))
    line.label_value = places.at(code_of(value));
  return line;
}

}  // namespace

Result<std::vector<ReportLine>> report_lines(const Call& call, store::Transaction& transaction,
                                             const std::vector<reports::Line>& lines, ShownTo to) {
  const auto places = TRY(names_of(transaction, lines));
  std::vector<ReportLine> shown;
  for (const auto& line : lines) {
    const auto& report = *line.report;
    ReportLine one;
    one.record = Id{line.record};
    one.report = report.id;
    one.report_label = call.label(report);
    if (to != ShownTo::reporter && line.person != 0) one.person_id = Id{line.person};
    one.who = line.who;
    if (to != ShownTo::reporter) one.place_label = line.place_label;
    one.organisation_label = report.of_employer() ? line.organisation_label
                                                  : line.facts.value(report.bound->id);
    for (auto& fact : fact_lines(line.facts, Names::in_clear)) {
      const Fact* known = report.entity->find_fact(fact.fact);
      if (fact.value.empty() || !is_shown(report, known, to)) continue;
      if (known->type == FactType::place && places.contains(code_of(fact.value)))
        fact.label_value = places.at(code_of(fact.value));
      one.facts.push_back(std::move(fact));
    }
    for (const Fact* fact : report.asked)
      one.asked.push_back(kind_fact(call.backend.vocabulary, *fact));
    one.state = line.state;
    one.state_label = state_label(call, line);
    one.late = line.late;
    if (line.state == "reported") one.due = line.due;
    one.version = line.version;
    if (line.word != 0) one.word = Id{line.word};
    one.said = line.said;
    for (const auto& [fact, value] : line.meant)
      one.meant.push_back(meant_line(call, *report.entity->find_fact(fact), value, places));
    one.outcome = line.outcome;
    one.settled_by = line.settled_by;
    if (line.said_at) one.said_at = to_text(*line.said_at);
    one.reminded_on = line.reminded_on;
    shown.push_back(std::move(one));
  }
  return shown;
}

}  // namespace leye::api
