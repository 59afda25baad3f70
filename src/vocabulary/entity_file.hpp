// Reading one entity from its Markdown file.
//
//   # 人员 · person · persons
//   free text
//   completeness: complete | partial
//   changeable: contract_end, contract_kind
//   | label | id | type | required | mask | sensitivity | headings | standard |
//   |---|---|---|---|---|---|---|---|
//   | 性别 | sex | code(sex) | | | open | AAC004 | GB/T 2261.1 |
//
// `changeable` names the facts that the person or the employer can still make otherwise: only they
// are proposed in advice. What was is not among them.
//
// `required`: yes; or none, where an empty value means that there is none (an open end); or
// nothing, where it means that it is not known.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye {

// `file` is named in errors, with the line.
Result<Entity> parse_entity(std::string_view text, const std::string& file, bool core);

}  // namespace leye
