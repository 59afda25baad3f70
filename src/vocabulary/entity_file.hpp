// Reading one entity from its Markdown file.
//
//   # 人员 · person · persons        (and an English label, if not the words of the id)
//   free text
//   completeness: complete | partial
//   storage: table | record
//   key: category, recognised_on
//   period: recognised_on, valid_until
//   changeable: contract_end, contract_kind
//   | label | label_en | id | type | required | mask | sensitivity | headings | standard |
//   |---|---|---|---|---|---|---|---|---|
//   | 性别 | | sex | code(sex) | | | open | AAC004 | GB/T 2261.1 |
//
// `label_en`: the English label; the column may be missing. Empty: the words of the id.
//
// `storage`: a table of its own, made by a migration (the default); or `record`, one row of the
// generic register, which needs no migration: how a pack adds an entity. `key` names the facts that
// tell two records apart, together with the person and the organisation; without it the required
// ones. `period` names the first and the last day of a record, if it has such.
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
