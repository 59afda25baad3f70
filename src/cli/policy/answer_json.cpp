#include "cli/policy/answer_json.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "policy/explain/change.hpp"
#include "policy/facts/spelling.hpp"

namespace leye::cli {
namespace {

const char* name(policy::Verdict verdict) {
  switch (verdict) {
    case policy::Verdict::yes: return "yes";
    case policy::Verdict::no: return "no";
    case policy::Verdict::unknown: return "unknown";
  }
  return "unknown";
}

// As facts are written in JSON: money in yuan, days and months in ISO, codes by their position in
// the table that `codes` names, all else as numbers.
std::string spelled(policy::Type type, policy::Fraction number) {
  if (type == policy::Type::money) return to_text(Money::fen(policy::round_half_away(number)));
  if (type == policy::Type::boolean) return number.top != 0 ? "true" : "false";
  const bool date = type == policy::Type::day || type == policy::Type::month;
  return date ? policy::write_number(type, number) : policy::to_text(number);
}

void write_value(JsonWriter& out, const policy::Measure& measure, const policy::Output& output,
                 const policy::Value& value) {
  const auto& node = measure.nodes[static_cast<std::size_t>(output.node)];
  const bool text = node.type == policy::Type::text;
  if (value.state == policy::State::none) {
    out.text("none");
  } else if (text && node.op == policy::Op::constant) {
    out.text(measure.texts[static_cast<std::size_t>(node.symbol)]);
  } else if (value.known() && !text) {
    out.text(spelled(node.type, value.low));
  } else {
    out.raw("null");
  }
}

void write_outputs(JsonWriter& out, const policy::Measure& measure, const policy::Answer& answer) {
  out.key("outputs");
  out.raw("{");
  for (std::size_t i = 0; i < answer.outputs.size(); ++i) {
    const auto& output = measure.outputs[i];
    const auto type = measure.nodes[static_cast<std::size_t>(output.node)].type;
    out.key(output.name.id);
    out.raw("{");
    out.member("label", output.name.label);
    out.member("type", policy::name(type));
    if (!output.unit.empty()) out.member("unit", output.unit);
    if (!output.codes.empty()) out.member("codes", output.codes);
    out.key("value");
    write_value(out, measure, output, answer.outputs[i]);
    out.raw("}");
  }
  out.raw("}");
}

// Both ends of the range are the same where what is due is certain.
void write_stages(JsonWriter& out, const policy::Measure& measure, const policy::Answer& answer) {
  out.key("stages");
  out.raw("[");
  for (std::size_t i = 0; i < answer.stages.size(); ++i) {
    const auto& stage = answer.stages[i];
    out.raw(i > 0 ? ", {" : "{");
    out.member("label", measure.stages[i].label_zh);
    out.key("on");
    stage.day ? out.text(to_text(*stage.day)) : out.raw("null");
    out.member("holds", name(stage.holds));
    out.key("range_fen");
    out.raw(fmt::format("[{}, {}]", stage.low.fen(),
                        stage.high ? fmt::format("{}", stage.high->fen()) : "null"));
    out.member("clause", measure.stages[i].clause);
    out.raw("}");
  }
  out.raw("]");
}

void write_judgements(JsonWriter& out, const policy::Measure& measure,
                      const policy::Answer& answer) {
  out.key("judgements");
  out.raw("[");
  bool first = true;
  for (const auto& judgement : measure.judgements) {
    const auto& waiting = answer.waiting;
    if (std::find(waiting.begin(), waiting.end(), judgement.id) == waiting.end()) continue;
    out.raw(std::exchange(first, false) ? "{" : ", {");
    out.member("id", judgement.id);
    out.member("text", judgement.text);
    out.member("by", judgement.by);
    out.member("clause", judgement.clause);
    out.raw("}");
  }
  out.raw("]");
}

}  // namespace

void write_trace(JsonWriter& out, const policy::Trace& trace) {
  out.raw("{");
  out.member("id", trace.id);
  out.member("label", trace.label);
  out.member("verdict", name(trace.verdict));
  out.member("clause", trace.clause);
  if (!trace.required.empty()) out.member("required", trace.required);
  if (!trace.found.empty()) out.member("found", trace.found);
  if (!trace.margin.empty()) out.member("margin", trace.margin);
  if (!trace.advice.empty()) out.member("advice", trace.advice);
  out.key("facts");
  out.raw("[");
  for (std::size_t i = 0; i < trace.facts.size(); ++i) {
    const auto& fact = trace.facts[i];
    out.raw(i > 0 ? ", {" : "{");
    out.member("fact", fact.fact);
    out.member("label", fact.label);
    out.member("value", fact.value);
    out.member("source", fact.source);
    out.raw("}");
  }
  out.raw("]");
  out.key("children");
  out.raw("[");
  for (std::size_t i = 0; i < trace.children.size(); ++i) {
    if (i > 0) out.raw(", ");
    write_trace(out, trace.children[i]);
  }
  out.raw("]}");
}

void write_answer(JsonWriter& out, const policy::Measure& measure, const std::string& subject,
                  const policy::Answer& answer, const std::vector<std::string>& failed) {
  out.member("measure", measure.name.id);
  out.member("subject", subject);
  out.member("outcome", policy::name(answer.outcome));
  out.key("amount_fen");
  out.raw(fmt::format("{}", answer.amount.fen()));
  out.key("range_fen");
  out.raw(fmt::format("[{}, {}]", answer.low.fen(),
                      answer.high ? fmt::format("{}", answer.high->fen()) : "null"));
  out.key("period");
  if (answer.period_from && answer.period_until) {
    out.raw("{");
    out.member("from", to_text(*answer.period_from));
    out.member("until", to_text(*answer.period_until));
    out.raw("}");
  } else {
    out.raw("null");
  }
  out.key("months");
  answer.months ? out.text(to_text(*answer.months)) : out.raw("null");
  write_stages(out, measure, answer);
  out.key("distance");
  out.raw(fmt::format("{}", answer.distance));
  out.list("failed", failed);
  out.list("missing", answer.missing);
  write_outputs(out, measure, answer);
  write_judgements(out, measure, answer);
}

std::vector<std::string> cites(const policy::Measure& measure, const policy::Answer& answer,
                               const policy::Choices& choices) {
  std::vector<std::string> clauses;
  const auto add = [&](const std::string& clause) {
    const bool known = std::find(clauses.begin(), clauses.end(), clause) != clauses.end();
    if (!clause.empty() && !known) clauses.push_back(clause);
  };
  const bool refused = answer.outcome == policy::Outcome::not_eligible;
  const bool open = answer.outcome == policy::Outcome::undetermined;
  const auto failed = policy::conditions_to_change(measure, answer.failed, choices);
  for (const auto& condition : measure.conditions) {
    const auto bit = condition.bit < 0 ? 0 : std::uint64_t{1} << condition.bit;
    const bool counts = refused ? (failed & bit) != 0 : !open || (answer.unknown & bit) != 0;
    if (condition.bit >= 0 && counts) add(condition.clause);
  }
  if (!refused) add(measure.amount_clause.empty() ? measure.clause : measure.amount_clause);
  return clauses;
}

}  // namespace leye::cli
