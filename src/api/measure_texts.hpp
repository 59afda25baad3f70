// A measure as its pack writes it: the rule in both languages, its worked cases and the sentences
// it rests on; read once when the server starts.
#pragma once

#include <map>

#include "api/measures.hpp"

namespace leye {
class Vocabulary;
namespace policy {
struct LoadedPack;
}
}  // namespace leye

namespace leye::api {

struct MeasureText {
  std::string rule_zh;
  std::string rule_en;
  std::vector<WorkedCase> cases;
};

struct MeasureTexts {
  std::map<std::string, MeasureText> measures;   // by id
  std::map<std::string, std::string> sentences;  // 二(二)8 句2 → our summary of it

  // What a clause as a trace writes it (二(二)8 句2、4; 三1 句2–5) stands for, sentence by
  // sentence; an item without sentences (二(二)8) is one cite of all that the pack says of it.
  std::vector<Cite> cites(const std::string& clause) const;
};

MeasureTexts read_measure_texts(const policy::LoadedPack& pack, const Vocabulary& vocabulary);

}  // namespace leye::api
