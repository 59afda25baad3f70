#include "api/kind_facts.hpp"

namespace leye::api {

KindFact kind_fact(const Vocabulary& vocabulary, const Fact& fact) {
  KindFact line{fact.id,        fact.zh,       fact.en, name(fact.type),
                fact.refers_to, fact.required, false,   0, {}};
  constexpr std::size_t codes_listed_max = 60;
  if (fact.type != FactType::code) return line;
  const auto& codes = vocabulary.code_table(fact)->codes();
  if (codes.size() > codes_listed_max) return line;
  for (const Code& code : codes) line.codes.push_back({code.code, code.zh, code.en});
  return line;
}

}  // namespace leye::api
