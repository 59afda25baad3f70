#include "policy/proof/tables.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace leye::policy::proof {
namespace {

class Finder {
 public:
  explicit Finder(const Measure& measure) : measure_(measure) {
    for (std::int32_t i = 0; i < count(); i = std::max(i + 1, node(i).body_end))
      outside_.push_back(i);
    for (const auto index : outside_)
      if (node(index).op == Op::select) inner_.push_back(node(index).c);
  }

  std::vector<Table> run() const {
    std::vector<Table> tables;
    for (const auto index : outside_) {
      const auto& asked = node(index);
      const bool chained = std::find(inner_.begin(), inner_.end(), index) != inner_.end();
      if (asked.op != Op::select || !is_number(asked.type) || chained) continue;
      auto table = chain(index);
      if (!by_option(node(index).a)) tables.push_back(std::move(table));
    }
    return tables;
  }

 private:
  std::int32_t count() const { return static_cast<std::int32_t>(measure_.nodes.size()); }
  const Node& node(std::int32_t index) const {
    return measure_.nodes[static_cast<std::size_t>(index)];
  }

  Table chain(std::int32_t index) const {
    Table table;
    table.node = index;
    auto at = index;
    bool one_key = true;
    for (; node(at).op == Op::select && node(at).type == node(index).type; at = node(at).c) {
      const auto& row = node(at);
      const auto before = table.codes.size();
      one_key = codes(row.a, table) && table.codes.size() > before && one_key;
      table.rows.push_back({row.a, row.b, fmt::format("{}", table.rows.size() + 1)});
    }
    table.rows.push_back({-1, at, "otherwise"});
    if (!one_key) table.key = -1;
    return table;
  }

  // Reads `key equals code`, or several of them.
  bool codes(std::int32_t index, Table& table) const {
    const auto& asked = node(index);
    if (asked.op == Op::either) return codes(asked.a, table) && codes(asked.b, table);
    const bool names = asked.op == Op::equal && node(asked.a).type == Type::code &&
                       node(asked.a).op == Op::fact && node(asked.b).op == Op::constant;
    if (!names || (table.key >= 0 && table.key != asked.a)) return false;
    table.key = asked.a;
    table.codes.push_back(node(asked.b).constant.top);
    return true;
  }

  bool by_option(std::int32_t index) const {
    const auto& asked = node(index);
    if (asked.op == Op::option) return true;
    if (asked.op == Op::constant || asked.op == Op::fact || asked.body_end > 0) return false;
    return (asked.a >= 0 && by_option(asked.a)) || (asked.b >= 0 && by_option(asked.b));
  }

  const Measure& measure_;
  std::vector<std::int32_t> outside_, inner_;
};

}  // namespace

std::vector<Table> tables_of(const Measure& measure) { return Finder(measure).run(); }

}  // namespace leye::policy::proof
