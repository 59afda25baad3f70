#include "policy/meaning/measures.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/meaning/grants_rule.hpp"
#include "policy/meaning/periods.hpp"
#include "policy/meaning/staleness.hpp"
#include "policy/meaning/tiers.hpp"

namespace leye::policy {
namespace {

constexpr std::int32_t leaves_max = 64;

class MeasureReader {
 public:
  MeasureReader(const MeasureText& text, const Plan& plan, const PackNames& names,
                const Vocabulary& vocabulary, Reporter& reporter)
      : text_(text),
        plan_(plan),
        names_(names),
        vocabulary_(vocabulary),
        reporter_(reporter),
        nodes_(measure_),
        scope_(vocabulary, nodes_, reporter),
        expressions_(scope_, nodes_, reporter, plan, names.outside),
        conditions_(expressions_, measure_, names.terms),
        periods_(expressions_, conditions_, measure_) {}

  Measure run() {
    begin();
    for (const auto& block : text_.block->children) {
      if (measure_.subject < 0 && block.form() != Form::per && block.form() != Form::per_year) {
        missing("per_first", "措施的第一行应为 每 … / a measure begins with `per …`",
                "如 每 招用 / such as: per employment");
        return std::move(measure_);
      }
      statement(block);
    }
    exclusions();
    finish();
    return std::move(measure_);
  }

 private:
  // What is missing may stand in a line that could not be parsed.
  void missing(const char* code, std::string title, std::string fix) {
    if (text_.block->incomplete) return;
    reporter_.error({code, text_.block->tree().at, std::move(title), std::move(fix)});
  }

  void begin() {
    const auto& tree = text_.block->tree();
    measure_.name = name_of(tree[0]);
    measure_.word = tree.form == Form::grant    ? "grant"
                    : tree.form == Form::refund ? "refund"
                                                : "subsidy";
    measure_.clause = text_.clause;
    measure_.summary = text_.summary;
    measure_.heading = text_.heading;
    measure_.line = text_.block->line->number;
    measure_.file = text_.document->file;
    if (!is_identifier(measure_.name.id))
      reporter_.error({"bad_id", tree[0].at,
                       "名称后要有英文标识 / the name is followed by an id in brackets",
                       "补贴 一次性吸纳就业补贴 (hiring_subsidy)"});
  }

  void statement(const Block& block) {
    const auto& tree = block.tree();
    if (conditions_.let(block) || periods_.read(block)) return;
    switch (tree.form) {
      case Form::per:
      case Form::per_year: return subject(block);
      case Form::pay: return payee(tree[0]);
      case Form::about: measure_.person = reference(tree[0], "person"); return;
      case Form::fund: measure_.fund = name_of(tree[0]).id; return;
      case Form::option: return option(block);
      case Form::tiers:
      case Form::tiers_two:
      case Form::tiers_mode:
      case Form::tiers_two_mode: {
        const auto name = name_of(tree[0]);
        scope_.bind(name.label, name.id, read_tiers(block, expressions_), tree[0].at);
        return;
      }
      case Form::in_force:
      case Form::in_force_until: return in_force(tree);
      case Form::when: return when(block);
      case Form::amount:
        said_amount_ = true;
        amount_ = expressions_.read(tree[0], Type::money, "标准");
        return;
      case Form::amount_unset: return amount_unset();
      case Form::cap: return bound(tree, Op::least);
      case Form::floor: return bound(tree, Op::greatest);
      case Form::rounding: return rounding(tree);
      case Form::limit:
      case Form::limit_year: return limit(block);
      default:
        reporter_.error(
            {"unexpected_line", tree.at,
             "这一行不能写在措施下面 / this line does not belong directly under a measure",
             "条件写在 条件 下面 / conditions go below `when`"});
    }
  }

  void subject(const Block& block) {
    const auto& word = block.tree()[0];
    if (measure_.subject >= 0)
      return reporter_.error(
          {"two_subjects", word.at, "每 只能写一次 / `per` may be written once"});
    const auto* entity = vocabulary_.find_entity(word.text);
    if (entity == nullptr) {
      std::vector<std::string> known;
      for (const auto& each : vocabulary_.entities()) {
        known.push_back(each.zh);
        known.push_back(each.id);
      }
      const auto meant = nearest(word.text, known);
      reporter_.error({"unknown_entity", word.at,
                       fmt::format("词汇里没有“{0}” / the vocabulary has no '{0}'", word.text),
                       meant.empty() ? "" : fmt::format("是否想写 {0} / did you mean {0}", meant)});
      return;
    }
    reporter_.spell(word.at, entity->zh, entity->id);
    measure_.subject = static_cast<EntityIndex>(entity - vocabulary_.entities().data());
    Node node;
    node.op = Op::subject;
    node.type = Type::reference;
    node.entity = measure_.subject;
    subject_.node = nodes_.add(node);
    subject_.type = Type::reference;
    subject_.entity = measure_.subject;
    scope_.bind(entity->zh, entity->id, subject_, word.at);
    if (block.form() != Form::per_year) return;
    measure_.by_year = true;
    measure_.grant_year = expressions_.read(block.tree()[1], Type::count, "年度").node;
  }

