#include "policy/meaning/measures.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/meaning/beneficiary.hpp"
#include "policy/meaning/categories.hpp"
#include "policy/meaning/condition_layout.hpp"
#include "policy/meaning/grant_conditions.hpp"
#include "policy/meaning/periods.hpp"
#include "policy/meaning/stages.hpp"
#include "policy/meaning/staleness.hpp"

namespace leye::policy {
namespace {

constexpr std::int32_t leaves_max = 64;

// What kinds of measures there are, and what each must say.
struct Word {
  Form form;
  const char* id;
  bool pays;    // 付给
  bool funded;  // 资金
  bool money;   // 标准
};
constexpr Word words[] = {
    {Form::subsidy, "subsidy", true, true, true},
    {Form::grant, "grant", true, true, true},
    {Form::refund, "refund", true, true, true},
    {Form::reward, "reward", true, true, true},
    {Form::relief, "relief", false, false, true},
    {Form::loan, "loan", false, false, true},
    {Form::service, "service", false, false, false},
    {Form::qualification, "qualification", false, false, false},
    {Form::appraisal, "appraisal", false, false, false},
    {Form::category, "category", false, false, false},
};

const Word* word_of(Form form) {
  const auto* found = std::find_if(std::begin(words), std::end(words),
                                   [&](const Word& word) { return word.form == form; });
  return found == std::end(words) ? nullptr : found;
}

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
        word_(*word_of(text.block->form())),
        periods_(expressions_, conditions_, measure_),
        stages_(expressions_, conditions_, measure_) {}

