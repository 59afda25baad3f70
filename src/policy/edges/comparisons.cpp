#include "policy/edges/comparisons.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/explain/reading.hpp"
#include "policy/explain/wording.hpp"

namespace leye::policy::edges {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

bool is_limit(const Node& node) {
  return node.op == Op::constant || node.op == Op::parameter || node.op == Op::unset;
}

class Finder {
 public:
  Finder(const Plan& plan, const Measure& measure, const Vocabulary& vocabulary)
      : measure_(measure),
        reading_(plan, measure, vocabulary),
        nothing_(vocabulary),
        zh_(Language::zh, nothing_),
        en_(Language::en, nothing_),
        looks_(measure.nodes.size(), 0) {
    for (std::size_t i = 0; i < measure.nodes.size(); ++i) looks_[i] = looks(measure.nodes[i]);
    for (std::size_t i = 0; i < measure.conditions.size(); ++i) {
      const auto& condition = measure.conditions[i];
      if (condition.kind == ConditionKind::leaf)
        leaves_.push_back({&condition, uses(condition.node), choices_for(i)});
    }
    of_amount_ = uses(measure.amount);
    for (const auto& stage : measure.stages) join(of_amount_, uses(stage.when));
    for (const auto& output : measure.outputs) join(of_amount_, uses(output.node));
  }

  std::vector<Edge> find() {
    between_days();
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(measure_.nodes.size()); ++i) {
      const auto& node = at(i);
      switch (node.op) {
        case Op::less: add(i, Relation::less_than, Relation::more_than); break;
        case Op::at_most: add(i, Relation::at_most, Relation::at_least); break;
        case Op::least:
          if (bounds(node)) add(i, Relation::at_most, Relation::at_most);
          break;
        case Op::greatest:
          if (bounds(node)) add(i, Relation::at_least, Relation::at_least);
          break;
        default: break;
      }
    }
    return std::move(found_);
  }

 private:
  using Uses = std::vector<std::uint8_t>;  // by node
  struct Leaf {
    const Condition* condition = nullptr;
    Uses uses;
    Choices choices;
  };

  const Node& at(std::int32_t index) const { return measure_.nodes[place(index)]; }

  // Whether a node depends on any fact or on the day: else it is the same for everybody.
  std::uint8_t looks(const Node& node) const {
    if (node.op == Op::fact || node.op == Op::subject || node.op == Op::item ||
        node.op == Op::today || node.op >= Op::exists)
      return 1;
    for (const auto operand : {node.a, node.b, node.c})
      if (operand >= 0 && looks_[place(operand)] != 0) return 1;
    return 0;
  }

  // At most or at least a limit that the document sets; 0 only keeps a number from being negative.
  bool bounds(const Node& node) const {
    const auto sets = [&](std::int32_t operand) {
      const auto& limit = at(operand);
      return is_limit(limit) && (limit.op != Op::constant || limit.constant.top != 0);
    };
    return sets(node.a) || sets(node.b);
  }

  Uses uses(std::int32_t node) const {
    Uses used(measure_.nodes.size(), 0);
    if (node < 0) return used;
    std::vector<std::int32_t> next = {node};
    while (!next.empty()) {
      const auto index = next.back();
      next.pop_back();
      if (index < 0 || used[place(index)] != 0) continue;
      used[place(index)] = 1;
      const auto& here = at(index);
      for (const auto operand : {here.a, here.b, here.c}) next.push_back(operand);
    }
    return used;
  }

  static void join(Uses& all, const Uses& more) {
    for (std::size_t i = 0; i < all.size(); ++i) all[i] |= more[i];
  }

  // The options that lead to a condition.
  Choices choices_for(std::size_t wanted) const {
    auto choices = default_choices(measure_);
    bool more = true;
    while (more) {
      more = false;
      for (std::size_t i = 0; i < measure_.conditions.size() && !more; ++i) {
        const auto& group = measure_.conditions[i];
        for (std::size_t child = 0; child < group.children.size(); ++child) {
          if (place(group.children[child]) != wanted) continue;
          if (group.kind == ConditionKind::by_option)
            choices.values[place(group.option)] = static_cast<std::uint8_t>(child);
          wanted = i;
          more = true;
          break;
        }
      }
    }
    return choices;
  }

  void between_days() {
    if (measure_.event_on < 0) return;
    const auto add_day = [&](std::int32_t limit, Relation relation) {
      if (limit < 0) return;
      auto& edge = start(measure_.event_on, limit, relation);
      edge.of_validity = true;
      edge.clause = measure_.clause;
      edge.label_zh = "有效";
      edge.label_en = "in force";
      say(edge);
    };
    add_day(measure_.valid_from, Relation::at_least);
    add_day(measure_.valid_until, Relation::at_most);
  }

