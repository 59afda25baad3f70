#include "policy/target_reports.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace leye::policy {
namespace {

struct Figure {
  Fraction number;
  std::string unit;  // 人, 户, %; "" where none is written
};

bool starts(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// What stands after the number, without 以上 and the like: 人. Turns (人次) are counted as people.
std::string unit_of(std::string_view text) {
  while (starts(text, " ")) {
  }
  auto end = text.find(' ');
  for (const std::string_view bound : {"以上", "以下", "以内", "左右"})
    end = std::min(end, text.find(bound));
  text = text.substr(0, end);
  return std::string(text.substr(0, text.find("次")));
}

// "41000 人", "1,100", "4.1 万人": the number that a cell or a requirement begins with, and of what.
std::optional<Figure> leading(std::string_view text) {
  std::string digits;
  std::int64_t bottom = 1;
  bool after_point = false;
  std::size_t read = 0;
  for (; read < text.size(); ++read) {
    const char c = text[read];
    if (c == ',' || (c == ' ' && digits.empty())) continue;
    if (c == '.' && !after_point) {
      after_point = true;
      continue;
    }
    if (c < '0' || c > '9' || digits.size() > 15) break;
    digits += c;
    if (after_point) bottom *= 10;
  }
  if (digits.empty()) return std::nullopt;
  std::int64_t top = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), top);
  auto rest = text.substr(read);
  while (starts(rest, " ")) {
  }
  const std::int64_t times = starts(rest, "万") ? 10'000 : starts(rest, "亿") ? 100'000'000 : 1;
  const auto number = divide(Fraction{top, 1}, Fraction{bottom, 1});
  const auto whole = number ? multiply(*number, Fraction{times, 1}) : number;
  return whole ? std::optional(Figure{*whole, unit_of(rest)}) : std::nullopt;
}

// A unit that is not written is that of the other.
bool same_unit(const std::string& a, const std::string& b) {
  return a.empty() || b.empty() || a == b;
}

// Of 41 000 in 31 000: "132%", rounded half up.
std::string percent(Fraction part, Fraction whole) {
  const auto share = divide(part, whole);
  const auto hundred = share ? multiply(*share, Fraction{100, 1}) : share;
  return hundred ? fmt::format("{}%", round_half_away(*hundred)) : "";
}

std::string tenths(Fraction part, Fraction whole) {
  const auto share = divide(part, whole);
  const auto thousand = share ? multiply(*share, Fraction{1000, 1}) : share;
  if (!thousand) return "";
  const auto rounded = round_half_away(*thousand);
  return fmt::format("{}.{}%", rounded / 10, rounded % 10);
}

class Reports {
 public:
  explicit Reports(const LoadedPack& pack) : pack_(pack), plan_(*pack.plan) {}

  std::vector<Diagnostic> run() {
    for (const auto& each : plan_.declarations) {
      if (each.kind != DeclarationKind::target) continue;
      split(each);
      parts(each);
      for (const auto& id : each.see)
        if (const auto* other = find(id)) look_alike(each, *other);
    }
    sectors();
    rows();
    return std::move(found_);
  }

 private:
  const Declaration* find(const std::string& id) const {
    for (const auto& each : plan_.declarations)
      if (each.name.id == id && each.kind == DeclarationKind::target) return &each;
    return nullptr;
  }

  // The figure asked for; of a range its end.
  static std::optional<Fraction> figure(const Declaration& target) {
    if (!target.required || target.unset) return std::nullopt;
    return target.required->low ? target.required->low : target.required->high;
  }
  static std::string place(const Declaration& target) {
    return fmt::format("“{}” {} ({}:{}, {})", target.name.label, target.required->text, target.file,
                       target.line, target.clause.substr(0, target.clause.find("、")));
  }

  void say(const char* code, const std::string& file, std::int32_t line, const std::string& clause,
           std::string zh, std::string en, const char* fix) {
    Diagnostic made;
    made.severity = Severity::warning;
    made.code = code;
    made.file = file;
    made.at.line = line;
    made.at.column = 1;
    made.title = fmt::format("{} / {}", zh, en);
    made.clause = clause;
    made.fix = fix;
    for (const auto& document : pack_.documents)
      if (document.file == file) made.chinese = document.chinese;
    keep_one_language(made);
    found_.push_back(std::move(made));
  }

