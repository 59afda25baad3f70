#include "policy/syntax/source_text.hpp"

#include <array>
#include <optional>
#include <set>

namespace leye::policy {
namespace {

// From the outside in: chapter, section, article, 一、, (一), 1.
enum Level : std::uint8_t { chapter, section, article, heading, part, number, level_count };

struct Mark {
  Level level = heading;
  int ordinal = 0;
  std::size_t bytes = 0;  // that it takes in the text
  std::string name;       // within an item's name: 二, (二), 8, 第三条
};

constexpr std::string_view digits_zh[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九"};

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

int digit_zh(std::string_view& text) {
  for (int i = 0; i < 9; ++i)
    if (take(text, digits_zh[i])) return i + 1;
  return 0;
}

// 一 … 九百九十九; 0 if the text does not begin with one.
int ordinal_zh(std::string_view& text) {
  int whole = 0;
  for (bool first = true;; first = false) {
    take(text, "零");
    int digit = digit_zh(text);
    if (take(text, "百")) {
      whole += digit * 100;
    } else if (take(text, "十")) {
      whole += (digit == 0 && first ? 1 : digit) * 10;
    } else {
      return whole + digit;
    }
  }
}

std::optional<Mark> mark_of(std::string_view text) {
  const auto begin = text;
  const auto made = [&](Level level, int ordinal, std::string_view name) -> std::optional<Mark> {
    if (ordinal == 0) return std::nullopt;
    return Mark{level, ordinal, begin.size() - text.size(), std::string(name)};
  };
  if (take(text, "第")) {
    const auto ordinal = ordinal_zh(text);
    const auto level = take(text, "章")   ? chapter
                       : take(text, "节") ? section
                       : take(text, "条") ? article
                                          : level_count;
    if (level == level_count) return std::nullopt;
    return made(level, ordinal, begin.substr(0, begin.size() - text.size()));
  }
  if (take(text, "(") || take(text, "（")) {
    const auto inside = text;
    const auto ordinal = ordinal_zh(text);
    const auto name = std::string(inside.substr(0, inside.size() - text.size()));
    if (!take(text, ")") && !take(text, "）")) return std::nullopt;
    return made(part, ordinal, "(" + name + ")");
  }
  int ordinal = ordinal_zh(text);
  if (ordinal > 0) {
    const auto name = begin.substr(0, begin.size() - text.size());
    return take(text, "、") ? made(heading, ordinal, name) : std::nullopt;
  }
  std::size_t digits = 0;
  while (digits < text.size() && digits < 3 && text[digits] >= '0' && text[digits] <= '9')
    ordinal = ordinal * 10 + (text[digits++] - '0');
  const auto name = begin.substr(0, digits);
  text.remove_prefix(digits);
  if (!take(text, ".") && !take(text, "．") && !take(text, "、")) return std::nullopt;
  const bool decimal = !text.empty() && text[0] >= '0' && text[0] <= '9';
  return decimal ? std::nullopt : made(number, ordinal, name);
}

std::string_view trimmed(std::string_view text) {
  while (take(text, " ") || take(text, "\t") || take(text, "　") || take(text, "\xef\xbb\xbf")) {
  }
  const auto blank = [&] {
    return text.ends_with(' ') || text.ends_with('\t') || text.ends_with('\r');
  };
  while (!text.empty() && (blank() || text.ends_with("　")))
    text.remove_suffix(blank() ? 1 : std::string_view("　").size());
  return text;
}

// 附件, 附件1, 附件：…; the name of the annex, or nothing.
std::optional<std::string> annex_of(std::string_view line) {
  auto rest = line;
  if (!take(rest, "附件")) return std::nullopt;
  auto name = std::string("附件");
  while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') {
    name += rest[0];
    rest.remove_prefix(1);
  }
  const bool alone = rest.empty() || take(rest, ":") || take(rest, "：");
  return alone ? std::optional(name) : std::nullopt;
}

class SourceReader {
 public:
  std::vector<SourceItem> run(std::string_view source) {
    open("首");
    while (!source.empty()) {
      const auto end = std::min(source.find('\n'), source.size());
      ++line_;
      line(trimmed(source.substr(0, end)));
      source.remove_prefix(std::min(end + 1, source.size()));
    }
    std::erase_if(items_, [](const SourceItem& item) { return item.sentences.empty(); });
    return std::move(items_);
  }

 private:
  void open(std::string clause) {
    known_.insert(clause);
    items_.push_back({std::move(clause), {}});
  }

  void line(std::string_view text) {
    if (const auto annex = annex_of(text); annex && !known_.contains(*annex)) {
      names_ = {};
      last_ = {};
      names_[chapter] = *annex;
      open(*annex);
    }
    std::string sentence;
    for (std::size_t at = 0; at < text.size();) {
      auto rest = text.substr(at);
      if (const auto mark = mark_of(rest);
          mark && begins_item(*mark, text.substr(0, at), sentence)) {
        sentence = rest.substr(0, mark->bytes);
        at += mark->bytes;
        continue;
      }
      const auto before = rest.size();
      const bool ends = take(rest, "。") || take(rest, "；") || take(rest, ";");
      if (ends) {
        while (take(rest, "”") || take(rest, "’")) {
        }
      } else {
        rest.remove_prefix(1);
      }
      sentence += text.substr(at, before - rest.size());
      at += before - rest.size();
      if (ends) finish(sentence);
    }
    finish(sentence);
  }

  void finish(std::string& sentence) {
    const auto text = trimmed(sentence);
    if (!text.empty()) items_.back().sentences.push_back({std::string(text), line_});
    sentence.clear();
  }

  // Whether a mark within a line may begin an item: it is the next of its series, and not part of
  // a word (统一、规范; 第(一)项).
  bool continues(const Mark& mark, std::string_view before) const {
    const bool first = names_[mark.level].empty() && mark.ordinal == 1;
    if (!first && mark.ordinal != last_[mark.level] + 1) return false;
    if (mark.level == part) return !before.ends_with("第");
    const char last = before.back();
    if (mark.level == number) return (last & 0x80) != 0 || last == ')';
    const bool sentence_ended = before.ends_with("。") || before.ends_with("；") || last == ';' ||
                                last == ')' || before.ends_with("）");
    return mark.level == heading && sentence_ended;
  }

  // Opens the item if the mark begins one; `sentence` then was the last of the item before it.
  bool begins_item(const Mark& mark, std::string_view before, std::string& sentence) {
    if (!before.empty() && !continues(mark, before)) return false;
    auto names = names_;
    names[mark.level] = mark.name;
    for (auto below = mark.level + 1; below < level_count; ++below) names[below].clear();
    std::string clause;
    for (std::size_t level = 0; level < level_count; ++level) {
      // Articles are counted through the chapters.
      if (level < article && !names[article].empty() && !names[level].starts_with("附件")) continue;
      clause += names[level];
    }
    if (known_.contains(clause)) return false;
    finish(sentence);
    names_ = std::move(names);
    last_[mark.level] = mark.ordinal;
    open(std::move(clause));
    return true;
  }

  std::vector<SourceItem> items_;
  std::set<std::string, std::less<>> known_;
  std::array<std::string, level_count> names_ = {};
  std::array<int, level_count> last_ = {};
  std::int32_t line_ = 0;
};

}  // namespace

std::vector<SourceItem> read_source(std::string_view source) { return SourceReader().run(source); }

}  // namespace leye::policy
