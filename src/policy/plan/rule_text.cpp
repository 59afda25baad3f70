#include "policy/plan/rule_text.hpp"

#include <set>

#include <fmt/format.h>

namespace leye::policy {
namespace {

const Entity& entity_at(const Vocabulary& vocabulary, EntityIndex entity) {
  return vocabulary.entities()[static_cast<std::size_t>(entity)];
}

// "organisation employment.employer": by ids, whatever language it is written in.
std::string way(const char* whom, const Measure& measure, const ReferencePath& path,
                const Vocabulary& vocabulary) {
  const auto* entity = &entity_at(vocabulary, measure.subject);
  auto out = fmt::format("{} {}", whom, entity->id);
  for (const auto step : path.steps) {
    const auto& fact = entity->facts[static_cast<std::size_t>(step)];
    out += "." + fact.id;
    entity = vocabulary.find_entity(fact.refers_to);
  }
  return out + "\n";
}

const char* name(LimitScope scope) {
  if (scope == LimitScope::record) return "record";
  return scope == LimitScope::person ? "person" : "organisation";
}

const char* name(LimitPeriod period) { return period == LimitPeriod::life ? "in all" : "a year"; }

const char* name(ExclusionScope scope) {
  switch (scope) {
    case ExclusionScope::person: return "person";
    case ExclusionScope::organisation: return "organisation";
    case ExclusionScope::pair: return "pair";
  }
  return "";
}

const char* name(ExclusionChoice choice) {
  switch (choice) {
    case ExclusionChoice::highest: return "highest";
    case ExclusionChoice::applicant: return "applicant";
    case ExclusionChoice::first: return "first";
  }
  return "";
}

const char* name(MonthCount counting) {
  switch (counting) {
    case MonthCount::touched: return "touched";
    case MonthCount::whole: return "whole";
    case MonthCount::share: return "share";
  }
  return "";
}

// What settling must know beside conditions and amount.
std::string for_settling(const Measure& measure) {
  std::string out;
  for (const auto& limit : measure.limits)
    out += fmt::format("limit {} {} {}{}\n", limit.times, name(limit.scope), name(limit.period),
                       limit.by_grant ? " of granting" : "");
  for (const auto& cap : measure.caps)
    out += fmt::format("cap %{} {} {}\n", cap.left, name(cap.scope), name(cap.period));
  if (const auto& cap = measure.months_cap)
    out += fmt::format("months cap %{} {} monthly %{} rounded %{} {}\n", cap->left,
                       name(cap->scope), cap->monthly, cap->rounded, name(cap->counting));
  if (measure.by_year) out += fmt::format("for the year %{}\n", measure.grant_year);
  return out;
}

}  // namespace

std::string rule_text(const Plan& plan, const Measure& measure, const Vocabulary& vocabulary) {
  auto out = to_text(plan, measure, &vocabulary);
  out += fmt::format("each {}\n", entity_at(vocabulary, measure.subject).id);
  if (measure.person) out += way("person", measure, *measure.person, vocabulary);
  if (measure.organisation) out += way("organisation", measure, *measure.organisation, vocabulary);
  out += for_settling(measure);
  for (const auto& text : measure.texts) out += fmt::format("text {}\n", text);
  std::set<std::string> read;
  for (const auto& node : measure.nodes)
    if (node.op == Op::parameter)
      read.insert(rule_text(plan.parameters[static_cast<std::size_t>(node.symbol)]));
  for (const auto& parameter : read) out += parameter;
  return out;
}

std::string rule_text(const Parameter& parameter) {
  auto out = fmt::format("parameter {} {}\n", parameter.name.id, name(parameter.type));
  for (const auto& value : parameter.values)
    out += fmt::format("  {} {} {} {}\n", value.place, to_text(value.from),
                       value.until ? to_text(*value.until) : "",
                       value.value ? to_text(*value.value) : "unset");
  return out;
}

std::string rule_text(const Exclusion& exclusion) {
  auto out = fmt::format("exclusion {} of one {} by {}:", exclusion.name.id, name(exclusion.scope),
                         name(exclusion.choice));
  for (const auto& id : exclusion.measures) out += " " + id;
  return out + "\n";
}

}  // namespace leye::policy