  void split(const Declaration& target) {
    if (target.split.size() < 2) return;
    const auto own = target.required ? leading(target.required->text) : std::nullopt;
    auto unit = own ? own->unit : std::string();
    Fraction sum;
    for (const auto& [who, cell] : target.split) {
      const auto part = leading(cell);
      if (!part || cell.find('%') != std::string::npos) return;  // rates are not added up
      if (!same_unit(part->unit, unit)) return;                  // nor people and households
      if (unit.empty()) unit = part->unit;
      sum = add(sum, part->number).value_or(sum);
    }
    if (own && own->number != sum)
      say("split_sum", target.file, target.line, target.clause,
          fmt::format("分解的各行合计 {}, 上面写的是 {}", to_text(sum), target.required->text),
          fmt::format("the parts come to {}, and {} stands above them", to_text(sum),
                      target.required->text),
          "对照原文各格; 原文如此就不改 / compare the cells with the source; leave it if it is so");
    for (const auto& id : target.see) {
      const auto* whole = find(id);
      if (whole == nullptr || !whole->part_of.empty() || !comparable(target, *whole)) continue;
      const auto divided = *figure(target);
      const auto asked = *figure(*whole);
      if (compare(divided, asked) <= 0 || asked.top <= 0) continue;
      say("over_allocated", target.file, target.line, target.clause,
          fmt::format("分下去的是正文目标的 {}: {} 对 {}", percent(divided, asked), place(target),
                      place(*whole)),
          fmt::format("what is divided is {} of the target in the text: {} and {}",
                      percent(divided, asked), place(target), place(*whole)),
          "两个数都照原文; 考核用哪一个, 由负责的人定 / both stand in the source; whoever is "
          "responsible says which counts");
    }
  }

  static bool comparable(const Declaration& a, const Declaration& b) {
    if (!figure(a) || !figure(b) || a.required->type != b.required->type) return false;
    const auto x = leading(a.required->text);
    const auto y = leading(b.required->text);
    return !x || !y || same_unit(x->unit, y->unit);
  }

  void parts(const Declaration& whole) {
    if (!figure(whole)) return;
    Fraction sum;
    std::string names;
    for (const auto& each : plan_.declarations) {
      if (each.part_of != whole.name.id || !comparable(each, whole)) continue;
      sum = add(sum, *figure(each)).value_or(sum);
      names += (names.empty() ? "" : "、") + place(each);
    }
    if (compare(sum, *figure(whole)) > 0)
      say("parts_exceed", whole.file, whole.line, whole.clause,
          fmt::format("其中各项合计多于整项: {} 对 {}", names, place(whole)),
          fmt::format("the parts come to more than the whole: {} and {}", names, place(whole)),
          "对照原文 / compare with the source");
  }

  // Once for each two; a whole and its part, and what is divided, are told apart above.
  void look_alike(const Declaration& a, const Declaration& b) {
    if (!comparable(a, b) || !a.split.empty() || !b.split.empty()) return;
    if (a.part_of == b.name.id || b.part_of == a.name.id) return;
    if (!told_.insert(std::minmax(a.name.id, b.name.id)).second) return;
    const auto& x = *a.required;
    const auto& y = *b.required;
    const bool same = *figure(a) == *figure(b);
    const bool at_limit = same && (x.low_open != y.low_open || x.high_open != y.high_open);
    if (same && !at_limit) return;
    if (at_limit)
      return say(
          "look_alike", a.file, a.line, a.clause,
          fmt::format("恰好等于界限时两处不同: {} 与 {}", place(a), place(b)),
          fmt::format("exactly at the limit the two disagree: {} and {}", place(a), place(b)),
          "说明里写明考核用哪一处 / say in a note which of them counts");
    say("look_alike", a.file, a.line, a.clause,
        fmt::format("容易混淆的两个指标数字不同: {} 与 {}", place(a), place(b)),
        fmt::format("two targets that are easily taken for one ask for different figures: {} and "
                    "{}",
                    place(a), place(b)),
        "是两个口径就各记各的, 是一个就对照原文 / keep both if they measure two things");
  }

