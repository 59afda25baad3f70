#include "workbench/merge.hpp"

#include <algorithm>
#include <map>

#include "workbench/line_diff.hpp"

namespace leye::workbench {
namespace {

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == text.npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

// For each line of the base its place in the other text, or -1.
std::vector<std::int64_t> places(std::string_view base, std::size_t count, std::string_view other) {
  constexpr int everything = 1'000'000;
  std::vector<std::int64_t> found(count, -1);
  const auto lines = line_diff(base, other, everything);
  if (lines.empty())
    for (std::size_t at = 0; at < count; ++at) found[at] = static_cast<std::int64_t>(at);
  for (const auto& line : lines)
    if (line.kind == ' ') found[static_cast<std::size_t>(line.before - 1)] = line.after - 1;
  return found;
}

void add(std::string& text, const Lines& lines, std::size_t from, std::size_t to) {
  for (auto at = from; at < to; ++at) text.append(lines[at]).append("\n");
}

bool alike(const Lines& a, std::size_t from_a, std::size_t to_a, const Lines& b,
           std::size_t from_b, std::size_t to_b) {
  return std::equal(a.begin() + static_cast<std::ptrdiff_t>(from_a),
                    a.begin() + static_cast<std::ptrdiff_t>(to_a),
                    b.begin() + static_cast<std::ptrdiff_t>(from_b),
                    b.begin() + static_cast<std::ptrdiff_t>(to_b));
}

class Merge {
 public:
  Merge(std::string_view base, const Side& mine, const Side& theirs)
      : base_(lines_of(base)),
        mine_(lines_of(mine.text)),
        theirs_(lines_of(theirs.text)),
        mine_name_(mine.name),
        theirs_name_(theirs.name),
        in_mine_(places(base, base_.size(), mine.text)),
        in_theirs_(places(base, base_.size(), theirs.text)) {}

  Merged run() {
    for (std::size_t at = 0; at < base_.size(); ++at) {
      if (in_mine_[at] < 0 || in_theirs_[at] < 0) continue;
      between(at, static_cast<std::size_t>(in_mine_[at]), static_cast<std::size_t>(in_theirs_[at]));
      merged_.text.append(base_[at]).append("\n");
      base_at_ = at + 1;
      mine_at_ = static_cast<std::size_t>(in_mine_[at]) + 1;
      theirs_at_ = static_cast<std::size_t>(in_theirs_[at]) + 1;
    }
    between(base_.size(), mine_.size(), theirs_.size());
    return std::move(merged_);
  }

 private:
  // What stands before the next line that all three have.
  void between(std::size_t base_end, std::size_t mine_end, std::size_t theirs_end) {
    auto& text = merged_.text;
    if (alike(base_, base_at_, base_end, mine_, mine_at_, mine_end)) {
      add(text, theirs_, theirs_at_, theirs_end);
    } else if (alike(base_, base_at_, base_end, theirs_, theirs_at_, theirs_end) ||
               alike(mine_, mine_at_, mine_end, theirs_, theirs_at_, theirs_end)) {
      add(text, mine_, mine_at_, mine_end);
    } else {
      ++merged_.conflicts;
      text.append(conflict_begins).append(mine_name_).append("\n");
      add(text, mine_, mine_at_, mine_end);
      text.append(conflict_divides).append("\n");
      add(text, theirs_, theirs_at_, theirs_end);
      text.append(conflict_ends).append(theirs_name_).append("\n");
    }
  }

  const Lines base_, mine_, theirs_;
  const std::string_view mine_name_, theirs_name_;
  const std::vector<std::int64_t> in_mine_, in_theirs_;
  std::size_t base_at_ = 0, mine_at_ = 0, theirs_at_ = 0;
  Merged merged_;
};

std::string_view key_of(std::string_view row) { return row.substr(0, row.find(',')); }

std::map<std::string_view, std::string_view> rows_by_key(const Lines& lines) {
  std::map<std::string_view, std::string_view> rows;
  for (const auto& line : lines) rows[key_of(line)] = line;
  return rows;
}

}  // namespace

Merged merge(std::string_view base, const Side& mine, const Side& theirs) {
  return Merge(base, mine, theirs).run();
}

Merged both_of(const Side& mine, const Side& theirs) {
  Merged made;
  made.conflicts = 1;
  made.text.append(conflict_begins).append(mine.name).append("\n");
  add(made.text, lines_of(mine.text), 0, lines_of(mine.text).size());
  made.text.append(conflict_divides).append("\n");
  add(made.text, lines_of(theirs.text), 0, lines_of(theirs.text).size());
  made.text.append(conflict_ends).append(theirs.name).append("\n");
  return made;
}

std::string merge_rows(std::string_view base, std::string_view mine, std::string_view theirs) {
  const auto were = rows_by_key(lines_of(base)), own = rows_by_key(lines_of(mine));
  const auto theirs_lines = lines_of(theirs), mine_lines = lines_of(mine);
  const auto changed = [&](std::string_view key) {  // by me: added, gone or another
    const auto was = were.find(key), is = own.find(key);
    return (was == were.end()) != (is == own.end()) ||
           (was != were.end() && was->second != is->second);
  };
  std::string text;
  for (const auto& row : theirs_lines) {
    if (!changed(key_of(row)))
      text.append(row).append("\n");
    else if (const auto is = own.find(key_of(row)); is != own.end())
      text.append(is->second).append("\n");
  }
  const auto known = rows_by_key(theirs_lines);
  for (const auto& row : mine_lines)
    if (changed(key_of(row)) && !known.contains(key_of(row))) text.append(row).append("\n");
  return text;
}

std::vector<std::int32_t> conflicts_in(std::string_view text) {
  std::vector<std::int32_t> found;
  std::int32_t number = 0, begun = 0;
  bool divided = false;
  for (const auto& line : lines_of(text)) {
    ++number;
    if (line.starts_with(conflict_begins)) {
      begun = number;
      divided = false;
    } else if (begun > 0 && line == conflict_divides) {
      divided = true;
    } else if (begun > 0 && divided && line.starts_with(conflict_ends)) {
      found.push_back(begun);
      begun = 0;
    }
  }
  return found;
}

}  // namespace leye::workbench
