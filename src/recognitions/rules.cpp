#include "recognitions/rules.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "policy/pack_file.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::recognitions {
namespace {

constexpr int months_max = 120, days_max = 366;

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

Result<int> number_of(std::string_view text, std::string_view unit, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto rest = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
  if (error == std::errc() && rest == unit && number >= 1 && number <= most) return number;
  return wrong(fmt::format("`{}` is no number of {}", text, unit),
               fmt::format("write a number from 1 to {} and `{}`", most, unit));
}

Status take_review(const std::vector<std::string>& cells, Rules& rules) {
  if (cells.size() != 8)
    return wrong("a review has a category, two labels, its months and days, a role and a clause",
                 "write `| hard_to_employ | 就业困难人员 | people hard to employ | 12 months | 30 "
                 "days | 30 days | director | 就业促进法第五十二条 |`");
  Review review{cells[0], cells[1], cells[2], 0, 0, 0, cells[6], cells[7]};
  if (review.category.empty() || review.zh.empty() || review.en.empty() ||
      review.escalates.empty() || rules.find(review.category) != nullptr)
    return wrong(fmt::format("`{}` lacks a label or a role, or stands there twice", cells[0]),
                 "give each category both labels and the role that hears of what is late, once");
  review.months = TRY(number_of(cells[3], "months", months_max));
  review.warning_days = TRY(number_of(cells[4], "days", days_max));
  review.answer_days = TRY(number_of(cells[5], "days", days_max));
  rules.reviews.push_back(std::move(review));
  return Done{};
}

}  // namespace

const Review* Rules::find(std::string_view category) const {
  const auto found = std::find_if(reviews.begin(), reviews.end(), [&](const Review& review) {
    return review.category == category;
  });
  return found == reviews.end() ? nullptr : &*found;
}

Result<Rules> Rules::parse(std::string_view text, const std::string& file) {
  Rules rules;
  TRY(policy::each_line(text, file, [&](const policy::PackLine& line) -> Status {
    return line.cells.empty() ? Status(Done{}) : take_review(line.cells, rules);
  }));
  if (!rules.reviews.empty()) return rules;
  return Result<Rules>(wrong("no category is reviewed", "write the table of categories")).at(file);
}

Result<Rules> Rules::load(const std::filesystem::path& pack) {
  const auto file = TRY(policy::pack_file(pack, "recognitions/reviews.md"));
  return file ? parse(file->text, file->path.string()) : Rules{};
}

}  // namespace leye::recognitions
