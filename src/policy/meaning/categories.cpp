#include "policy/meaning/categories.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/meaning/literals.hpp"

namespace leye::policy {
namespace {

const Block* find(const Block& category, Form form) {
  const auto& lines = category.children;
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [&](const Block& line) { return line.form() == form; });
  return found == lines.end() ? nullptr : &*found;
}

}  // namespace

const Block& entry_of(const Block& category) {
  const auto* entry = find(category, Form::entry_when);
  return entry == nullptr ? category : *entry;
}

bool is_recognised(const Block& category) {
  // The line that could not be read may have been the one that says who.
  return find(category, Form::recognised_by) != nullptr ||
         (category.incomplete && find(category, Form::no_recognition) == nullptr);
}

bool read_recognition(const Block& block, bool incomplete, Measure& measure, Reporter& reporter) {
  const auto& tree = block.tree();
  auto& recognition = measure.recognition;
  switch (tree.form) {
    case Form::no_recognition: return true;
    case Form::recognised_by:
      if (!recognition) recognition.emplace();
      recognition->by = tree[0].text;
      return true;
    case Form::evidence:
      if (recognition) recognition->evidence = tree[0].text;
      break;
    case Form::valid_for: {
      const auto length = read_literal(tree[0]);
      const bool months = length.ok() && length.value().type == Type::duration &&
                          length.value().unit == DurationUnit::months;
      if (!months)
        reporter.error({"wrong_type", tree[0].at,
                        "有效期应是几年或几个月 / the validity is a number of years or months",
                        "有效期 12 个月 / valid for 12 months"});
      if (months && recognition)
        recognition->valid_months = static_cast<std::int32_t>(length.value().value.top);
      break;
    }
    default: return false;
  }
  if (!recognition && !incomplete)
    reporter.error({"not_recognised", tree.at,
                    "先写 认定 由谁认定 / say first who recognises: recognised by …",
                    "认定 县区公共就业服务机构 / recognised by 县区公共就业服务机构"});
  return true;
}

void check_category(const Block& category, const Entity& entity, Reporter& reporter) {
  if (category.incomplete) return;
  const auto& at = category.tree().at;
  const bool recognised = is_recognised(category);
  if (recognised == (find(category, Form::no_recognition) != nullptr))
    reporter.error(
        {"recognition", at,
         "类别要写 认定 …, 或 无需认定, 二者之一 / a category is recognised by somebody, or "
         "needs no recognition: one of the two",
         "认定 县区公共就业服务机构, 或 无需认定 / recognised by …, or no recognition"});
  if (recognised && entity.id != "person" && entity.id != "organisation")
    reporter.error({"recognition", at,
                    "认定的是人员或单位 / persons and organisations are recognised",
                    "类别 … 对 人员 / category … for person"});
  if (find(category, Form::entry_when) == nullptr)
    reporter.error({"empty_group", at, "没有写认定条件 / the conditions of entry are missing",
                    "认定条件 / entry"});
}

}  // namespace leye::policy