  // 三次产业 (the three sectors of national statistics): what they come to, and the third's share.
  void sectors() {
    std::array<const Declaration*, 3> sector = {};
    constexpr std::array words = {"第一产业", "第二产业", "第三产业"};
    for (const auto& each : plan_.declarations)
      for (std::size_t i = 0; i < words.size(); ++i)
        if (each.kind == DeclarationKind::target && figure(each) &&
            each.required->type == Type::count && each.name.label.starts_with(words[i]))
          sector[i] = &each;
    if (std::find(sector.begin(), sector.end(), nullptr) != sector.end()) return;
    Fraction sum;
    Fraction before;
    for (const auto* each : sector) {
      sum = add(sum, *figure(*each)).value_or(sum);
      const auto base = each->base.empty() ? std::nullopt : leading(each->base[0].figure);
      before = base ? add(before, base->number).value_or(before) : before;
    }
    const auto& third = *sector[2];
    const auto base = third.base.empty() ? std::nullopt : leading(third.base[0].figure);
    const auto share = tenths(*figure(third), sum);
    auto zh = fmt::format("三个产业相加 {} 人, 第三产业占 {}: {}、{}、{}", to_text(sum), share,
                          place(*sector[0]), place(*sector[1]), place(third));
    auto en =
        fmt::format("the three sectors come to {} people, the third is {} of them: {}, {}, {}",
                    to_text(sum), share, place(*sector[0]), place(*sector[1]), place(third));
    if (base && before.top > 0) {
      zh += fmt::format("; {} 年占 {}", third.base[0].year, tenths(base->number, before));
      en += fmt::format("; in {} it was {}", third.base[0].year, tenths(base->number, before));
    }
    for (const auto& each : plan_.declarations) {
      if (each.kind != DeclarationKind::target || !each.required) continue;
      if (each.name.label.find(words[2]) == std::string::npos || &each == &third) continue;
      zh += fmt::format("; 同时要求 {}", place(each));
      en += fmt::format("; and there is {}", place(each));
    }
    say("sector_sum", third.file, third.line, third.clause, std::move(zh), std::move(en),
        "几处目标能不能同时达到, 请人看 / somebody should see whether all can be reached");
  }

  // "专栏1(8)": the box and the number of the row.
  static std::optional<std::pair<std::string, int>> row_of(const std::string& clause) {
    constexpr std::string_view box = "专栏";
    const auto open = clause.rfind('(');
    if (!clause.starts_with(box) || open == std::string::npos || !clause.ends_with(")"))
      return std::nullopt;
    int number = 0;
    const auto* first = clause.data() + open + 1;
    const auto* last = clause.data() + clause.size() - 1;
    const auto read = std::from_chars(first, last, number);
    if (read.ec != std::errc{} || read.ptr != last) return std::nullopt;
    return std::pair{clause.substr(0, open), number};
  }

  struct Row {  // where the first line about it stands
    std::string file;
    std::int32_t line = 0;
  };

  // A box may be spread over several files.
  void rows() {
    std::map<std::string, std::map<int, Row>> boxes;
    for (const auto& document : pack_.documents) {
      for (const auto& part : document.parts) {
        const auto* clause = std::get_if<ClauseLine>(&part);
        const auto row = clause == nullptr ? std::nullopt : row_of(clause->clause);
        if (row) boxes[row->first].try_emplace(row->second, Row{document.file, clause->line});
      }
    }
    for (const auto& [box, lines] : boxes) {
      const std::pair<const int, Row>* before = nullptr;
      for (const auto& row : lines) {
        if (before != nullptr && row.first > before->first + 1) gap(box, *before, row);
        before = &row;
      }
    }
  }

  void gap(const std::string& box, const std::pair<const int, Row>& before,
           const std::pair<const int, Row>& after) {
    const auto missing = after.first == before.first + 2
                             ? std::to_string(before.first + 1)
                             : fmt::format("{}-{}", before.first + 1, after.first - 1);
    const auto& [file, line] = after.second;
    say("missing_row", file, line, fmt::format("{}({})", box, after.first),
        fmt::format("{} 没有第 {} 行: 第 {} 行 ({}:{}) 之后是第 {} 行 ({}:{})", box, missing,
                    before.first, before.second.file, before.second.line, after.first, file, line),
        fmt::format("{} has no row {}: row {} ({}:{}) is followed by row {} ({}:{})", box, missing,
                    before.first, before.second.file, before.second.line, after.first, file, line),
        "编号照原文, 不补、不重排 / keep the numbers of the source");
  }

  const LoadedPack& pack_;
  const Plan& plan_;
  std::vector<Diagnostic> found_;
  std::set<std::pair<std::string, std::string>> told_;
};

}  // namespace

std::vector<Diagnostic> reports_on_targets(const LoadedPack& pack) {
  return pack.plan ? Reports(pack).run() : std::vector<Diagnostic>{};
}

}  // namespace leye::policy
