#include "policy/explain/tracer.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/explain/advice.hpp"
#include "policy/explain/change.hpp"

namespace leye::policy {
namespace {

Verdict opposite(Verdict verdict) {
  if (verdict == Verdict::unknown) return verdict;
  return verdict == Verdict::yes ? Verdict::no : Verdict::yes;
}

Verdict verdict_of(Outcome outcome) {
  if (outcome == Outcome::eligible) return Verdict::yes;
  return outcome == Outcome::undetermined ? Verdict::unknown : Verdict::no;
}

void join(std::string& text, const std::string& more, const char* between) {
  if (more.empty() || text == more) return;
  if (!text.empty()) text += between;
  text += more;
}

}  // namespace

Tracer::Tracer(Evaluator& evaluator, Row subject, Language language)
    : evaluator_(evaluator),
      measure_(*evaluator.measure_),
      facts_(*evaluator.facts_),
      reading_(evaluator.reading()),
      words_(language, *evaluator.facts_),
      subject_(subject),
      answer_(evaluator.evaluate(subject)) {}

Explanation Tracer::explain() {
  Explanation explanation;
  auto trace = root();
  trace.children.reserve(3);
  // A category is in force on any day.
  if (measure_.event_on >= 0 || measure_.word != "category") trace.children.push_back(validity());
  if (answer_.outcome != Outcome::not_in_force) {
    if (!measure_.conditions.empty()) trace.children.push_back(condition(0, false, true));
    const bool due = answer_.outcome != Outcome::not_eligible;
    if (due && measure_.amount >= 0) trace.children.push_back(amount());
    for (const auto& each : measure_.outputs)
      if (due) trace.children.push_back(output(each));
  }
  explanation.answer = std::move(answer_);
  explanation.trace = std::move(trace);
  return explanation;
}

std::string Tracer::label(const Name& name) const {
  if (words_.chinese()) return name.label;
  return name.label_en.empty() ? name.id : name.label_en;
}

Trace Tracer::root() const {
  Trace trace;
  trace.id = measure_.name.id;
  trace.label = label(measure_.name);
  trace.verdict = verdict_of(answer_.outcome);
  trace.clause = measure_.clause;
  const bool money = measure_.amount >= 0;
  if (money && answer_.outcome == Outcome::eligible) trace.found = words_.money(answer_.amount);
  if (answer_.outcome == Outcome::undetermined) {
    if (money) trace.found = words_.money(answer_.low, answer_.high);
    for (const auto& id : answer_.missing) {
      const auto* name = reading_.find(id);
      trace.facts.push_back({id, label(*name), words_.pick("未知", "unknown"), ""});
    }
  }
  for (const auto& judgement : measure_.judgements) {
    const auto& waiting = answer_.waiting;
    if (std::find(waiting.begin(), waiting.end(), judgement.id) == waiting.end()) continue;
    const auto text = fmt::format(fmt::runtime(words_.pick("请{}裁量“{}”", "{} to judge: {}")),
                                  judgement.by, judgement.text);
    join(trace.advice, text, "; ");
  }
  if (answer_.outcome == Outcome::eligible) return trace;
  for (const auto& [rival, amount] : evaluator_.eligible_rivals(subject_)) {
    const auto text = fmt::format(
        fmt::runtime(words_.pick("可申报 {} {}(已符合)", "could apply for {} {} (eligible)")),
        label(rival->name), words_.money(amount));
    join(trace.advice, text, words_.pick("; ", "; "));
  }
  return trace;
}

Trace Tracer::validity() const {
  Trace trace;
  trace.id = measure_.name.id + ".validity";
  trace.kind = "validity";
  trace.label = words_.pick("有效期", "in force");
  trace.clause = measure_.clause;
  trace.verdict = evaluator_.validity();
  const Shape day{Type::day};
  const auto* from = measure_.valid_from < 0 ? nullptr : &value(measure_.valid_from);
  const auto* until = measure_.valid_until < 0 ? nullptr : &value(measure_.valid_until);
  if (from != nullptr) {
    trace.required = words_.value(*from, day) + words_.pick(" 起", until ? "" : " on");
  }
  if (until != nullptr) {
    if (from != nullptr) trace.required += words_.pick(", ", " ");
    trace.required += words_.pick("截至 ", "to ") + words_.value(*until, day);
  }
  if (measure_.event_on < 0) return trace;
  const auto& event = value(measure_.event_on);
  const auto name = label(reading_.name(measure_.event_on));
  if (!name.empty()) trace.found = name.substr(name.rfind('.') + 1) + " ";
  trace.found += words_.value(event, day);
  trace.facts = facts_of(measure_.event_on);
  if (trace.verdict != Verdict::no || !event.known()) return trace;
  if (from != nullptr && from->known() && event.low.top < from->low.top) {
    trace.margin = words_.pick("早 ", "early by ") + words_.days(from->low.top - event.low.top);
  } else if (until != nullptr && until->known()) {
    trace.margin = words_.pick("晚 ", "late by ") + words_.days(event.low.top - until->low.top);
  }
  return trace;
}

Trace Tracer::amount() const {
  Trace trace;
  trace.id = measure_.name.id + ".amount";
  trace.kind = "amount";
  trace.label = words_.pick("金额", "amount");
  trace.clause = measure_.amount_clause.empty() ? measure_.clause : measure_.amount_clause;
  const auto& due = value(measure_.amount);
  trace.verdict = due.known() ? Verdict::yes : Verdict::unknown;
  const auto& missing = answer_.missing;
  const bool unset = std::find(missing.begin(), missing.end(), trace.id) != missing.end();
  trace.found =
      unset ? words_.pick("标准未定", "standard not set") : words_.value(due, {Type::money});
  trace.facts = facts_of(measure_.amount);
  for (const auto& part : measure_.stages) trace.children.push_back(stage(part));
  return trace;
}

Trace Tracer::stage(const Stage& stage) const {
  const auto place = static_cast<std::size_t>(&stage - measure_.stages.data());
  const auto& due = answer_.stages[place];
  Trace trace;
  trace.id = fmt::format("{}.stage{}", measure_.name.id, place + 1);
  trace.kind = "stage";
  trace.label = words_.chinese() ? stage.label_zh : stage.label_en;
  trace.clause = stage.clause;
  trace.verdict = due.holds;
  if (trace.verdict == Verdict::yes && (!due.high || *due.high != due.low))
    trace.verdict = Verdict::unknown;
  const auto part = words_.value(value(stage.part), {Type::money});
  trace.found = fmt::format(fmt::runtime(words_.pick("{} 付 {}", "{}: {}")),
                            words_.value(value(stage.day), {Type::day}), part);
  if (due.holds != Verdict::yes)
    trace.margin = due.holds == Verdict::no
                       ? words_.pick("条件还没有满足", "its conditions do not hold yet")
                       : words_.pick("条件待核", "its conditions are not known");
  if (stage.when >= 0) trace.facts = facts_of(stage.when);
  return trace;
}

Trace Tracer::output(const Output& output) const {
  Trace trace;
  trace.id = measure_.name.id + "." + output.name.id;
  trace.label = label(output.name);
  trace.clause = output.clause;
  const auto& result = value(output.node);
  trace.verdict = result.state == State::unknown ? Verdict::unknown : Verdict::yes;
  trace.found = said(output.node, output.node);
  if (result.known() && output.unit == "days") trace.found = words_.days(result.low.top);
  if (result.known() && output.unit == "months")
    trace.found = words_.period(static_cast<int>(result.low.top), 0);
  trace.facts = facts_of(output.node);
  return trace;
}

Trace Tracer::condition(std::int32_t index, bool unwanted, bool mend) {
  const auto& asked = measure_.conditions[static_cast<std::size_t>(index)];
  Trace trace;
  trace.id = asked.id;
  trace.kind = name(asked.kind);
  trace.label = label_of(asked, unwanted, words_.chinese() ? Language::zh : Language::en);
  trace.clause = asked.clause;
  const auto verdict = evaluator_.standings_[static_cast<std::size_t>(index)].verdict;
  trace.verdict = unwanted ? opposite(verdict) : verdict;
  const bool below = unwanted != (asked.kind == ConditionKind::none);
  const bool helps = mend && trace.verdict == Verdict::no;
  if (asked.kind == ConditionKind::leaf) {
    leaf(trace, index, unwanted, helps);
  } else if (asked.kind == ConditionKind::by_option) {
    const auto chosen = evaluator_.choices_.values[static_cast<std::size_t>(asked.option)];
    const auto& option = measure_.options[static_cast<std::size_t>(asked.option)];
    trace.found = label(option.values[chosen].name);
    trace.children.push_back(condition(asked.children[chosen], unwanted, helps));
  } else {
    trace.children.reserve(asked.children.size());
    for (const auto child : asked.children)
      trace.children.push_back(condition(child, below, helps));
  }
  return trace;
}

void Tracer::leaf(Trace& trace, std::int32_t index, bool unwanted, bool mend) {
  const auto& asked = measure_.conditions[static_cast<std::size_t>(index)];
  trace.facts = facts_of(asked.node);
  const auto& comparisons = reading_.comparisons(asked);
  if (comparisons.list.empty()) {
    tell_truth(trace, asked.node, !unwanted);
  } else {
    compare(trace, comparisons, unwanted);
  }
  if (!mend || asked.fixed) return;
  const auto advice = Adviser(evaluator_, subject_).mend(asked, !unwanted);
  if (!advice) return;
  const auto shape = shape_of(advice->fact);
  const auto text = [&](const char* zh, const char* en) {
    return fmt::runtime(words_.pick(zh, en));
  };
  // The subject's own name goes without saying.
  auto name = label(reading_.name(advice->fact));
  name.erase(0, name.find('.') + 1);
  trace.advice = fmt::format(text("{} 为 {} (现为 {})", "{} being {} (now {})"), name,
                             words_.value(advice->to, shape), words_.value(advice->from, shape));
  const bool money = measure_.amount >= 0;
  trace.advice +=
      advice->enough && !money ? std::string(words_.pick(", 即符合", " would be enough"))
      : advice->enough
          ? fmt::format(text(", 即可享受 {}", " would give {}"), words_.money(advice->amount))
          : std::string(words_.pick(", 即满足本条", " would satisfy this condition"));
}

// A condition that is no comparison: a fact, whether something is on record, whether there is none.
void Tracer::tell_truth(Trace& trace, std::int32_t index, bool wanted) const {
  bool negated = false;
  while (node(index).op == Op::negate) {
    index = node(index).a;
    negated = !negated;
  }
  const auto op = node(index).op;
  const bool relation = op == Op::exists || op == Op::is_none;
  const bool yes = (wanted != negated) != (op == Op::is_none);
  trace.required = words_.truth(yes, relation);
  if (op == Op::is_none) {
    trace.found = said(node(index).a, node(index).a);
    return;
  }
  const auto& found = value(index);
  if (op == Op::judgement && !found.known()) {
    const auto& judgement = measure_.judgements[static_cast<std::size_t>(node(index).symbol)];
    trace.found = fmt::format(fmt::runtime(words_.pick("待{}裁量", "waits for {}")), judgement.by);
    return;
  }
  trace.found =
      found.known() ? words_.truth(found.yes(), relation) : words_.value(found, {Type::boolean});
  if (op != Op::judgement) return;
  const auto& id = measure_.judgements[static_cast<std::size_t>(node(index).symbol)].id;
  const auto note = facts_.judgement_note(measure_.subject, subject_, id);
  if (!note.empty()) trace.found += fmt::format(fmt::runtime(words_.pick("（{}）", " ({})")), note);
}

void Tracer::compare(Trace& trace, const Comparisons& comparisons, bool unwanted) const {
  constexpr std::size_t listed_max = 5;  // of the codes of a set
  const auto& list = comparisons.list;
  const bool any = comparisons.any != unwanted;
  const char* between = any ? words_.pick(" 或 ", " or ") : ", ";
  for (const auto& comparison : list) {
    const auto relation = unwanted ? opposite(comparison.relation) : comparison.relation;
    const auto type = comparison.start >= 0 ? Type::duration : shape_of(comparison.found).type;
    const auto place = static_cast<std::size_t>(&comparison - list.data());
    if (place < listed_max || list.size() == listed_max + 1) {
      join(trace.required, words_.required(relation, limit_text(comparison), type), between);
    } else if (place == listed_max) {
      trace.required += fmt::format(
          fmt::runtime(words_.pick(" 等 {} 项", " and others, {} in all")), list.size());
    }
    join(trace.found, found_text(comparison), ", ");
    if (trace.verdict == Verdict::no) join(trace.margin, margin_text(comparison, relation), ", ");
  }
}

std::string Tracer::said(std::int32_t index, std::int32_t like) const {
  const auto& here = value(index);
  const auto& model = node(like);
  if (model.op == Op::option && here.known()) {
    const auto& option = measure_.options[static_cast<std::size_t>(model.symbol)];
    return label(option.values[static_cast<std::size_t>(here.low.top)].name);
  }
  if (here.known() && node(index).type == Type::text && node(index).op == Op::constant) {
    return measure_.texts[static_cast<std::size_t>(node(index).symbol)];
  }
  auto shape = shape_of(like);
  shape.type = node(index).type;
  return words_.value(here, shape);
}

std::string Tracer::found_text(const Comparison& comparison) const {
  if (comparison.start < 0) return said(comparison.found, comparison.found);
  const auto& from = value(comparison.start);
  const auto& to = value(comparison.found);
  if (from.known() && to.known()) {
    return words_.period(Day::from_number(static_cast<std::int32_t>(from.low.top)),
                         Day::from_number(static_cast<std::int32_t>(to.low.top)));
  }
  const bool never = from.state == State::none || to.state == State::none;
  return words_.value(never ? Value::nothing() : Value::unknown(), {Type::duration});
}

std::string Tracer::limit_text(const Comparison& comparison) const {
  if (comparison.start < 0) return said(comparison.limit, comparison.found);
  return words_.value(value(comparison.limit), {Type::count, Unit::months});
}

std::string Tracer::period_margin(const Comparison& comparison, Relation relation) const {
  const auto& from = value(comparison.start);
  if (!from.known()) return "";
  const auto day = [](const Value& number) {
    return Day::from_number(static_cast<std::int32_t>(number.low.top));
  };
  const auto months = static_cast<int>(value(comparison.limit).low.top);
  const auto edge = add_months(day(from), months);
  const auto end = day(value(comparison.found));
  const bool wants_more = relation == Relation::at_least || relation == Relation::more_than;
  const bool strict = relation == Relation::more_than || relation == Relation::less_than;
  if (end == edge) return strict ? words_.at_the_limit() : "";
  if ((end > edge) == wants_more) return "";
  const auto gap = words_.period(std::min(end, edge), std::max(end, edge));
  return wants_more ? words_.short_by(gap) : words_.over_by(gap);
}

std::string Tracer::margin_text(const Comparison& comparison, Relation relation) const {
  const auto& found = value(comparison.found);
  const auto& limit = value(comparison.limit);
  const bool sized = relation != Relation::equal && relation != Relation::not_equal;
  if (!sized || !found.known() || !limit.known()) return "";
  if (comparison.start >= 0) return period_margin(comparison, relation);
  const bool wants_more = relation == Relation::at_least || relation == Relation::more_than;
  const bool strict = relation == Relation::more_than || relation == Relation::less_than;
  const int order = leye::policy::compare(found.low, limit.low);
  if (order == 0) return strict ? words_.at_the_limit() : "";
  if ((order > 0) == wants_more) return "";
  const auto gap = order < 0 ? subtract(limit.low, found.low) : subtract(found.low, limit.low);
  if (!gap) return "";
  auto shape = shape_of(comparison.found);
  if (shape.type == Type::day) shape = {Type::count, Unit::days};
  if (shape.type == Type::month) shape = {Type::count, Unit::months};
  const auto years = shape.unit == Unit::years_of_age;
  const auto amount = years ? words_.years(gap->top) : words_.number(*gap, shape);
  return wants_more ? words_.short_by(amount) : words_.over_by(amount);
}

Explanation Evaluator::explain(Row subject, Language language) {
  return Tracer(*this, subject, language).explain();
}

std::vector<std::pair<const Measure*, Money>> Evaluator::eligible_rivals(Row subject) {
  std::vector<std::pair<const Measure*, Money>> eligible;
  const auto& rivals = reading().rivals();
  for (std::size_t i = 0; i < rivals.size(); ++i) {
    if (rivals_.size() <= i) {
      rivals_.push_back(std::make_shared<Evaluator>(*plan_, *rivals[i], *facts_, today_));
    }
    const auto answer = rivals_[i]->evaluate(subject);
    if (answer.outcome == Outcome::eligible) eligible.emplace_back(rivals[i], answer.amount);
  }
  return eligible;
}

}  // namespace leye::policy
