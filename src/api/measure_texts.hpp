// A measure as its pack writes it: the rule in both languages and its worked cases, read once when
// the server starts.
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

using MeasureTexts = std::map<std::string, MeasureText>;  // by the measure's id

MeasureTexts read_measure_texts(const policy::LoadedPack& pack, const Vocabulary& vocabulary);

}  // namespace leye::api
