// Tier tables: that the rows leave no gap and, where only one may apply, do not overlap.
#include <algorithm>

#include <fmt/format.h>

#include "base/money.hpp"
#include "policy/meaning/tiers.hpp"

namespace leye::policy {
namespace {

using Kind = TierMatch::Kind;

// A part of a key's values that no cell divides: a code, a limit, or what lies between two limits.
struct Part {
  Fraction from;            // of numbers; of a code its position
  bool after = false;       // the open stretch above `from`
  bool before_all = false;  // below the least limit
};

class Cover {
 public:
  Cover(TierTable& table, Reporter& reporter) : table_(table), reporter_(reporter) {}

  bool run() {
    const bool plain = table_.keys.size() == 1 && table_.mode == TierMode::unique;
    if (table_.mode == TierMode::marginal) {
      bands();
    } else if (!plain) {
      grid();
    } else if (table_.keys[0].value.type == Type::code ||
               table_.keys[0].value.type == Type::boolean) {
      codes();
    } else {
      ranges();
    }
    return !failed_;
  }

  bool nests() const {
    if (table_.keys.size() < 2) return false;
    for (const auto& part : parts_of(0)) {
      const TierRow* found = nullptr;
      for (const auto& row : table_.rows) {
        if (!named(0, row, part)) continue;
        if (found != nullptr && !speaks_beside(row, *found, 1)) return false;
        found = &row;
      }
    }
    return true;
  }

 private:
  void fail(Complaint complaint) {
    reporter_.error(std::move(complaint));
    failed_ = true;
  }

  bool has(Kind kind) const {
    return std::any_of(table_.rows.begin(), table_.rows.end(),
                       [&](const TierRow& row) { return row.matches[0].kind == kind; });
  }

  // One `otherwise` at most, and it stands for all other rows.
  bool otherwise() {
    const auto count = std::count_if(table_.rows.begin(), table_.rows.end(), [](const auto& row) {
      return row.matches[0].kind != Kind::codes && row.matches[0].kind != Kind::range;
    });
    if (count > 1 || has(Kind::any))
      fail({"two_otherwise", table_.rows.back().matches[0].cell->at,
            "只能有一行 其余 / one `otherwise`"});
    return count > 0;
  }

  std::string shown(const TierKey& key, std::size_t code) const {
    if (key.value.type == Type::boolean) return code == 1 ? "是" : "否";
    return key.value.codes->codes()[code].zh;
  }

  static std::size_t code_count(const TierKey& key) {
    return key.value.type == Type::boolean ? 2 : key.value.codes->codes().size();
  }

  // Every code of the table has a row, or there is a row for the rest.
  void codes() {
    const bool rest = otherwise();
    const auto& key = table_.keys[0];
    std::vector<std::optional<Span>> named(code_count(key));
    for (const auto& row : table_.rows) {
      for (const auto& [code, at] : row.matches[0].codes) {
        auto& before = named[static_cast<std::size_t>(code)];
        if (before)
          fail({"tiers_overlap",
                at,
                fmt::format("“{0}”出现在两行 / '{0}' is in two rows",
                            shown(key, static_cast<std::size_t>(code))),
                "删去其中一处 / remove one of them",
                {{*before, "另一行 / the other row"}}});
        before = at;
      }
    }
    if (rest) return;
    for (std::size_t i = 0; i < named.size(); ++i) {
      if (named[i]) continue;
      return fail(
          {"tiers_gap", table_.at,
           fmt::format("没有一行规定“{0}” / no row says what becomes of '{0}'", shown(key, i)),
           "补上一行, 或写 | 其余 | 未定 | / add a row, or `| otherwise | not set |`"});
    }
  }

  // Sorted by their lower ends, each row must begin where the one before it ends.
  void ranges() {
    const bool rest = otherwise();
    auto& rows = table_.rows;
    std::stable_sort(rows.begin(), rows.end(), [](const TierRow& one, const TierRow& other) {
      const auto& a = one.matches[0];
      const auto& b = other.matches[0];
      if (a.kind != b.kind) return b.kind == Kind::otherwise;
      if (!a.low || !b.low) return !a.low && b.low.has_value();
      return compare(*a.low, *b.low) < 0;
    });
    const auto count = rows.size() - (rest ? 1 : 0);
    if (count == 0) return;
    for (std::size_t i = 0; i + 1 < count; ++i) {
      const auto& lower = rows[i].matches[0];
      const auto& upper = rows[i + 1].matches[0];
      const int order = lower.high && upper.low ? compare(*lower.high, *upper.low) : 1;
      if (order > 0 || (order == 0 && !lower.high_open && !upper.low_open)) {
        fail({"tiers_overlap",
              upper.cell->at,
              fmt::format("与“{0}”重叠 / overlaps with '{0}'", lower.cell->text),
              "一端写 以上, 另一端写 不满 / close one end and open the other",
              {{lower.cell->at, "另一行 / the other row"}}});
      } else if (!rest && (order < 0 || (lower.high_open && upper.low_open))) {
        fail({"tiers_gap",
              upper.cell->at,
              fmt::format("“{0}”与这一行之间有空档 / nothing covers what lies between '{0}' and "
                          "this row",
                          lower.cell->text),
              "补上一行, 或写 其余 / add a row, or `otherwise`",
              {{lower.cell->at, "上一档 / the tier below"}}});
      }
    }
    const auto& first = rows.front().matches[0];
    const auto& last = rows[count - 1].matches[0];
    const bool from_nothing = !first.low || first.low->top <= 0;
    if (!rest && (!from_nothing || last.high))
      fail({"tiers_gap", (!last.high ? first : last).cell->at,
            "最低档以下或最高档以上没有规定 / nothing covers the values below the first or above "
            "the last tier",
            "补上一行, 或写 其余 / add a row, or `otherwise`"});
  }

