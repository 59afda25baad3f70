#include "policy/meaning/scope.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace leye::policy {
namespace {

std::vector<std::string> segments_of(const std::string& path) {
  std::vector<std::string> segments;
  std::size_t at = 0;
  while (at <= path.size()) {
    const auto dot = std::min(path.find('.', at), path.size());
    segments.push_back(path.substr(at, dot - at));
    at = dot + 1;
  }
  return segments;
}

}  // namespace

bool is_identifier(std::string_view text) {
  if (text.empty() || text[0] < 'a' || text[0] > 'z') return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == text.npos;
}

Name name_of(const Tree& named) {
  Name name;
  name.label = named[0].text;
  name.id = name.label;
  if (named.form == Form::named_short) name.id = named[1].text;
  if (named.form == Form::named) {
    name.label_en = named[1].text;
    name.id = named[2].text;
  }
  return name;
}

std::size_t Scope::hide() {
  const auto before = hidden_;
  hidden_ = bindings_.size();
  return before;
}

const Scope::Binding* Scope::find(std::string_view name) const {
  for (auto i = bindings_.size(); i > hidden_; --i) {
    const auto& binding = bindings_[i - 1];
    if (binding.zh == name || binding.en == name) return &binding;
  }
  return nullptr;
}

void Scope::bind(const std::string& zh, const std::string& en, const Typed& value, Span at) {
  if (find(zh) != nullptr || find(en) != nullptr) {
    reporter_.error({"name_taken", at,
                     fmt::format("名称“{0}”已经用过 / the name '{0}' is already in use", zh),
                     "换一个名称 / choose another name"});
  }
  bindings_.push_back({zh, en, value});
}

void Scope::unknown_name(const Tree& word, const std::string& name) {
  std::vector<std::string> candidates;
  for (auto i = hidden_; i < bindings_.size(); ++i) {
    candidates.push_back(bindings_[i].zh);
    candidates.push_back(bindings_[i].en);
  }
  const auto meant = nearest(name, candidates);
  reporter_.error({"unknown_name", word.at,
                   fmt::format("没有叫“{0}”的事实或名称 / nothing is called '{0}' here", name),
                   meant.empty() ? "" : fmt::format("是否想写 {0} / did you mean {0}", meant)});
}

void Scope::unknown_fact(const Tree& word, const std::string& segment, const Typed& base) {
  if (base.type != Type::reference) {
    reporter_.error({"not_a_record", word.at,
                     fmt::format("“{0}”前面的值不是记录, 没有下级事实 / what stands before '{0}' "
                                 "has no facts",
                                 segment)});
    return;
  }
  const auto& owner = entity(base.entity);
  std::vector<std::string> candidates;
  for (const auto& fact : owner.facts) {
    candidates.push_back(fact.zh);
    candidates.push_back(fact.id);
  }
  const auto meant = nearest(segment, candidates);
  reporter_.error(
      {"unknown_fact", word.at,
       fmt::format("{0}没有“{1}”这一项 / {2} has no fact '{1}'", owner.zh, segment, owner.id),
       meant.empty() ? "" : fmt::format("是否想写 {0} / did you mean {0}", meant)});
}

Scope::Walk Scope::begin(const Tree& word, const Binding& binding) const {
  return {segments_of(word.text), binding.zh, binding.en};
}

Typed Scope::step(const Tree& word, Walk& walk, const Typed& base, const std::string& segment) {
  const Fact* fact = nullptr;
  if (base.type == Type::reference) fact = entity(base.entity).find_fact(segment);
  if (fact == nullptr) {
    unknown_fact(word, segment, base);
    return {};
  }
  walk.zh += "." + fact->zh;
  walk.en += "." + fact->id;
  const auto index = static_cast<FactIndex>(fact - entity(base.entity).facts.data());
  return nodes_.fact(vocabulary_, base, index);
}

