#include "policy/syntax/source_text.hpp"

#include <array>
#include <optional>
#include <set>
#include <utility>

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

// 专栏2 标题: a box; its name.
std::optional<std::string> box_of(std::string_view line) {
  auto rest = line;
  if (!take(rest, "专栏")) return std::nullopt;
  auto name = std::string("专栏");
  while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') {
    name += rest[0];
    rest.remove_prefix(1);
  }
  const bool numbered = name.size() > std::string_view("专栏").size();
  const bool ended = rest.empty() || rest[0] == ' ' || rest.starts_with("　") || rest[0] == ':' ||
                     rest.starts_with("：");
  return numbered && ended ? std::optional(name) : std::nullopt;
}

// In a box: "01 标题".
std::optional<Mark> box_mark_of(std::string_view line) {
  const auto digit = [&](std::size_t at) { return line[at] >= '0' && line[at] <= '9'; };
  if (line.size() < 4 || !digit(0) || !digit(1) || line[2] != ' ') return std::nullopt;
  const auto ordinal = (line[0] - '0') * 10 + (line[1] - '0');
  return Mark{part, ordinal, 3, "(" + std::string(line.substr(0, 2)) + ")"};
}

bool is_contents_title(std::string_view line) {
  return line == "目录" || line == "目 录" || line == "目　录" || line == "目  录";
}

// "第一章 总体要求……3" → "第一章 总体要求": of a line of the contents, what the body says again.
std::string_view without_page(std::string_view line) {
  const auto filler = [&] {
    for (const std::string_view sign : {" ", "\t", "　", ".", "…", "·", "-", "—"})
      if (line.ends_with(sign)) return sign.size();
    return line.empty() || line.back() < '0' || line.back() > '9' ? std::size_t{0} : std::size_t{1};
  };
  for (auto bytes = filler(); bytes > 0; bytes = filler()) line.remove_suffix(bytes);
  return line;
}

// A letter, a digit or a Chinese character: anything that can be said. Chinese signs and those of
// full width are none.
bool says_something(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
    if (letter || (byte >= '0' && byte <= '9')) return true;
    if (byte < 0xc0) continue;
    const bool sign = byte == 0xe2 || text.substr(i).starts_with("\xe3\x80") ||
                      text.substr(i).starts_with("\xef\xbc") ||
                      text.substr(i).starts_with("\xef\xbd") || byte < 0xe3;
    if (!sign) return true;
  }
  return false;
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
    current_ = items_.size() - 1;
  }

  // The lines of a table of contents begin with marks; the first that does not, or that was among
  // them already, is the body's.
  bool in_contents(std::string_view text) {
    if (!contents_ && is_contents_title(text) && !known_.contains("目录")) {
      before_contents_ = current_;
      open("目录");
      items_[current_].sentences.push_back({std::string(text), line_});
      return contents_ = true;
    }
    if (!contents_ || text.empty()) return contents_;
    const auto heading = std::string(without_page(text));
    if (mark_of(text) && contents_lines_.insert(heading).second) {
      items_[current_].sentences.push_back({std::string(text), line_});
      return true;
    }
    contents_ = false;
    current_ = before_contents_;
    return false;
  }

  // A box stands apart from the chapter around it, which goes on with its next section.
  void box(std::string_view text) {
    const auto name = box_of(text);
    if (!name || known_.contains(*name)) return;
    if (!in_box_) outside_ = {names_, last_};
    in_box_ = true;
    names_ = {};
    last_ = {};
    names_[chapter] = *name;
    open(*name);
  }

  std::optional<Mark> mark_at(std::string_view rest, bool at_beginning) const {
    if (at_beginning && in_box_)
      if (auto mark = box_mark_of(rest)) return mark;
    auto mark = mark_of(rest);
    // 专栏1(1): 专栏11 is another box.
    if (mark && in_box_ && mark->level == number && names_[part].empty())
      mark->name = "(" + mark->name + ")";
    return mark;
  }

  void line(std::string_view text) {
    if (in_contents(text)) return;
    box(text);
    if (const auto annex = annex_of(text); annex && !known_.contains(*annex)) {
      names_ = {};
      last_ = {};
      names_[chapter] = *annex;
      open(*annex);
    }
    std::string sentence;
    for (std::size_t at = 0; at < text.size();) {
      auto rest = text.substr(at);
      if (const auto mark = mark_at(rest, at == 0);
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
    if (says_something(text)) items_[current_].sentences.push_back({std::string(text), line_});
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
    const bool leaves_box = in_box_ && mark.level <= section;
    auto names = leaves_box ? outside_.first : names_;
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
    if (leaves_box) last_ = outside_.second;
    if (leaves_box) in_box_ = false;
    last_[mark.level] = mark.ordinal;
    open(std::move(clause));
    return true;
  }

  std::vector<SourceItem> items_;
  std::size_t current_ = 0;          // where sentences go
  std::size_t before_contents_ = 0;  // where they went before the table of contents
  bool contents_ = false;
  std::set<std::string> contents_lines_;
  bool in_box_ = false;
  std::pair<std::array<std::string, level_count>, std::array<int, level_count>> outside_;
  std::set<std::string, std::less<>> known_;
  std::array<std::string, level_count> names_ = {};
  std::array<int, level_count> last_ = {};
  std::int32_t line_ = 0;
};

}  // namespace

std::vector<SourceItem> read_source(std::string_view source) { return SourceReader().run(source); }

}  // namespace leye::policy
