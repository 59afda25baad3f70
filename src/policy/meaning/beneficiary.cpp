#include "policy/meaning/beneficiary.hpp"

#include <fmt/format.h>

namespace leye::policy {

const Entity* find_subject(const Tree& word, const Vocabulary& vocabulary, Reporter& reporter) {
  const auto* entity = vocabulary.find_entity(word.text);
  if (entity != nullptr) {
    reporter.spell(word.at, entity->zh, entity->id);
    return entity;
  }
  std::vector<std::string> known;
  for (const auto& each : vocabulary.entities()) {
    known.push_back(each.zh);
    known.push_back(each.id);
  }
  const auto meant = nearest(word.text, known);
  reporter.error({"unknown_entity", word.at,
                  fmt::format("词汇里没有“{0}” / the vocabulary has no '{0}'", word.text),
                  meant.empty() ? "" : fmt::format("是否想写 {0} / did you mean {0}", meant)});
  return nullptr;
}

std::optional<ReferencePath> path_to(const Typed& value, const Typed& subject,
                                     const Measure& measure, const Vocabulary& vocabulary) {
  ReferencePath path;
  auto at = value.node;
  while (at != subject.node) {
    const auto& node = measure.nodes[static_cast<std::size_t>(at)];
    if (node.op != Op::fact) return std::nullopt;
    path.steps.insert(path.steps.begin(), node.symbol);
    at = node.a;
  }
  const auto* owner = &vocabulary.entities()[static_cast<std::size_t>(subject.entity)];
  path.text = owner->id;
  for (const auto step : path.steps) {
    const auto& fact = owner->facts[static_cast<std::size_t>(step)];
    path.text += "." + fact.id;
    owner = vocabulary.find_entity(fact.refers_to);
  }
  return path;
}

}  // namespace leye::policy
