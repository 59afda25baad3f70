#include "policy/sentences.hpp"

#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace leye::policy {
namespace {

struct Wanted {
  std::string_view item;
  std::string_view numbers;  // "2–4、6"; empty: all
};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// What stands before the mark, which is taken away with it.
std::string_view cut(std::string_view& rest, std::string_view mark) {
  const auto end = rest.find(mark);
  const auto part = rest.substr(0, end);
  rest = end == rest.npos ? std::string_view() : rest.substr(end + mark.size());
  return part;
}

std::optional<std::int32_t> number(std::string_view text) {
  std::int32_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

bool names(const Wanted& wanted, const ClauseLine& line) {
  if (line.clause != wanted.item) return false;
  if (wanted.numbers.empty()) return line.decides();
  for (auto rest = wanted.numbers; !rest.empty();) {
    auto part = trimmed(cut(rest, "、"));
    const auto first = number(trimmed(cut(part, "–")));
    const auto last = part.empty() ? first : number(trimmed(part));
    if (first && last && *first <= line.sentence && line.sentence <= *last) return true;
  }
  return false;
}

std::vector<Wanted> wanted_by(std::string_view clause) {
  std::vector<Wanted> wanted;
  for (auto rest = clause; !rest.empty();) {
    auto part = trimmed(cut(rest, ";"));
    const auto item = trimmed(cut(part, "句"));
    wanted.push_back({item, trimmed(part)});
  }
  return wanted;
}

}  // namespace

std::vector<const ClauseLine*> sentences_for(const LoadedPack& pack, std::string_view clause) {
  const auto wanted = wanted_by(clause);
  std::vector<const ClauseLine*> found;
  for (const auto& document : pack.documents) {
    for (const auto& part : document.parts) {
      const auto* line = std::get_if<ClauseLine>(&part);
      if (line == nullptr) continue;
      for (const auto& each : wanted) {
        if (!names(each, *line)) continue;
        found.push_back(line);
        break;
      }
    }
  }
  return found;
}

std::vector<std::string> items_in(std::string_view clause) {
  std::vector<std::string> items;
  for (const auto& each : wanted_by(clause))
    if (!each.item.empty()) items.emplace_back(each.item);
  return items;
}

std::string text_of(const ClauseLine& sentence) {
  return fmt::format("{} {} {} {}\n", sentence.clause, sentence.sentence, sentence.digest,
                     sentence.summary);
}

}  // namespace leye::policy
