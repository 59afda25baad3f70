#include "workbench/changes.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "policy/plan/rule_text.hpp"
#include "policy/sentences.hpp"
#include "workbench/measure_text.hpp"
#include "workbench/shared_rules.hpp"

namespace leye::workbench {
namespace {

using Sentences = std::map<std::string, std::string>;  // clause → summary

std::string label_of(const policy::ClauseLine& sentence) {
  return fmt::format("{} 句{}", sentence.clause, sentence.sentence);
}

Said label_of(const policy::Name& name) {
  return {name.label, name.label_en.empty() ? name.label : name.label_en};
}

Sentences sentences_of(const Reading& reading) {
  Sentences all;
  for (const auto& document : reading.pack.documents)
    for (const auto& part : document.parts)
      if (const auto* sentence = std::get_if<policy::ClauseLine>(&part))
        all.emplace(label_of(*sentence), sentence->summary);
  return all;
}

std::vector<ChangedSentence> compare_sentences(const Sentences& before, const Sentences& after) {
  std::vector<ChangedSentence> changed;
  for (const auto& [clause, summary] : after) {
    const auto was = before.find(clause);
    if (was == before.end())
      changed.push_back({clause, "", summary});
    else if (was->second != summary)
      changed.push_back({clause, was->second, summary});
  }
  for (const auto& [clause, summary] : before)
    if (!after.contains(clause)) changed.push_back({clause, summary, ""});
  return changed;
}

// The ```path fence of a measure, as written.
std::string path_text(const Reading& reading, const std::string& measure) {
  for (const auto& document : reading.pack.documents)
    for (const auto& part : document.parts)
      if (const auto* path = std::get_if<policy::PathFence>(&part))
        if (path->measure == measure) return path->text;
  return {};
}

bool other_rule(const Reading& before, const policy::Measure& was, const Reading& after,
                const policy::Measure& is) {
  if (policy::rule_text(*before.pack.plan, was, before.vocabulary) !=
      policy::rule_text(*after.pack.plan, is, after.vocabulary))
    return true;
  const auto exclusions = [&](const policy::Plan& plan) {
    std::string text;
    for (const auto& each : plan.exclusions)
      if (std::find(each.measures.begin(), each.measures.end(), is.name.id) != each.measures.end())
        text += policy::rule_text(each) + "\n";
    return text;
  };
  return exclusions(*before.pack.plan) != exclusions(*after.pack.plan);
}

ChangedMeasure described(const policy::Measure& measure, const char* change) {
  ChangedMeasure made;
  made.id = measure.name.id;
  made.label = label_of(measure.name);
  made.clause = measure.clause;
  made.change = change;
  return made;
}

Sentences sentences_for(const Reading& reading, const std::string& clause) {
  Sentences all;
  for (const auto* each : policy::sentences_for(reading.pack, clause))
    all.emplace(label_of(*each), each->summary);
  return all;
}

ChangedMeasure compare_measure(const Reading& before, const policy::Measure& was,
                               const Reading& after, const policy::Measure& is) {
  auto changed = described(is, "changed");
  changed.rule = other_rule(before, was, after, is);
  changed.path = path_text(before, was.name.id) != path_text(after, is.name.id);
  changed.sentences =
      compare_sentences(sentences_for(before, was.clause), sentences_for(after, is.clause));
  const auto old_rule = rule_of(before, was), new_rule = rule_of(after, is);
  changed.rule_zh = line_diff(old_rule.zh, new_rule.zh);
  changed.rule_en = line_diff(old_rule.en, new_rule.en);
  return changed;
}

bool says_something(const ChangedMeasure& changed) {
  return changed.rule || changed.path || !changed.sentences.empty() || !changed.rule_zh.empty();
}

void compare_measures(const Reading& before, const Reading& after, Comparison& comparison) {
  for (const auto& is : after.pack.plan->measures) {
    const auto* was = before.pack.plan->find_measure(is.name.id);
    if (was != nullptr) {
      auto changed = compare_measure(before, *was, after, is);
      if (says_something(changed)) comparison.measures.push_back(std::move(changed));
      continue;
    }
    auto added = described(is, "added");
    added.rule = true;
    const auto rule = rule_of(after, is);
    added.rule_zh = line_diff("", rule.zh);
    added.rule_en = line_diff("", rule.en);
    added.sentences = compare_sentences({}, sentences_for(after, is.clause));
    comparison.measures.push_back(std::move(added));
  }
  for (const auto& was : before.pack.plan->measures) {
    if (after.pack.plan->find_measure(was.name.id) != nullptr) continue;
    auto removed = described(was, "removed");
    removed.rule = true;
    const auto rule = rule_of(before, was);
    removed.rule_zh = line_diff(rule.zh, "");
    removed.rule_en = line_diff(rule.en, "");
    comparison.measures.push_back(std::move(removed));
  }
}

std::string values_text(const policy::Parameter& parameter) {
  std::string text;
  for (const auto& value : parameter.values) {
    if (!text.empty()) text += "; ";
    text += "自 " + to_text(value.from) + (value.until ? " 至 " + to_text(*value.until) : "");
    if (value.place != 0) text += fmt::format(" ({})", value.place);
    text += ": " + (value.value ? policy::to_text(*value.value) : std::string("未定"));
  }
  return text;
}

struct NamedText {
  std::string kind;
  Said label;
  std::string text;
};

// Of parameters and declarations, by id.
std::map<std::string, NamedText> values_of(const policy::Plan& plan) {
  std::map<std::string, NamedText> all;
  for (const auto& each : plan.parameters)
    all[each.name.id] = {"parameter", label_of(each.name), values_text(each)};
  for (const auto& each : plan.declarations)
    all[each.name.id] = {policy::name(each.kind), label_of(each.name), policy::to_text(each)};
  return all;
}

void compare_values(const policy::Plan& before, const policy::Plan& after,
                    std::vector<ChangedValue>& changed) {
  const auto old_values = values_of(before), new_values = values_of(after);
  for (const auto& [id, is] : new_values) {
    const auto was = old_values.find(id);
    const auto text = was == old_values.end() ? std::string() : was->second.text;
    if (text != is.text) changed.push_back({is.kind, id, is.label, text, is.text});
  }
  for (const auto& [id, was] : old_values)
    if (!new_values.contains(id)) changed.push_back({was.kind, id, was.label, was.text, ""});
}

// What a measure of either plan uses.
std::set<std::string> used_by(const std::string& measure, const SharedRules& before,
                              const SharedRules& after) {
  std::set<std::string> used;
  for (const auto* rules : {&before, &after})
    if (const auto found = rules->used_by_measure.find(measure);
        found != rules->used_by_measure.end())
      used.insert(found->second.begin(), found->second.end());
  return used;
}

std::optional<ChangedSharedRule> compare_shared(const Reading& before, const SharedRule* was,
                                                const Reading& after, const SharedRule* is) {
  if (was != nullptr && is != nullptr && was->text == is->text) return std::nullopt;
  const auto& shown = is != nullptr ? *is : *was;
  ChangedSharedRule changed{shown.id, shown.label, shown.word, "changed", shown.path, shown.line,
                            {},       {},          {}};
  if (was == nullptr) changed.change = "added";
  if (is == nullptr) changed.change = "removed";
  const auto old_text = was != nullptr ? text_of(before, *was) : Said{};
  const auto new_text = is != nullptr ? text_of(after, *is) : Said{};
  changed.rule_zh = line_diff(old_text.zh, new_text.zh);
  changed.rule_en = line_diff(old_text.en, new_text.en);
  if (changed.rule_zh.empty() && changed.rule_en.empty()) return std::nullopt;
  return changed;
}

// Categories of this pack are measures, and compared as such.
void compare_all_shared(const Reading& before, const SharedRules& were, const Reading& after,
                        const SharedRules& are, std::vector<ChangedSharedRule>& changed) {
  std::set<std::string> ids;
  for (const auto* rules : {&were, &are})
    for (const auto& [id, rule] : rules->rules) ids.insert(id);
  for (const auto& id : ids) {
    if (before.pack.plan->find_measure(id) != nullptr ||
        after.pack.plan->find_measure(id) != nullptr)
      continue;
    const auto was = were.rules.find(id), is = are.rules.find(id);
    auto one = compare_shared(before, was == were.rules.end() ? nullptr : &was->second, after,
                              is == are.rules.end() ? nullptr : &is->second);
    if (one) changed.push_back(std::move(*one));
  }
}

std::set<std::string> parameters_of(const policy::Plan& plan, const std::string& measure) {
  std::set<std::string> read;
  if (const auto* found = plan.find_measure(measure))
    for (const auto& node : found->nodes)
      if (node.op == policy::Op::parameter)
        read.insert(plan.parameters[static_cast<std::size_t>(node.symbol)].name.id);
  return read;
}

// Which of the measures that mean something else do so through which shared rules and values.
void tell_through(const Reading& before, const SharedRules& were, const Reading& after,
                  const SharedRules& are, Comparison& comparison) {
  for (auto& shared : comparison.shared)
    for (const auto* plan : {&*after.pack.plan, &*before.pack.plan})
      for (const auto& measure : plan->measures) {
        const bool told = plan == &*before.pack.plan &&
                          after.pack.plan->find_measure(measure.name.id) != nullptr;
        if (!told && used_by(measure.name.id, were, are).contains(shared.id))
          shared.measures.push_back(label_of(measure.name));
      }
  for (auto& measure : comparison.measures) {
    const auto used = used_by(measure.id, were, are);
    for (const auto& shared : comparison.shared)
      if (used.contains(shared.id)) measure.through.push_back(shared.label);
    for (const auto& other : comparison.measures)
      if (other.rule && other.id != measure.id && used.contains(other.id))
        measure.through.push_back(other.label);
    auto read = parameters_of(*after.pack.plan, measure.id);
    read.merge(parameters_of(*before.pack.plan, measure.id));
    for (const auto& value : comparison.values)
      if (value.kind == "parameter" && read.contains(value.id))
        measure.through.push_back(value.label);
  }
}

void compare_files(const Files& before, const Files& after, std::vector<ChangedFile>& changed) {
  for (const auto& [path, text] : after) {
    const auto was = before.find(path);
    if (was == before.end())
      changed.push_back({path, "added", line_diff("", text)});
    else if (was->second != text)
      changed.push_back({path, "changed", line_diff(was->second, text)});
  }
  for (const auto& [path, text] : before)
    if (!after.contains(path)) changed.push_back({path, "deleted", line_diff(text, "")});
}

}  // namespace

Comparison compare(const Reading& before, const Reading& after) {
  Comparison comparison;
  compare_files(before.files, after.files, comparison.files);
  if (!before.pack.plan || !after.pack.plan) return comparison;
  compare_measures(before, after, comparison);
  compare_values(*before.pack.plan, *after.pack.plan, comparison.values);
  const auto were = shared_rules_of(before), are = shared_rules_of(after);
  compare_all_shared(before, were, after, are, comparison.shared);
  tell_through(before, were, after, are, comparison);
  std::set<std::string> told;
  for (const auto& measure : comparison.measures)
    for (const auto& each : measure.sentences) told.insert(each.clause);
  for (auto& each : compare_sentences(sentences_of(before), sentences_of(after)))
    if (!told.contains(each.clause)) comparison.sentences.push_back(std::move(each));
  return comparison;
}

std::set<std::string> touched_measures(const Reading& before, const Reading& after) {
  std::set<std::string> touched;
  if (!before.pack.plan || !after.pack.plan) return touched;
  for (const auto& was : before.pack.plan->measures) {
    const auto* is = after.pack.plan->find_measure(was.name.id);
    if (is == nullptr || other_rule(before, was, after, *is) ||
        path_text(before, was.name.id) != path_text(after, is->name.id))
      touched.insert(was.name.id);
  }
  return touched;
}

}  // namespace leye::workbench