  // A path of references from the subject to an entity.
  std::optional<ReferencePath> reference(const Tree& word, std::string_view entity) {
    const auto value = scope_.path(word);
    if (!value.ok()) return std::nullopt;
    const bool fits = value.type == Type::reference && scope_.entity(value.entity).id == entity;
    ReferencePath path;
    auto at = value.node;
    while (fits && at != subject_.node) {
      const auto& node = measure_.nodes[static_cast<std::size_t>(at)];
      if (node.op != Op::fact) break;
      path.steps.insert(path.steps.begin(), node.symbol);
      at = node.a;
    }
    if (!fits || at != subject_.node) {
      reporter_.error({"not_a_reference", word.at,
                       fmt::format("“{0}”应指向{1} / '{0}' should lead to the {2}", word.text,
                                   entity == "person" ? "人员" : "单位", entity)});
      return std::nullopt;
    }
    path.text = scope_.entity(measure_.subject).id;
    auto owner = measure_.subject;
    for (const auto step : path.steps) {
      const auto& fact = scope_.entity(owner).facts[static_cast<std::size_t>(step)];
      path.text += "." + fact.id;
      owner = static_cast<EntityIndex>(vocabulary_.find_entity(fact.refers_to) -
                                       vocabulary_.entities().data());
    }
    return path;
  }

  void payee(const Tree& word) {
    paid_ = true;
    const auto value = scope_.path(word);
    if (!value.ok()) return;
    const bool record = value.type == Type::reference;
    measure_.payee_is_person = record && scope_.entity(value.entity).id == "person";
    if (measure_.payee_is_person)
      measure_.person = reference(word, "person");
    else
      measure_.organisation = reference(word, "organisation");
  }

  void option(const Block& block) {
    Option option;
    option.name = name_of(block.tree()[0]);
    for (const auto& child : block.children) {
      if (child.form() != Form::option_value) {
        reporter_.error(
            {"not_a_choice", child.tree().at,
             "选项下面写 取值 名称 \"读法\" / below an option: choice name \"reading\""});
        continue;
      }
      option.values.push_back({name_of(child.tree()[0]), child.tree()[1].text});
    }
    const auto place = static_cast<std::int32_t>(measure_.options.size());
    const auto& wanted = block.tree()[1];
    measure_.options.push_back(std::move(option));
    if (measure_.options.back().values.size() < 2)
      reporter_.error(
          {"one_choice", block.tree().at, "选项至少有两个取值 / an option has two choices"});
    const auto value = conditions_.find_option_value(place, wanted);
    measure_.options.back().default_value = std::max(0, value);
  }

  void in_force(const Tree& tree) {
    said_validity_ = true;
    measure_.event_on = expressions_.read(tree[0], Type::day, "有效期的基准日").node;
    const auto last = tree.children.size() - 1;
    if (tree.form == Form::in_force)
      measure_.valid_from = expressions_.read(tree[1], Type::day, "起始日").node;
    measure_.valid_until = expressions_.read(tree[last], Type::day, "截止日").node;
  }

  void when(const Block& block) {
    auto all = conditions_.all_of(block);
    for (auto& child : all.children) drafts_.push_back(std::move(child));
  }

  void amount_unset() {
    said_amount_ = true;
    Node node;
    node.op = Op::unset;
    node.type = Type::money;
    amount_.type = Type::money;
    amount_.node = nodes_.add(node);
  }

  void bound(const Tree& tree, Op op) {
    const auto value = expressions_.read(tree[0], Type::money, "限额");
    if (!value.ok()) return;
    if (!said_amount_)
      return reporter_.error(
          {"bound_without_amount", tree.at,
           "至多、至少 写在 标准 之后 / not above and not below follow `amount`"});
    if (!amount_.ok()) return;
    amount_.node = nodes_.binary(op, Type::money, amount_.node, value.node);
  }