  Measure run() {
    begin();
    if (is_category()) category();
    for (const auto& block : text_.block->children) {
      if (measure_.subject < 0 && block.form() != Form::per && block.form() != Form::per_year) {
        missing("per_first", "措施的第一行应为 每 … / a measure begins with `per …`",
                "如 每 招用 / such as: per employment");
        return std::move(measure_);
      }
      if (!block.clause.empty()) reporter_.at_clause(block.clause);
      statement(block);
      reporter_.at_clause(text_.sentences);
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
    measure_.word = word_.id;
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

  bool is_category() const { return text_.block->form() == Form::category; }

  // Its subject stands in its first line.
  void category() {
    const auto& word = text_.block->tree()[1];
    const auto* entity = find_subject(word, vocabulary_, reporter_);
    if (entity == nullptr) return;
    begin_subject(*entity, word.at);
    check_category(*text_.block, *entity, reporter_);
  }

  void statement(const Block& block) {
    const auto& tree = block.tree();
    if (conditions_.let(block) || periods_.read(block) || stages_.read(block)) return;
    if (is_category() && read_recognition(block, text_.block->incomplete, measure_, reporter_))
      return;
    if (!Conditions::holds_lines(tree.form)) conditions_.no_children(block);
    switch (tree.form) {
      case Form::per:
      case Form::per_year: return subject(block);
      case Form::pay: return payee(tree[0]);
      case Form::about: about(tree[0]); return;
      case Form::fund: {
        auto name = name_of(tree[0]);
        measure_.fund = std::move(name.id);
        measure_.fund_label = std::move(name.label);
        return;
      }
      case Form::option: return option(block);
      case Form::in_force:
      case Form::in_force_from:
      case Form::in_force_until: return in_force(tree);
      case Form::when: return when(block);
      case Form::entry_when:
        if (is_category()) return when(block);
        break;
      case Form::exit_when:
        if (is_category()) return exit_when(block);
        break;
      case Form::relation: return relation(tree);
      case Form::amount:
        said_amount_ = true;
        measure_.amount_clause = block.clause;
        amount_ = expressions_.read(tree[0], Type::money, "标准");
        return;
      case Form::amount_unset: measure_.amount_clause = block.clause; return amount_unset();
      case Form::gives:
      case Form::gives_text: return gives(tree);
      case Form::cap: return bound(tree, Op::least);
      case Form::floor: return bound(tree, Op::greatest);
      case Form::rounding: return rounding(tree);
      case Form::limit:
      case Form::limit_year:
      case Form::limit_year_on: return limit(block);
      default: break;
    }
    reporter_.error({"unexpected_line", tree.at,
                     "这一行不能写在措施下面 / this line does not belong directly under a measure",
                     "条件写在 条件 下面 / conditions go below `when`"});
  }

  // The words are names, not reserved: 取代 may be the value of an option too.
  void relation(const Tree& tree) {
    struct Row {
      RelationKind kind;
      const char* zh;
      const char* en;
    };
    constexpr Row rows[] = {{RelationKind::replaces, "取代", "replaces"},
                            {RelationKind::adds_to, "叠加", "adds_to"},
                            {RelationKind::continues_after, "接续", "continues_after"}};
    for (const auto& [kind, zh, en] : rows) {
      if (tree[0].text != zh && tree[0].text != en) continue;
      reporter_.spell(tree[0].at, zh, en);
      measure_.relations.push_back({kind, tree[1].text});
      return;
    }
    reporter_.error({"unknown_relation", tree[0].at,
                     fmt::format("没有“{0}”这种关系 / '{0}' is no relation", tree[0].text),
                     "取代、叠加 或 接续 / replaces, adds_to or continues_after"});
  }

  void exit_when(const Block& block) {
    const auto all = conditions_.all_of(block);
    if (!all.ok()) return;
    measure_.outputs.push_back(
        {{"exit", "应当退出", "should leave"}, all.condition.node, {}, {}, reporter_.clause()});
  }

  void subject(const Block& block) {
    const auto& word = block.tree()[0];
    if (measure_.subject >= 0)
      return reporter_.error(
          {"two_subjects", word.at, "每 只能写一次 / `per` may be written once"});
    const auto* entity = find_subject(word, vocabulary_, reporter_);
    if (entity == nullptr) return;
    begin_subject(*entity, word.at);
    if (block.form() != Form::per_year) return;
    measure_.by_year = true;
    measure_.grant_year = expressions_.read(block.tree()[1], Type::count, "年度").node;
  }

  void begin_subject(const Entity& entity, Span at) {
    measure_.subject = static_cast<EntityIndex>(&entity - vocabulary_.entities().data());
    Node node;
    node.op = Op::subject;
    node.type = Type::reference;
    node.entity = measure_.subject;
    subject_.node = nodes_.add(node);
    subject_.type = Type::reference;
    subject_.entity = measure_.subject;
    scope_.bind(entity.zh, entity.id, subject_, at);
  }

  // A path of references from the subject to a person or an organisation.
  std::optional<ReferencePath> reference(const Tree& word, const Typed& value) {
    const bool record = value.ok() && value.type == Type::reference;
    const auto id = record ? scope_.entity(value.entity).id : std::string{};
    std::optional<ReferencePath> path;
    if (id == "person" || id == "organisation")
      path = path_to(value, subject_, measure_, vocabulary_);
    if (!path && value.ok())
      reporter_.error({"not_a_reference", word.at,
                       fmt::format("“{0}”应指向人员或单位 / '{0}' should lead to the person or the "
                                   "organisation",
                                   word.text),
                       "如 招用.人员 / such as: employment.person"});
    return path;
  }

  // Whether it is a person.
  bool about(const Tree& word) {
    const auto value = scope_.path(word);
    const bool person = value.type == Type::reference && scope_.entity(value.entity).id == "person";
    (person ? measure_.person : measure_.organisation) = reference(word, value);
    return person;
  }

  void payee(const Tree& word) {
    paid_ = true;
    measure_.payee_is_person = about(word);
  }

  // Where nobody is paid, who has it: said by 对象, else the subject itself.
  void beneficiary() {
    if (paid_ || word_.pays) return;
    if (!measure_.person && !measure_.organisation) {
      const auto id = scope_.entity(measure_.subject).id;
      if (id == "person") measure_.person = ReferencePath{{}, id};
      if (id == "organisation") measure_.organisation = ReferencePath{{}, id};
    }
    measure_.payee_is_person = measure_.person.has_value();
    if (!measure_.person && !measure_.organisation && !is_category())
      missing("no_beneficiary", "没有写是谁的 / it is not said who has it",
              "对象 招用.人员 / about employment.person");
  }

  void gives(const Tree& tree) {
    Output output;
    output.name = name_of(tree[0]);
    output.clause = reporter_.clause();
    Typed value;
    if (tree.form == Form::gives_text) {
      value.type = Type::text;
      value.node = nodes_.text(tree[1].text);
    } else {
      value = expressions_.read(tree[1]);
    }
    if (!is_identifier(output.name.id))
      reporter_.error({"bad_id", tree[0].at,
                       "给出的结果要有英文标识 / a result has an id in brackets",
                       "给出 贷款期限 (term) 为 3 年 / gives 贷款期限 (term) be 3 years"});
    if (value.ok() && value.type == Type::reference) {
      reporter_.error({"wrong_type", tree[1].at,
                       "给出的应是值, 不是记录 / a value is expected here, not a record"});
      return;
    }
    if (value.type == Type::duration)
      output.unit = value.unit == DurationUnit::days ? "days" : "months";
    if (value.type == Type::code) output.codes = value.codes->id();
    output.node = value.node;
    scope_.bind(output.name.label, output.name.id, value, tree[0].at);
    if (value.ok()) measure_.outputs.push_back(std::move(output));
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
    if (tree.form != Form::in_force_until)
      measure_.valid_from = expressions_.read(tree[1], Type::day, "起始日").node;
    if (tree.form != Form::in_force_from)
      measure_.valid_until = expressions_.read(*tree.children.back(), Type::day, "截止日").node;
    conditions_.refuse_empty(tree.at, measure_.valid_from, measure_.valid_until, true);
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
    auto draft = limit_condition(block, conditions_, expressions_, measure_);
    if (draft) drafts_.push_back(std::move(*draft));
  }

  Typed walk(const std::optional<ReferencePath>& path) {
    auto value = subject_;
    for (const auto step : path->steps) value = nodes_.fact(vocabulary_, value, step);
    return value;
  }

  // No live grant of another member, to the same person, employer, or both.
  void exclusions() {
    for (const auto& exclusion : plan_.exclusions) {
      const auto& members = exclusion.measures;
      if (std::find(members.begin(), members.end(), measure_.name.id) == members.end()) continue;
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
      drafts_.push_back(exclusion_condition(exclusion, walk(path),
                                            pair ? walk(measure_.organisation) : Typed{}, nodes_,
                                            vocabulary_, measure_));
    }
  }

  // Whether a value may be less than a whole fen: a share of money, or a division. Nodes name
  // earlier ones, so one pass from the first suffices, however often they are named.
  bool has_fraction(std::int32_t index) const {
    std::vector<bool> fraction;
    const auto has = [&](std::int32_t node) {
      return node >= 0 && fraction[static_cast<std::size_t>(node)];
    };
    const auto is_ratio = [&](std::int32_t node) {
      return measure_.nodes[static_cast<std::size_t>(node)].type == Type::ratio;
    };
    for (std::int32_t i = 0; i <= index; ++i) {
      const auto& node = measure_.nodes[static_cast<std::size_t>(i)];
      const auto either = [&] { return has(node.a) || has(node.b); };
      switch (node.op) {
        case Op::divide: fraction.push_back(true); break;
        case Op::multiply:
          fraction.push_back(is_ratio(node.a) || is_ratio(node.b) || either());
          break;
        case Op::add:
        case Op::subtract:
        case Op::least:
        case Op::greatest: fraction.push_back(either()); break;
        case Op::select:
        case Op::given: fraction.push_back(has(node.b) || has(node.c)); break;
        default: fraction.push_back(false);
      }
    }
    return fraction.back();
  }

  void finish() {
    if (measure_.subject < 0)
      return missing("per_first", "没有写 每 … / `per …` is missing",
                     "如 每 招用 / per employment");
    if (!paid_ && word_.pays)
      missing("no_payee", "没有写付给谁 / nobody is paid", "付给 … / pay …");
    if (measure_.fund.empty() && word_.funded)
      missing("no_fund", "没有写资金 / no fund is named", "资金 … / fund …");
    if (!said_validity_ && !is_category())
      missing("no_validity", "没有写有效期及其基准日 / it is not said when it is in force",
              "有效 申请日期 自 … 至 … / in force application day from … to …");
    if (!said_amount_ && word_.money)
      missing("no_amount", "没有写标准 / no amount is given",
              "标准 … 或 标准 未定 / amount not set");
    if (stages_.any() && (!said_amount_ || periods_.limited()))
      missing("stages_of_what",
              "分期拨付的是一笔定数: 要有 标准, 不能与 累计至多、最长 同写 / stages divide an "
              "`amount`, without `not above in all` or `at most … per …`",
              "分成两项措施 / make two measures of it");
    if (amount_.ok()) {
      if (periods_.by_month()) amount_ = periods_.all_months(amount_, drafts_);
      if (!rounded_ && has_fraction(amount_.node))
        missing("no_rounding",
                "金额可能不足一分, 没有写怎样取整 / the amount may be less than a "
                "whole fen",
                "取整 到 分 四舍五入 / round to fen half up");
      amount_.node = nodes_.rounded(way_, Type::money, amount_.node, {grain_, 1});
      if (measure_.months_cap) measure_.months_cap->rounded = amount_.node;
      const auto whole = periods_.capped(amount_, drafts_);
      measure_.amount = stages_.due(whole, way_, grain_).node;
    }
    beneficiary();
    warn_of_stale(measure_, plan_, names_.document, expressions_.readings(), reporter_);
    lay_out(std::move(drafts_), text_.sentences, measure_, nodes_);
    if (measure_.leaf_count > leaves_max || measure_.nodes.size() > nodes_max)
      missing(
          "too_many_conditions",
          fmt::format("一项措施最多 {0} 条条件 / a measure has at most {0} conditions", leaves_max),
          "分成两项措施 / make two measures of it");
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
  const Word& word_;
  Periods periods_;
  Stages stages_;
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

bool is_measure(Form form) { return word_of(form) != nullptr; }

Measure read_measure(const MeasureText& text, const Plan& plan, const PackNames& names,
                     const Vocabulary& vocabulary, Reporter& reporter) {
  return MeasureReader(text, plan, names, vocabulary, reporter).run();
}

}  // namespace leye::policy
