// The words that a rule may use here, for completion while it is written.
#pragma once

#include <string>
#include <vector>

#include "workbench/reading.hpp"

namespace leye::workbench {

struct Word {
  std::string zh, en;  // as typed in either language: 人员.出生日期, person.birth_date
  std::string kind;    // entity, fact, relation, code, keyword, operator (of one language); else
                       // what declares it: measure, category, term, formula, parameter …
  Said about;          // one line
};

std::vector<Word> words_of(const Reading& reading);

}  // namespace leye::workbench