  void rounding(const Tree& tree) {
    rounded_ = true;
    switch (tree[0].form) {
      case Form::grain_jiao: grain_ = 10; break;
      case Form::grain_yuan: grain_ = 100; break;
      case Form::grain_ten: grain_ = 1'000; break;
      case Form::grain_hundred: grain_ = 10'000; break;
      default: grain_ = 1;
    }
    way_ = tree[1].form == Form::round_down ? Op::round_down
           : tree[1].form == Form::round_up ? Op::round_up
                                            : Op::round_half;
  }

  void limit(const Block& block) {
    const auto& tree = block.tree();
    const auto owner = scope_.path(tree[0]);
    const bool record = owner.ok() && owner.type == Type::reference;
    const auto id = record ? scope_.entity(owner.entity).id : std::string{};
    const bool yearly = tree.form == Form::limit_year;
    std::int32_t times = 0;
    for (const char digit : tree[1].text) times = times * 10 + std::clamp(digit - '0', 0, 9);
    if ((id != "person" && id != "organisation") || times < 1 || tree[1].text.size() > 3 ||
        (yearly && measure_.event_on < 0)) {
      if (owner.ok())
        reporter_.error(
            {"bad_limit", tree.at,
             "次数按人员或单位计, 至少一次; 按年的写在 有效 之后 / a limit counts by person "
             "or organisation, once or more; a yearly one follows `in force`"});
      return;
    }
    GrantFilter filter{{measure_.name.id}, yearly ? measure_.event_on : -1, {}};
    const auto count = live_grants(Op::count, owner, filter, vocabulary_, nodes_);
    CHECK(count.has_value());
    const auto allowed = nodes_.constant(Type::count, {times, 1});
    const auto node = nodes_.binary(Op::less, Type::boolean, count->node, allowed);
    auto draft = conditions_.leaf(block, node);
    draft.condition.found = count->node;
    draft.condition.limit = allowed;
    draft.condition.fixed = true;
    draft.condition.label_zh = fmt::format(
        "享受次数未满 (每{}{} {} 次)", id == "person" ? "人" : "单位", yearly ? "每年" : "", times);
    draft.condition.label_en = fmt::format("granted fewer than {} time{} to the {}{}", times,
                                           times == 1 ? "" : "s", id, yearly ? " this year" : "");
    drafts_.push_back(std::move(draft));
    measure_.limits.push_back({id == "person" ? LimitScope::person : LimitScope::organisation,
                               yearly ? LimitPeriod::year : LimitPeriod::life, times});
  }

  Typed walk(const std::optional<ReferencePath>& path) {
    auto value = subject_;
    for (const auto step : path->steps) value = nodes_.fact(vocabulary_, value, step);
    return value;
  }

  // No live grant of another member, to the same person, employer, or both.
  void exclusions() {
    for (const auto& exclusion : plan_.exclusions) {
      auto others = exclusion.measures;
      const auto self = std::find(others.begin(), others.end(), measure_.name.id);
      if (self == others.end()) continue;
      others.erase(self);
      const bool by_organisation = exclusion.scope == ExclusionScope::organisation;
      const auto& path = by_organisation ? measure_.organisation : measure_.person;
      const bool pair = exclusion.scope == ExclusionScope::pair;
      if (!path || (pair && !measure_.organisation)) {
        missing("exclusion_scope",
                fmt::format("不得重复“{0}”要知道人员和单位 / exclusion '{0}' needs to know whom it "
                            "is about",
                            exclusion.name.label),
                "写 对象 … 和 付给 … / write `about …` and `pay …`");
        continue;
      }
      GrantFilter filter{others, -1, pair ? walk(measure_.organisation) : Typed{}};
      const auto found = live_grants(Op::exists, walk(path), filter, vocabulary_, nodes_);
      CHECK(found.has_value());
      Draft draft;
      draft.condition.node = nodes_.unary(Op::negate, Type::boolean, found->node);
      draft.condition.fixed = true;
      draft.condition.label_zh = fmt::format("未享受过不得重复的补贴 ({})", exclusion.name.label);
      draft.condition.label_en = fmt::format(
          "nothing granted that excludes it ({})",
          exclusion.name.label_en.empty() ? exclusion.name.id : exclusion.name.label_en);
      draft.condition.clause = exclusion.clause;
      draft.condition.line = measure_.line;
      drafts_.push_back(std::move(draft));
    }
  }

