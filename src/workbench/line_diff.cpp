#include "workbench/line_diff.hpp"

#include <algorithm>

namespace leye::workbench {
namespace {

// Beyond that many comparisons the middle is shown as replaced as a whole.
constexpr std::size_t comparisons_max = 4'000'000;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == text.npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

class Comparison {
 public:
  Comparison(std::string_view before, std::string_view after)
      : before_(lines_of(before)), after_(lines_of(after)) {}

  std::vector<DiffLine> run() {
    std::size_t head = 0;
    while (head < before_.size() && head < after_.size() && before_[head] == after_[head]) ++head;
    std::size_t tail = 0;
    while (tail < before_.size() - head && tail < after_.size() - head &&
           before_[before_.size() - 1 - tail] == after_[after_.size() - 1 - tail])
      ++tail;
    for (std::size_t at = 0; at < head; ++at) same(at, at);
    middle(head, before_.size() - tail, after_.size() - tail);
    for (std::size_t at = tail; at > 0; --at) same(before_.size() - at, after_.size() - at);
    return std::move(lines_);
  }

 private:
  void same(std::size_t before, std::size_t after) {
    lines_.push_back({' ', static_cast<std::int32_t>(before + 1),
                      static_cast<std::int32_t>(after + 1), std::string(before_[before])});
  }
  void removed(std::size_t at) {
    lines_.push_back({'-', static_cast<std::int32_t>(at + 1), 0, std::string(before_[at])});
  }
  void added(std::size_t at) {
    lines_.push_back({'+', 0, static_cast<std::int32_t>(at + 1), std::string(after_[at])});
  }

  // The longest common part of what is between, by lengths from each place on.
  void middle(std::size_t from, std::size_t before_end, std::size_t after_end) {
    const auto rows = before_end - from, columns = after_end - from;
    if (rows * columns > comparisons_max) {
      for (auto at = from; at < before_end; ++at) removed(at);
      for (auto at = from; at < after_end; ++at) added(at);
      return;
    }
    std::vector<std::uint32_t> length((rows + 1) * (columns + 1));
    const auto at = [&](std::size_t row, std::size_t column) -> std::uint32_t& {
      return length[row * (columns + 1) + column];
    };
    for (auto row = rows; row-- > 0;)
      for (auto column = columns; column-- > 0;)
        at(row, column) = before_[from + row] == after_[from + column]
                              ? at(row + 1, column + 1) + 1
                              : std::max(at(row + 1, column), at(row, column + 1));
    std::size_t row = 0, column = 0;
    while (row < rows || column < columns) {
      if (row < rows && column < columns && before_[from + row] == after_[from + column]) {
        same(from + row++, from + column++);
      } else if (row < rows && (column == columns || at(row + 1, column) >= at(row, column + 1))) {
        removed(from + row++);
      } else {
        added(from + column++);
      }
    }
  }

  std::vector<std::string_view> before_, after_;
  std::vector<DiffLine> lines_;
};

}  // namespace

std::vector<DiffLine> line_diff(std::string_view before, std::string_view after, int context) {
  const auto all = Comparison(before, after).run();
  std::vector<bool> shown(all.size(), false);
  const auto around = static_cast<std::size_t>(context);
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (all[at].kind == ' ') continue;
    const auto first = at > around ? at - around : 0;
    for (auto near = first; near < std::min(all.size(), at + around + 1); ++near)
      shown[near] = true;
  }
  std::vector<DiffLine> lines;
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (shown[at])
      lines.push_back(all[at]);
    else if (!lines.empty() && lines.back().kind != '@')
      lines.push_back({'@', 0, 0, ""});
  }
  if (!lines.empty() && lines.back().kind == '@') lines.pop_back();
  return lines;
}

}  // namespace leye::workbench
