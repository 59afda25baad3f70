#include "vocabulary/code_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vocabulary/text_lines.hpp"

namespace leye {
namespace {

Error at_line(const std::string& file, std::size_t line, std::string what, std::string fix) {
  return Error{ErrorCode::invalid_input,
               std::move(what),
               {fmt::format("{}:{}", file, line)},
               std::move(fix)};
}

struct Columns {
  std::vector<std::string> names;
  std::string of(const std::vector<std::string>& cells, std::string_view name) const {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? "" : cells[static_cast<std::size_t>(found - names.begin())];
  }
};

Result<std::optional<Day>> optional_day(const std::string& text) {
  if (text.empty()) return std::optional<Day>{};
  return std::optional<Day>{TRY(Day::parse(text))};
}

Result<Code> code_from(const Columns& columns, const std::vector<std::string>& cells) {
  Code code;
  code.code = columns.of(cells, "code");
  code.zh = columns.of(cells, "zh");
  code.en = columns.of(cells, "en");
  code.valid_from = TRY(optional_day(columns.of(cells, "valid_from")));
  code.valid_to = TRY(optional_day(columns.of(cells, "valid_to")));
  code.parent = columns.of(cells, "parent");
  for (std::string& spelling : cells_of(columns.of(cells, "also"), '|')) {
    if (!spelling.empty()) code.also.push_back(std::move(spelling));
  }
  if (code.code.empty() || code.zh.empty()) {
    return Error{
        ErrorCode::invalid_input, "a code needs `code` and `zh`", {}, "give both, or drop the row"};
  }
  return code;
}

const std::vector<std::string> known_columns = {"code",     "zh",     "en",  "valid_from",
                                                "valid_to", "parent", "also"};

Status check_header(const Columns& columns) {
  for (const std::string& name : columns.names) {
    if (std::find(known_columns.begin(), known_columns.end(), name) == known_columns.end()) {
      return Error{ErrorCode::invalid_input,
                   fmt::format("unknown column `{}`", name),
                   {},
                   "columns are code,zh,en,valid_from,valid_to and, where needed, parent,also"};
    }
  }
  if (columns.names.size() < 5 || columns.names.front() != "code") {
    return Error{ErrorCode::invalid_input,
                 "the header must begin code,zh,en,valid_from,valid_to",
                 {},
                 "add the missing columns; they may be empty in the rows"};
  }
  return Done{};
}

}  // namespace

Result<CodeTable> CodeTable::parse(std::string id, std::string_view text, const std::string& file) {
  CodeTable table;
  table.id_ = std::move(id);
  Columns columns;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    const std::string place = fmt::format("{}:{}", file, number);
    if (line.empty()) continue;
    if (line.front() == '#') {
      if (!table.zh_.empty()) continue;
      const auto title = cells_of(line.substr(1), ';');
      table.zh_ = title[0].substr(0, title[0].find(' '));
      table.standard_ = title.size() > 1 ? title[1] : "";
      continue;
    }
    std::vector<std::string> cells = cells_of(line, ',');
    if (columns.names.empty()) {
      columns.names = std::move(cells);
      TRY(check_header(columns).at(place));
      continue;
    }
    if (cells.size() != columns.names.size()) {
      return at_line(file, number,
                     fmt::format("{} cells under {} columns", cells.size(), columns.names.size()),
                     "names may hold no comma; add or drop one");
    }
    Code code = TRY(code_from(columns, cells).at(place));
    TRY(table.add(std::move(code)).at(place));
  }
  if (table.codes_.empty()) {
    return at_line(file, number, "a code table without codes", "give it at least one row");
  }
  for (const Code& code : table.codes_) {
    if (!code.parent.empty() && !table.by_code_.contains(code.parent)) {
      return at_line(
          file, number,
          fmt::format("code {} belongs to {}, which is not there", code.code, code.parent),
          "add the group, or empty the cell `parent`");
    }
  }
  return table;
}

Status CodeTable::add(Code code) {
  const std::size_t index = codes_.size();
  if (!by_code_.emplace(code.code, index).second) {
    return Error{ErrorCode::invalid_input,
                 fmt::format("code {} stands here twice", code.code),
                 {},
                 "drop one of the rows"};
  }
  for (const std::string& name : {code.zh, code.en}) {
    if (name.empty()) continue;
    const auto [place, fresh] = by_name_.emplace(name, index);
    if (!fresh && codes_[place->second].code.size() <= code.code.size()) place->second = index;
  }
  for (const std::string& spelling : code.also) by_other_spelling_.emplace(spelling, index);
  codes_.push_back(std::move(code));
  return Done{};
}

std::optional<std::size_t> CodeTable::index(std::string_view code) const {
  const auto found = by_code_.find(code);
  if (found == by_code_.end()) return std::nullopt;
  return found->second;
}

const Code* CodeTable::find(std::string_view code) const {
  const auto found = index(code);
  return found ? &codes_[*found] : nullptr;
}

const Code* CodeTable::understand(std::string_view spelling) const {
  if (const Code* exact = find(spelling)) return exact;
  for (const auto* names : {&by_name_, &by_other_spelling_}) {
    const auto found = names->find(spelling);
    if (found != names->end()) return &codes_[found->second];
  }
  return nullptr;
}

bool CodeTable::within(std::string_view code, std::string_view group) const {
  // Parents were checked to exist; a circle would need a code above itself, so the depth bounds it.
  constexpr int depth_max = 16;
  const Code* at = find(code);
  for (int depth = 0; at != nullptr && depth < depth_max; ++depth) {
    if (at->code == group) return true;
    at = at->parent.empty() ? nullptr : find(at->parent);
  }
  return false;
}

}  // namespace leye