  void add(std::int32_t index, Relation of_a, Relation of_b) {
    const auto& node = at(index);
    if (looks_[place(node.a)] == 0 && looks_[place(node.b)] == 0) return;
    if (!is_ordered(at(node.a).type) && !is_ordered(at(node.b).type)) return;
    const Leaf* owner = nullptr;
    for (const auto& leaf : leaves_) {
      if (leaf.uses[place(index)] == 0) continue;
      if (owner == nullptr || count(leaf.uses) < count(owner->uses)) owner = &leaf;
    }
    if (owner == nullptr && of_amount_[place(index)] == 0) return;
    // Months added to the earlier day: the later day is looked at.
    const auto other = [&](std::int32_t side) {
      return is_limit(at(side)) || at(side).op == Op::add_months || looks_[place(side)] == 0;
    };
    const bool looks_at_b = other(node.a) && !other(node.b);
    auto& edge =
        start(looks_at_b ? node.b : node.a, looks_at_b ? node.a : node.b, looks_at_b ? of_b : of_a);
    if (owner != nullptr) {
      edge.condition = static_cast<std::int32_t>(owner->condition - measure_.conditions.data());
      edge.choices = owner->choices;
      edge.clause = owner->condition->clause;
      edge.label_zh = owner->condition->label_zh;
      edge.label_en = owner->condition->label_en;
    } else {
      edge.clause = measure_.amount_clause.empty() ? measure_.clause : measure_.amount_clause;
      edge.label_zh = "标准";
      edge.label_en = "amount";
    }
    say(edge);
  }

  static std::int64_t count(const Uses& uses) { return std::count(uses.begin(), uses.end(), 1); }

  Edge& start(std::int32_t found, std::int32_t limit, Relation relation) {
    auto& edge = found_.emplace_back();
    edge.id = fmt::format("{}.{}", measure_.name.id, found_.size());
    edge.measure = &measure_;
    edge.found = found;
    edge.limit = limit;
    edge.relation = relation;
    edge.choices = default_choices(measure_);
    return edge;
  }

  void say(Edge& edge) const {
    const auto said = [&](const Wording& words) {
      const auto found = called(words, edge.found);
      const auto limit = called(words, edge.limit);
      return found + (found.empty() ? "" : " ") +
             words.required(edge.relation, limit, at(edge.limit).type);
    };
    edge.words_zh = said(zh_);
    edge.words_en = said(en_);
  }

  // A node in a few words, by what it is made of.
  std::string called(const Wording& words, std::int32_t index) const {
    const auto& node = at(index);
    const auto& name = reading_.name(index);
    if (!name.id.empty())
      return words.chinese() || name.label_en.empty() ? name.label : name.label_en;
    const auto a = [&] { return called(words, node.a); };
    const auto b = [&] { return called(words, node.b); };
    const auto joined = [&](const char* zh, const char* en) {
      return a() + words.pick(zh, en) + b();
    };
    switch (node.op) {
      case Op::constant:
        return words.number(node.constant,
                            {node.type, node.type == Type::duration ? Unit::months : Unit::none});
      case Op::full_years: return words.pick("周岁", "full years of age");
      case Op::add_months:
        return at(node.b).op == Op::constant
                   ? a() + words.pick(" 后 ", " and ") +
                         words.period(static_cast<int>(at(node.b).constant.top), 0)
                   : joined(" 后 ", " and ");
      case Op::full_months: return joined(" 至 ", " to ") + words.pick(" 整月数", " in months");
      case Op::month_share: return joined(" 至 ", " to ") + words.pick(" 月数", " in months");
      case Op::year_of: return a() + words.pick(" 年份", " (year)");
      case Op::month_of: return a() + words.pick(" 月份", " (month)");
      case Op::add: return joined(" 加 ", " plus ");
      case Op::subtract: return joined(" 减 ", " minus ");
      case Op::multiply: return joined(" 乘 ", " times ");
      case Op::divide: return joined(" 占 ", " of ");
      case Op::round_half:
      case Op::round_down:
      case Op::round_up:
      case Op::year_start:
      case Op::year_end:
      case Op::month_start: return a();
      case Op::select: return at(node.b).op == Op::select ? called(words, node.c) : b();
      case Op::given: return b();
      case Op::least: return joined("、", " or ") + words.pick(" 取低", ", the lower");
      case Op::greatest: return joined("、", " or ") + words.pick(" 取高", ", the higher");
      default: return {};
    }
  }

  const Measure& measure_;
  const Reading reading_;
  const Facts nothing_;
  const Wording zh_, en_;
  std::vector<std::uint8_t> looks_;
  std::vector<Leaf> leaves_;
  Uses of_amount_;
  std::vector<Edge> found_;
};

}  // namespace

std::vector<Edge> comparisons_of(const Plan& plan, const Measure& measure,
                                 const Vocabulary& vocabulary) {
  return Finder(plan, measure, vocabulary).find();
}

}  // namespace leye::policy::edges
