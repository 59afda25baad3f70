#include "cli/policy/edges_text.hpp"

#include <optional>

#include <fmt/format.h>
#include <boost/describe/class.hpp>

#include "base/json_write.hpp"

namespace leye::cli {
namespace {

using policy::edges::EdgeRow;
using policy::edges::Standing;
using policy::edges::Witness;

const char* label_en(policy::Outcome outcome) {
  switch (outcome) {
    case policy::Outcome::eligible: return "eligible";
    case policy::Outcome::not_eligible: return "not eligible";
    case policy::Outcome::undetermined: return "undetermined";
    case policy::Outcome::not_in_force: return "not in force";
  }
  return "";
}

std::string said(const policy::Answer& answer, bool english) {
  std::string text = english ? label_en(answer.outcome) : policy::label_zh(answer.outcome);
  if (answer.outcome == policy::Outcome::eligible && answer.amount.fen() != 0)
    text += " " + to_display(answer.amount);
  if (answer.outcome == policy::Outcome::undetermined)
    text += fmt::format(" {} – {}", to_display(answer.low),
                        answer.high ? to_display(*answer.high) : "?");
  return text;
}

void append_row(std::string& out, const char* where, const std::optional<EdgeRow>& row,
                bool english) {
  if (!row) {
    out += fmt::format("    {}  {}\n", where,
                       english ? "this fact cannot make it so" : "改这一项到不了");
    return;
  }
  out += fmt::format("    {}  {}  ({} | {})  {}\n", where, row->moved, row->found, row->limit,
                     said(row->answer, english));
}

// Of three rows that decide nothing.
const char* why_not(const Witness& witness, bool english) {
  std::optional<policy::Outcome> first;
  bool differ = false;
  for (const auto* row : {&witness.under, &witness.at, &witness.over}) {
    if (!*row) continue;
    if (!first) first = (*row)->answer.outcome;
    differ = differ || (*row)->answer.outcome != *first;
  }
  if (differ)
    return english ? "the answer turns, but other conditions fail in every case that comes here"
                   : "结论在这里变, 但用例里别的条件都不满足, 没有人因此享受";
  return english ? "the answer stays: something else beside it holds, or fails, in every case"
                 : "结论不变: 用例里另有一支成立, 或者别的条件不满足";
}

void append(std::string& out, const ShownEdge& shown, bool english) {
  const auto& edge = shown.entry->edge;
  const auto pick = [english](const std::string& zh, const std::string& en) {
    return english && !en.empty() ? en : zh;
  };
  out += fmt::format("{}  {}  {}\n  {}: {}\n", edge.id,
                     pick(edge.measure->name.label, edge.measure->name.label_en), edge.clause,
                     pick(edge.label_zh, edge.label_en), pick(edge.words_zh, edge.words_en));
  for (const auto& sentence : shown.entry->sentences)
    out += fmt::format("  > [{}] {}\n", sentence.clause, sentence.summary);
  if (const auto& witness = shown.witness) {
    out += fmt::format("    {}: {}  {}\n", english ? "moved" : "只改",
                       pick(witness->fact_zh, witness->fact_en), to_text(witness->on));
    append_row(out, english ? "just under" : "低一点", witness->under, english);
    append_row(out, english ? "at        " : "正好  ", witness->at, english);
    append_row(out, english ? "just over " : "高一点", witness->over, english);
    if (!witness->decides) out += fmt::format("    {}\n", why_not(*witness, english));
  } else {
    out += english ? "    no worked case reaches this comparison, nor with a record added\n"
                   : "    没有用例够得着这一处, 添上记录也够不着\n";
  }
  if (shown.tick != nullptr) {
    const bool holds = shown.standing == Standing::ticked;
    out += fmt::format("  {} {} {}\n",
                       english ? (holds ? "ticked by" : "expired; ticked by")
                               : (holds ? "已核对" : "核对已失效, 句子或规则变了:"),
                       shown.tick->by, to_text(shown.tick->on));
  }
  out += "\n";
}

struct RowJson {
  std::string where;  // under, at, over
  bool reachable = false;
  std::string moved, found, limit;
  std::string outcome;
  Money amount, low;
  std::optional<Money> high;
};
BOOST_DESCRIBE_STRUCT(RowJson, (),
                      (where, reachable, moved, found, limit, outcome, amount, low, high))

struct SentenceJson {
  std::string clause, summary;
};
BOOST_DESCRIBE_STRUCT(SentenceJson, (), (clause, summary))

struct EdgeJson {
  std::string id, measure, measure_label, clause, label, label_en, words, words_en;
  std::vector<SentenceJson> sentences;
  std::string sentence_digest, rule_digest;
  std::string standing;  // not_ticked, expired, ticked
  std::string ticked_by;
  std::optional<Day> ticked_on;
  bool decides = false;
  std::string fact, fact_en;
  std::optional<Day> on;
  std::vector<RowJson> rows;  // none: no worked case reaches it
};
BOOST_DESCRIBE_STRUCT(EdgeJson, (),
                      (id, measure, measure_label, clause, label, label_en, words, words_en,
                       sentences, sentence_digest, rule_digest, standing, ticked_by, ticked_on,
                       decides, fact, fact_en, on, rows))

const char* name(Standing standing) {
  switch (standing) {
    case Standing::not_ticked: return "not_ticked";
    case Standing::expired: return "expired";
    case Standing::ticked: return "ticked";
  }
  return "";
}

RowJson row_json(const char* where, const std::optional<EdgeRow>& row) {
  RowJson json;
  json.where = where;
  json.reachable = row.has_value();
  if (!row) return json;
  json.moved = row->moved;
  json.found = row->found;
  json.limit = row->limit;
  json.outcome = policy::name(row->answer.outcome);
  json.amount = row->answer.amount;
  json.low = row->answer.low;
  json.high = row->answer.high;
  return json;
}

EdgeJson edge_json(const ShownEdge& shown) {
  const auto& edge = shown.entry->edge;
  EdgeJson json;
  json.id = edge.id;
  json.measure = edge.measure->name.id;
  json.measure_label = edge.measure->name.label;
  json.clause = edge.clause;
  json.label = edge.label_zh;
  json.label_en = edge.label_en;
  json.words = edge.words_zh;
  json.words_en = edge.words_en;
  for (const auto& each : shown.entry->sentences)
    json.sentences.push_back({each.clause, each.summary});
  json.sentence_digest = shown.entry->sentence_digest;
  json.rule_digest = shown.entry->rule_digest;
  json.standing = name(shown.standing);
  if (shown.tick != nullptr) {
    json.ticked_by = shown.tick->by;
    json.ticked_on = shown.tick->on;
  }
  if (const auto& witness = shown.witness) {
    json.decides = witness->decides;
    json.fact = witness->fact_zh;
    json.fact_en = witness->fact_en;
    json.on = witness->on;
    json.rows = {row_json("under", witness->under), row_json("at", witness->at),
                 row_json("over", witness->over)};
  }
  return json;
}

}  // namespace

std::string edges_text(const std::vector<ShownEdge>& shown, bool english) {
  std::string out;
  for (const auto& each : shown) append(out, each, english);
  return out;
}

std::string edges_json(const std::vector<ShownEdge>& shown) {
  std::vector<EdgeJson> all;
  for (const auto& each : shown) all.push_back(edge_json(each));
  return json::write(all) + "\n";
}

}  // namespace leye::cli