  // Bands of people end with one: 10 人 以下, then 超过 10 人.
  void bands() {
    for (const auto& row : table_.rows) {
      const auto& match = row.matches[0];
      if (match.kind != Kind::range)
        return fail({"marginal_edge", match.cell->at, "累进的各段写范围 / bands are ranges"});
      const bool counted = table_.keys[0].value.type == Type::count;
      const bool inner = match.low && match.low->top > 0;
      if (counted && ((inner && !match.low_open) || match.high_open))
        return fail(
            {"marginal_edge", match.cell->at,
             "按个数累进时写 超过 n 和 n 以下 / bands of whole numbers are `more than n` and "
             "`at most n`",
             "如 10 人 以下, 超过 10 人 20 人 以下 / at most 10 people, more than 10 people "
             "at most 20 people"});
    }
    ranges();
  }

  std::vector<Part> parts_of(std::size_t key) const {
    std::vector<Part> parts;
    const auto& asked = table_.keys[key];
    if (asked.value.type == Type::code || asked.value.type == Type::boolean) {
      for (std::size_t i = 0; i < code_count(asked); ++i)
        parts.push_back({{static_cast<std::int64_t>(i), 1}});
      return parts;
    }
    std::vector<Fraction> limits;
    for (const auto& row : table_.rows) {
      const auto& match = row.matches[key];
      if (match.low) limits.push_back(*match.low);
      if (match.high) limits.push_back(*match.high);
    }
    std::sort(limits.begin(), limits.end(),
              [](Fraction a, Fraction b) { return compare(a, b) < 0; });
    limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
    if (limits.empty() || limits.front().top > 0) parts.push_back({{0, 1}, false, true});
    for (const auto limit : limits) {
      if (limit.top < 0) continue;
      parts.push_back({limit, false});
      parts.push_back({limit, true});
    }
    return parts;
  }

  static bool within(const TierMatch& match, const Part& part) {
    if (part.before_all) return !match.low;
    if (match.low) {
      const int order = compare(part.from, *match.low);
      if (order < 0 || (order == 0 && !part.after && match.low_open)) return false;
    }
    if (match.high) {
      const int order = compare(part.from, *match.high);
      if (order > 0 || (order == 0 && (part.after || match.high_open))) return false;
    }
    return true;
  }

  bool named(std::size_t key, const TierRow& row, const Part& part) const {
    const auto& match = row.matches[key];
    switch (match.kind) {
      case Kind::any: return true;
      case Kind::codes:
        return std::any_of(match.codes.begin(), match.codes.end(),
                           [&](const auto& code) { return code.first == part.from.top; });
      case Kind::range: return within(match, part);
      case Kind::otherwise: break;
    }
    return std::none_of(table_.rows.begin(), table_.rows.end(), [&](const TierRow& other) {
      const auto kind = other.matches[key].kind;
      const bool plain = kind == Kind::codes || kind == Kind::range;
      return plain && speaks_beside(other, row, key) && named(key, other, part);
    });
  }

  std::string part_text(std::size_t key, const Part& part) const {
    const auto& asked = table_.keys[key];
    if (asked.value.type == Type::code || asked.value.type == Type::boolean)
      return shown(asked, static_cast<std::size_t>(part.from.top));
    for (const auto& row : table_.rows) {
      const auto& match = row.matches[key];
      if (match.kind == Kind::range && within(match, part)) return match.cell->text;
    }
    const bool money = asked.value.type == Type::money;
    const auto limit = money ? to_display(Money::fen(part.from.top)) + " 元" : to_text(part.from);
    return (part.after ? "超过 " : "") + limit;
  }

  // Every combination of parts has one row; more where the mode says what becomes of several.
  void grid() {
    constexpr std::size_t parts_max = 20'000;
    std::vector<std::vector<Part>> parts;
    for (std::size_t key = 0; key < table_.keys.size(); ++key) parts.push_back(parts_of(key));
    if (parts.size() == 1) parts.push_back({Part{}});
    if (parts[0].size() * parts[1].size() > parts_max)
      return fail({"too_many_tiers", table_.at, "档次表太大 / the tier table is too large"});
    for (const auto& first : parts[0]) {
      for (const auto& second : parts[1]) {
        if (!combination(first, second)) return;
      }
    }
  }

  bool combination(const Part& first, const Part& second) {
    const TierRow* found = nullptr;
    const bool two = table_.keys.size() == 2;
    for (const auto& row : table_.rows) {
      if (!named(0, row, first)) continue;
      if (two && !named(1, row, second)) continue;
      if (found != nullptr && table_.mode == TierMode::unique) {
        fail({"tiers_overlap",
              row.matches[0].cell->at,
              "两行都适用 / two rows apply to the same case",
              "分开两行, 或写 取高、取低、累加 / part them, or say the highest, the lowest, added "
              "up",
              {{found->matches[0].cell->at, "另一行 / the other row"}}});
        return false;
      }
      found = &row;
    }
    if (found != nullptr || table_.mode == TierMode::sum) return true;
    auto missing = part_text(0, first);
    if (two) missing += ", " + part_text(1, second);
    fail({"tiers_gap", table_.at,
          fmt::format("没有一行规定“{0}” / no row says what becomes of '{0}'", missing),
          "补上一行, 或写 其余 / add a row, or `otherwise`"});
    return false;
  }

  TierTable& table_;
  Reporter& reporter_;
  bool failed_ = false;
};

}  // namespace

bool covers_all(TierTable& table, Reporter& reporter) { return Cover(table, reporter).run(); }

bool nests(TierTable& table, Reporter& reporter) { return Cover(table, reporter).nests(); }

}  // namespace leye::policy
