#include "vocabulary/identity_kinds.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "vocabulary/text_lines.hpp"

namespace leye {
namespace {

enum Column { id, zh, en, pattern, check, alone, kept, also, standard, columns };

Error at_line(const std::string& file, std::size_t line, std::string what, std::string fix) {
  return {ErrorCode::invalid_input,
          std::move(what),
          {fmt::format("{}:{}", file, line)},
          std::move(fix)};
}

Status read_pattern(IdentityKind& kind) {
  try {
    kind.regex = boost::regex(kind.pattern);
  } catch (const boost::regex_error& error) {
    return Error{ErrorCode::invalid_input,
                 fmt::format("`{}` is no pattern: {}", kind.pattern, error.what()),
                 {},
                 "write a regular expression (Perl syntax) without commas"};
  }
  return Done{};
}

Result<IdentityKind> kind_from(const std::vector<std::string>& cells) {
  if (cells.size() != columns || cells[id].empty() || cells[zh].empty() || cells[en].empty()) {
    return Error{ErrorCode::invalid_input,
                 "a kind of document needs nine cells, three not empty",
                 {},
                 "give id, zh and en; leave the others empty between commas"};
  }
  IdentityKind kind;
  kind.id = cells[id];
  kind.zh = cells[zh];
  kind.en = cells[en];
  kind.pattern = cells[pattern];
  kind.standard = cells[standard];
  kind.alone = cells[alone] == "yes";
  kind.mod11_2 = cells[check] == "mod11_2";
  const bool known = (cells[check].empty() || kind.mod11_2) && (cells[alone].empty() || kind.alone);
  const auto& text = cells[kept];
  const auto read = std::from_chars(text.data(), text.data() + text.size(), kind.kept);
  if (!known ||
      (!text.empty() && (read.ec != std::errc{} || read.ptr != text.data() + text.size()))) {
    return Error{ErrorCode::invalid_input,
                 "check, alone or kept is not understood",
                 {},
                 "check: mod11_2 or empty; alone: yes or empty; kept: a number or empty"};
  }
  for (std::string& name : cells_of(cells[also], '|')) {
    if (!name.empty()) kind.also.push_back(std::move(name));
  }
  TRY(read_pattern(kind));
  return kind;
}

}  // namespace

bool IdentityKind::matches(std::string_view number) const {
  constexpr std::size_t longest = 20;
  return number.size() <= longest && boost::regex_match(number.begin(), number.end(), regex);
}

Result<IdentityKinds> read_identity_kinds(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return Error{ErrorCode::not_found,
                 "cannot read the kinds of documents",
                 {file.string()},
                 "the file belongs to the vocabulary that came with the program"};
  }
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto lines = lines_of(text);
  IdentityKinds kinds;
  bool header = true;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (lines[at].empty() || lines[at].front() == '#') continue;
    if (header) {
      header = false;
      continue;
    }
    auto kind = kind_from(cells_of(lines[at], ','));
    if (!kind.ok())
      return at_line(file.filename().string(), at + 1, kind.error().what, kind.error().fix);
    kinds.push_back(std::move(kind).value());
  }
  return kinds;
}

const IdentityKind* find_identity_kind(const IdentityKinds& kinds, std::string_view name) {
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const IdentityKind& kind) {
    return kind.id == name || kind.zh == name ||
           std::find(kind.also.begin(), kind.also.end(), name) != kind.also.end();
  });
  return found == kinds.end() ? nullptr : &*found;
}

}  // namespace leye