Typed Scope::path(const Tree& word) {
  const auto segments = segments_of(word.text);
  const auto* binding = find(segments[0]);
  if (binding == nullptr) {
    unknown_name(word, segments[0]);
    return {};
  }
  auto walk = begin(word, *binding);
  auto value = binding->value;
  for (std::size_t i = 1; i < segments.size() && value.ok(); ++i)
    value = step(word, walk, value, segments[i]);
  if (value.ok()) reporter_.spell(word.at, walk.zh, walk.en);
  return value;
}

// The one fact of `many` that refers to `one`; nothing if there is none or several.
std::optional<FactIndex> Scope::reverse(const Entity& many, EntityIndex one) const {
  std::optional<FactIndex> found;
  for (std::size_t f = 0; f < many.facts.size(); ++f) {
    if (many.facts[f].refers_to != entity(one).id) continue;
    if (found) return std::nullopt;
    found = static_cast<FactIndex>(f);
  }
  return found;
}

std::optional<Hop> Scope::hop(const std::string& segment, EntityIndex from) const {
  const auto* many = vocabulary_.find_entity(segment);
  if (many == nullptr || entity(from).find_fact(segment) != nullptr) return std::nullopt;
  const auto reference = reverse(*many, from);
  if (!reference) return std::nullopt;
  return Hop{{}, static_cast<EntityIndex>(many - vocabulary_.entities().data()), *reference};
}

// One step beyond the first relation: rows of its rows, or a fact of them.
bool Scope::step_in(const Tree& word, Walk& walk, Relation& out, const std::string& segment) {
  auto at = out.entity();
  for (const auto fact : out.rest) {
    const auto& declared = entity(at).facts[static_cast<std::size_t>(fact)];
    const auto* target = vocabulary_.find_entity(declared.refers_to);
    if (target == nullptr) {
      Typed value;
      value.type = type_of(declared.type);
      unknown_fact(word, segment, value);
      return false;
    }
    at = static_cast<EntityIndex>(target - vocabulary_.entities().data());
  }
  if (auto next = hop(segment, at)) {
    next->via = std::move(out.rest);
    out.rest.clear();
    const auto& rows = entity(next->entity);
    walk.zh += "." + rows.zh;
    walk.en += "." + rows.plural;
    out.hops.push_back(std::move(*next));
    return true;
  }
  const auto* fact = entity(at).find_fact(segment);
  if (fact == nullptr) {
    Typed row;
    row.type = Type::reference;
    row.entity = at;
    unknown_fact(word, segment, row);
    return false;
  }
  walk.zh += "." + fact->zh;
  walk.en += "." + fact->id;
  out.rest.push_back(static_cast<FactIndex>(fact - entity(at).facts.data()));
  return true;
}

std::optional<Relation> Scope::relation(const Tree& word) {
  const auto segments = segments_of(word.text);
  const auto* binding = find(segments[0]);
  if (binding == nullptr) {
    unknown_name(word, segments[0]);
    return std::nullopt;
  }
  auto walk = begin(word, *binding);
  Relation out;
  out.base = binding->value;
  for (std::size_t i = 1; i < segments.size(); ++i) {
    if (!out.base.ok()) return std::nullopt;
    if (!out.hops.empty()) {
      if (!step_in(word, walk, out, segments[i])) return std::nullopt;
      continue;
    }
    const bool record = out.base.type == Type::reference;
    if (auto first = record ? hop(segments[i], out.base.entity) : std::nullopt) {
      walk.zh += "." + entity(first->entity).zh;
      walk.en += "." + entity(first->entity).plural;
      out.hops.push_back(std::move(*first));
    } else {
      out.base = step(word, walk, out.base, segments[i]);
    }
  }
  if (!out.base.ok()) return std::nullopt;
  if (out.hops.empty()) {
    reporter_.error({"not_a_list", word.at,
                     fmt::format("“{0}”不是一组记录 / '{0}' is not a list of records", word.text),
                     "如 人员.失业登记 / such as person.unemployment_registrations"});
    return std::nullopt;
  }
  reporter_.spell(word.at, walk.zh, walk.en);
  return out;
}

}  // namespace leye::policy
