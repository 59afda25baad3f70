#include "policy/meaning/tiers.hpp"

#include <algorithm>

namespace leye::policy {
namespace {

using Kind = TierMatch::Kind;

class TierValue {
 public:
  TierValue(const TierTable& table, bool nests, Nodes& nodes)
      : table_(table), nests_(nests), nodes_(nodes) {}

  Typed run() {
    if (table_.mode == TierMode::marginal) return bands();
    auto out = table_.type;
    switch (table_.mode) {
      case TierMode::unique:
        out.node = nests_ ? nested() : only_ranges() ? ascending() : chosen();
        break;
      case TierMode::sum: out.node = sum(); break;
      default: out.node = extreme(table_.mode == TierMode::highest ? Op::greatest : Op::least);
    }
    // Of what does not exist the table says nothing, unless some row is for all the rest.
    for (std::size_t key = 0; key < table_.keys.size(); ++key) {
      if (!speaks_of_all(key))
        out.node = nodes_.binary(Op::given, out.type, table_.keys[key].value.node, out.node);
    }
    return out;
  }

 private:
  bool speaks_of_all(std::size_t key) const {
    return std::any_of(table_.rows.begin(), table_.rows.end(), [&](const TierRow& row) {
      return row.matches[key].kind == Kind::otherwise || row.matches[key].kind == Kind::any;
    });
  }

  std::int32_t condition(const TierRow& row) {
    std::int32_t whole = -1;
    for (const auto& match : row.matches) {
      if (match.condition < 0) continue;
      whole = whole < 0 ? match.condition
                        : nodes_.binary(Op::both, Type::boolean, whole, match.condition);
    }
    return whole < 0 ? nodes_.truth(true) : whole;
  }

  std::int32_t select(std::int32_t which, std::int32_t yes, std::int32_t no) {
    return nodes_.select(table_.type.type, which, yes, no);
  }

  // The rows cover everything: what none of the others take is the last one's.
  std::int32_t chosen() {
    const auto& rows = table_.rows;
    auto last = rows.size() - 1;
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i].matches.size() == 1 && rows[i].matches[0].kind == Kind::otherwise) last = i;
    auto value = rows[last].value.node;
    for (std::size_t i = rows.size(); i-- > 0;)
      if (i != last) value = select(condition(rows[i]), rows[i].value.node, value);
    return value;
  }

  bool only_ranges() const {
    return table_.keys.size() == 1 &&
           std::all_of(table_.rows.begin(), table_.rows.end(),
                       [](const TierRow& row) { return row.matches[0].kind == Kind::range; });
  }

  // Rows of numbers stand in order and without a gap: the first whose upper end the key does not
  // pass. So a key that is known to lie between two numbers leaves open only the rows it may be in.
  std::int32_t ascending() {
    const auto& key = table_.keys[0].value;
    const auto& rows = table_.rows;
    auto value = rows.back().value.node;
    for (auto i = rows.size() - 1; i-- > 0;) {
      const auto& match = rows[i].matches[0];
      const auto below = nodes_.binary(match.high_open ? Op::less : Op::at_most, Type::boolean,
                                       key.node, nodes_.constant(key.type, *match.high));
      value = select(below, rows[i].value.node, value);
    }
    return value;
  }

  // Rows beside one first cell, by the second key; these by the first key. So an unknown key leaves
  // open only the rows that may apply.
  std::int32_t nested() {
    std::vector<std::int32_t> value;  // of each first cell, with its condition
    std::vector<const TierRow*> first;
    const auto& rows = table_.rows;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
      const auto beside = [&](const TierRow* other) { return speaks_beside(*row, *other, 1); };
      const auto group = std::find_if(first.begin(), first.end(), beside);
      const auto condition = row->matches[1].condition;
      if (group == first.end()) {
        first.push_back(&*row);
        value.push_back(row->value.node);
      } else {
        auto& inner = value[static_cast<std::size_t>(group - first.begin())];
        inner = select(condition, row->value.node, inner);
      }
    }
    auto whole = value.front();
    for (std::size_t i = 1; i < first.size(); ++i)
      whole = select(first[i]->matches[0].condition, value[i], whole);
    return whole;
  }

  std::int32_t extreme(Op op) {
    const auto& rows = table_.rows;
    auto value = rows.back().value.node;
    auto applies = condition(rows.back());
    for (auto i = rows.size() - 1; i-- > 0;) {
      const auto own = rows[i].value.node;
      const auto here = condition(rows[i]);
      const auto more = nodes_.binary(op, table_.type.type, own, value);
      value = select(here, select(applies, more, own), value);
      applies = nodes_.binary(Op::either, Type::boolean, here, applies);
    }
    return value;
  }

  std::int32_t sum() {
    const auto type = table_.type.type;
    const auto zero = nodes_.constant(type, {0, 1});
    auto whole = zero;
    for (const auto& row : table_.rows) {
      const auto part = select(condition(row), row.value.node, zero);
      whole = whole == zero ? part : nodes_.binary(Op::add, type, whole, part);
    }
    return whole;
  }

  // Of each band the part of the key that lies in it, times its value.
  Typed bands() {
    const auto& key = table_.keys[0].value;
    auto out = table_.type;
    const bool money = key.type == Type::money || out.type == Type::money;
    out.type = money ? Type::money : out.type;
    const auto zero = nodes_.constant(key.type, {0, 1});
    out.node = -1;
    for (const auto& row : table_.rows) {
      const auto& band = row.matches[0];
      auto inside = key.node;
      if (band.high)
        inside = nodes_.binary(Op::least, key.type, inside, nodes_.constant(key.type, *band.high));
      if (band.low && band.low->top > 0)
        inside =
            nodes_.binary(Op::subtract, key.type, inside, nodes_.constant(key.type, *band.low));
      inside = nodes_.binary(Op::greatest, key.type, inside, zero);
      const auto part = nodes_.binary(Op::multiply, out.type, inside, row.value.node);
      out.node = out.node < 0 ? part : nodes_.binary(Op::add, out.type, out.node, part);
    }
    return out;
  }

  const TierTable& table_;
  bool nests_;
  Nodes& nodes_;
};

}  // namespace

Typed read_tiers(const Block& block, Expressions& expressions) {
  auto table = read_tier_table(block, expressions);
  if (!table || !covers_all(*table, expressions.reporter())) return {};
  const auto key = table->keys[0].value.type;
  const bool bands = table->mode == TierMode::marginal;
  const bool twice = bands && key == Type::money && table->type.type == Type::money;
  if (bands && (twice || !is_number(table->type.type))) {
    expressions.reporter().error({"type_mismatch", table->at,
                                  "累进的值是每单位多少: 金额按比例, 个数按金额 / a band says how "
                                  "much for each unit: a share "
                                  "of money, money for each one"});
    return {};
  }
  return TierValue(*table, nests(*table, expressions.reporter()), expressions.nodes()).run();
}

}  // namespace leye::policy