  // Whether a value may be less than a whole fen: a share of money, or a division.
  bool has_fraction(std::int32_t index) const {
    const auto& node = measure_.nodes[static_cast<std::size_t>(index)];
    switch (node.op) {
      case Op::divide: return true;
      case Op::multiply: {
        const auto& a = measure_.nodes[static_cast<std::size_t>(node.a)];
        const auto& b = measure_.nodes[static_cast<std::size_t>(node.b)];
        return a.type == Type::ratio || b.type == Type::ratio || has_fraction(node.a) ||
               has_fraction(node.b);
      }
      case Op::add:
      case Op::subtract:
      case Op::least:
      case Op::greatest: return has_fraction(node.a) || has_fraction(node.b);
      case Op::select:
      case Op::given: return has_fraction(node.b) || (node.c >= 0 && has_fraction(node.c));
      default: return false;
    }
  }

  void finish() {
    if (measure_.subject < 0)
      return missing("per_first", "没有写 每 … / `per …` is missing",
                     "如 每 招用 / per employment");
    if (!paid_) missing("no_payee", "没有写付给谁 / nobody is paid", "付给 … / pay …");
    if (measure_.fund.empty())
      missing("no_fund", "没有写资金 / no fund is named", "资金 … / fund …");
    if (!said_validity_)
      missing("no_validity", "没有写有效期及其基准日 / it is not said when it is in force",
              "有效 申请日期 自 … 至 … / in force application day from … to …");
    if (!said_amount_)
      missing("no_amount", "没有写标准 / no amount is given",
              "标准 … 或 标准 未定 / amount not set");
    if (amount_.ok()) {
      if (periods_.by_month()) amount_ = periods_.all_months(amount_, drafts_);
      if (!rounded_ && has_fraction(amount_.node))
        missing("no_rounding",
                "金额可能不足一分, 没有写怎样取整 / the amount may be less than a "
                "whole fen",
                "取整 到 分 四舍五入 / round to fen half up");
      amount_.node = nodes_.rounded(way_, Type::money, amount_.node, {grain_, 1});
      measure_.amount = periods_.capped(amount_, drafts_).node;
    }
    warn_of_stale(measure_, plan_, names_.document, expressions_.readings(), reporter_);
    flatten();
    if (measure_.leaf_count > leaves_max || measure_.nodes.size() > nodes_max)
      missing(
          "too_many_conditions",
          fmt::format("一项措施最多 {0} 条条件 / a measure has at most {0} conditions", leaves_max),
          "分成两项措施 / make two measures of it");
  }

  void flatten() {
    Draft root;
    root.condition.kind = ConditionKind::all;
    root.condition.label_zh = "条件";
    root.condition.label_en = "conditions";
    root.condition.clause = text_.sentences;
    root.condition.line = measure_.line;
    std::int32_t all = -1;
    for (const auto& draft : drafts_) {
      if (!draft.ok()) continue;
      const auto node = draft.condition.node;
      all = all < 0 ? node : nodes_.binary(Op::both, Type::boolean, all, node);
    }
    root.condition.node = all < 0 ? nodes_.truth(true) : all;
    root.children = std::move(drafts_);
    place(root);
  }

  std::int32_t place(Draft& draft) {
    const auto index = measure_.conditions.size();
    draft.condition.id = fmt::format("{}.c{}", measure_.name.id, index);
    const bool leaf = draft.condition.kind == ConditionKind::leaf;
    if (leaf) draft.condition.bit = measure_.leaf_count++;
    measure_.conditions.push_back(draft.condition);
    for (auto& child : draft.children) {
      const auto at = place(child);
      measure_.conditions[index].children.push_back(at);
    }
    return static_cast<std::int32_t>(index);
  }

  const MeasureText& text_;
  const Plan& plan_;
  const PackNames& names_;
  const Vocabulary& vocabulary_;
  Reporter& reporter_;
  Measure measure_;
  Nodes nodes_;
  Scope scope_;
  Expressions expressions_;
  Conditions conditions_;
  Periods periods_;
  Typed subject_;
  Typed amount_;
  bool rounded_ = false;
  std::int64_t grain_ = 1;  // fen
  Op way_ = Op::round_half;
  bool paid_ = false;
  bool said_validity_ = false;
  bool said_amount_ = false;
  std::vector<Draft> drafts_;
};

}  // namespace

Measure read_measure(const MeasureText& text, const Plan& plan, const PackNames& names,
                     const Vocabulary& vocabulary, Reporter& reporter) {
  return MeasureReader(text, plan, names, vocabulary, reporter).run();
}

}  // namespace leye::policy
