#include "policy/meaning/meaning.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "policy/meaning/categories.hpp"
#include "policy/meaning/declarations.hpp"
#include "policy/meaning/measures.hpp"
#include "policy/meaning/path_reader.hpp"
#include "policy/meaning/sections.hpp"
#include "policy/meaning/tables.hpp"
#include "policy/meaning/unused.hpp"
#include "policy/plan/place.hpp"

namespace leye::policy {
namespace {

class Understanding {
 public:
  Understanding(std::span<const Document> documents, Imports imports, const Vocabulary& vocabulary)
      : documents_(documents), vocabulary_(vocabulary), reporter_(out_.diagnostics) {
    for (auto& parameter : imports.parameters) add(std::move(parameter));
    has_above_ = !imports.documents.empty();
    import_terms(imports.documents);
  }

  Meaning run() {
    for (const auto& document : documents_)
      if (names_.document.empty()) names_.document = document.front_value("document");
    for (const auto& document : documents_) place_of(document);
    for (const auto& document : documents_) {
      reporter_.enter(document);
      for (auto& section : read_sections(document, reporter_))
        sections_.push_back(std::move(section));
    }
    for_each(&Understanding::declare);
    for_each(&Understanding::exclusion);
    names_.outside.measure = [this](const Tree& word) { return measure_named(word); };
    for_each(&Understanding::measure);
    for (auto* text : measure_order_) out_.plan.measures.push_back(std::move(*text->measure));
    for_each(&Understanding::data);
    for_each(&Understanding::extension);
    for (const auto& document : documents_) paths_of(document);
    warn_of_unused(documents_, has_above_, reporter_);
    for (const auto& document : documents_)
      out_.spellings[document.file] = reporter_.spellings(document.file);
    return std::move(out_);
  }

 private:
  void place_of(const Document& document) {
    const auto written = document.front_value("place");
    if (written.empty()) return;
    const auto place = read_place(written);
    if (place) out_.plan.place = names_.outside.place = *place;
    if (place) return;
    reporter_.enter(document);
    std::int32_t line = 1;
    for (const auto& front : document.front)
      if (front.value == written) line = front.line;
    reporter_.error(
        {"no_place",
         {line, 1, 3},
         fmt::format("地区“{0}”不是行政区划代码 / the place '{0}' is no division code", written),
         "2、4、6、9 或 12 位数字 / 2, 4, 6, 9 or 12 digits"});
  }

  // What is wrong with them was said when their own pack was read.
  void import_terms(const std::vector<const Document*>& documents) {
    std::vector<Diagnostic> said_before;
    Reporter silent(said_before);
    for (const auto* document : documents) {
      silent.enter(*document);
      for (auto& section : read_sections(*document, silent))
        imported_.push_back(std::move(section));
    }
    for (const auto& section : imported_) {
      reporter_.enter(*section.document);
      for (const auto& block : section.blocks)
        if (term_kind(block)) declare_term(section, block);
    }
  }

  static std::optional<TermKind> term_kind(const Block& block) {
    switch (block.form()) {
      case Form::term: return TermKind::term;
      case Form::category: return TermKind::category;
      case Form::formula: return TermKind::formula;
      default: return std::nullopt;
    }
  }

  void for_each(void (Understanding::*step)(const Section&, const Block&)) {
    for (const auto& section : sections_) {
      reporter_.enter(*section.document);
      reporter_.at_clause(section.sentences);
      for (const auto& block : section.blocks) (this->*step)(section, block);
    }
  }

  void add(Parameter parameter) {
    const auto index = static_cast<std::int32_t>(out_.plan.parameters.size());
    names_.outside.parameters[parameter.name.label] = index;
    names_.outside.parameters[parameter.name.id] = index;
    out_.plan.parameters.push_back(std::move(parameter));
  }

  bool taken(const Name& name, Span at) {
    for (const auto& key : {name.id, name.label}) {
      const bool known = names_.terms.contains(key) || names_.measures.contains(key) ||
                         data_.contains(key) || names_.outside.parameters.contains(key);
      if (!known) continue;
      const auto parameter = names_.outside.parameters.find(key);
      const auto& from =
          parameter == names_.outside.parameters.end()
              ? std::string{}
              : out_.plan.parameters[static_cast<std::size_t>(parameter->second)].pack;
      if (!from.empty()) {
        reporter_.error(
            {"name_taken", at,
             fmt::format(
                 "参数“{0}”在引用的包 {1} 里已有 / the pack {1}, which is used here, has the "
                 "parameter '{0}'",
                 key, from),
             fmt::format(
                 "值相同的直接用它, 去掉这一张表; 值不同的另起名称和标识, 如 {0}_here / use "
                 "it and leave this table out, or give this one a name of its own: {0}_here",
                 name.id)});
        return true;
      }
      reporter_.error({"name_taken", at,
                       fmt::format("名称“{0}”已经用过 / the name '{0}' is already in use", key),
                       "换一个名称 / choose another name"});
      return true;
    }
    return false;
  }

  void declare(const Section& section, const Block& block) {
    const auto& tree = block.tree();
    switch (tree.form) {
      case Form::parameter: {
        auto parameter = read_parameter(block, reporter_);
        if (!taken(parameter.name, tree[0].at)) add(std::move(parameter));
        return;
      }
      case Form::term:
      case Form::formula: return declare_term(section, block);
      case Form::category:
        declare_term(section, block);
        names_.measures[name_of(tree[0]).id] = name_of(tree[0]).id;
        return;
      case Form::extension: return;
      case Form::exclusion: return;
      default:
        if (is_data(block)) return declare_named(tree[0], false);
        if (is_measure(tree.form)) return declare_named(tree[0], true);
        reporter_.error({"unexpected_line", tree.at,
                         "这一行不能写在最外层 / this line does not belong at the left margin",
                         "缩进到措施下面 / indent it under a measure"});
    }
  }

  void declare_named(const Tree& named, bool measure) {
    const auto name = name_of(named);
    if (taken(name, named.at)) return;
    auto& names = measure ? names_.measures : data_;
    names[name.id] = name.id;
    names[name.label] = name.id;
  }

  void declare_term(const Section& section, const Block& block) {
    Term term;
    term.name = name_of(block.tree()[0]);
    if (taken(term.name, block.tree()[0].at)) return;
    const auto& word = block.tree()[1];
    const auto* entity = vocabulary_.find_entity(word.text);
    if (entity == nullptr) {
      reporter_.error({"unknown_entity", word.at,
                       fmt::format("词汇里没有“{0}” / the vocabulary has no '{0}'", word.text)});
      return;
    }
    reporter_.spell(word.at, entity->zh, entity->id);
    term.entity = static_cast<EntityIndex>(entity - vocabulary_.entities().data());
    term.kind = *term_kind(block);
    const bool category = term.kind == TermKind::category;
    term.block = category ? &entry_of(block) : &block;
    term.recognised = category && is_recognised(block);
    term.document = section.document;
    term.clause = section.sentences;
    names_.terms[term.name.label] = term;
    names_.terms[term.name.id] = term;
  }

  void exclusion(const Section& section, const Block& block) {
    const auto& tree = block.tree();
    if (tree.form != Form::exclusion) return;
    Exclusion exclusion;
    exclusion.name = name_of(tree[0]);
    exclusion.clause = section.sentences;
    exclusion.scope = tree[1].form == Form::unit_scope_person ? ExclusionScope::person
                      : tree[1].form == Form::unit_scope_pair ? ExclusionScope::pair
                                                              : ExclusionScope::organisation;
    exclusion.choice = tree[2].form == Form::choice_highest     ? ExclusionChoice::highest
                       : tree[2].form == Form::choice_applicant ? ExclusionChoice::applicant
                                                                : ExclusionChoice::first;
    for (const auto& member : block.children) {
      const auto known = member.form() == Form::bare ? names_.measures.find(member.tree()[0].text)
                                                     : names_.measures.end();
      if (known == names_.measures.end()) {
        reporter_.error({"unknown_measure", member.tree().at,
                         "没有这项措施 / there is no such measure",
                         "每行写一项措施的名称 / one measure a line"});
        continue;
      }
      exclusion.measures.push_back(known->second);
    }
    if (exclusion.measures.size() < 2)
      reporter_.error({"one_member", tree.at,
                       "不得重复至少涉及两项措施 / an exclusion is between two measures or more"});
    out_.plan.exclusions.push_back(std::move(exclusion));
  }

  // A measure as it is read: where another one asks for it, before its turn.
  struct MeasureReading {
    const Section* section = nullptr;
    const Block* block = nullptr;
    bool begun = false;
    std::optional<Measure> measure = {};
  };

  void measure(const Section& section, const Block& block) {
    if (!is_measure(block.form()) || is_data(block)) return;
    auto& reading = readings_[name_of(block.tree()[0]).id];
    if (reading.block == nullptr) reading = {&section, &block};
    if (reading.block != &block) return;  // the name is taken, as was said
    read(reading);
    measure_order_.push_back(&reading);
  }

  void read(MeasureReading& reading) {
    if (reading.begun) return;
    reading.begun = true;
    const auto& section = *reading.section;
    const MeasureText text{reading.block,  section.document,  section.heading,
                           section.clause, section.sentences, section.summary};
    reading.measure = read_measure(text, out_.plan, names_, vocabulary_, reporter_);
    one_text_for_each_judgement(*reading.measure, reading.block->tree().at);
    renew(*reading.measure);
  }

  // One decision serves all measures that ask for it.
  void one_text_for_each_judgement(const Measure& measure, Span at) {
    for (const auto& judgement : measure.judgements) {
      const auto [known, added] = judgements_.emplace(judgement.id, judgement.text);
      if (added || known->second == judgement.text) continue;
      reporter_.error({"name_taken", at,
                       fmt::format("裁量“{0}”在别的措施里指“{1}” / judgement '{0}' means '{1}' in "
                                   "another measure",
                                   judgement.id, known->second),
                       "换一个标识, 或用同一句话 / choose another id, or the same words"});
    }
  }

  const Measure* measure_named(const Tree& word) {
    const auto known = names_.measures.find(word.text);
    if (known == names_.measures.end()) {
      std::vector<std::string> candidates;
      for (const auto& [name, id] : names_.measures) candidates.push_back(name);
      const auto meant = nearest(word.text, candidates);
      reporter_.error({"unknown_measure", word.at,
                       fmt::format("没有措施“{0}” / there is no measure '{0}'", word.text),
                       meant.empty() ? "" : fmt::format("是否想写 {0} / did you mean {0}", meant)});
      return nullptr;
    }
    auto& reading = readings_[known->second];
    if (reading.block == nullptr) find(known->second, reading);
    if (reading.begun && !reading.measure) {
      reporter_.error(
          {"measures_meet", word.at,
           fmt::format("措施“{0}”绕回到了自己 / the measure '{0}' comes back to itself", word.text),
           "两项措施不能互相引用 / two measures may not refer to each other"});
      return nullptr;
    }
    const auto clause = reporter_.clause();
    const auto& document = reporter_.document();
    reporter_.enter(*reading.section->document);
    reporter_.at_clause(reading.section->sentences);
    read(reading);
    reporter_.enter(document);
    reporter_.at_clause(clause);
    return reading.measure->subject < 0 ? nullptr : &*reading.measure;
  }

  void find(const std::string& id, MeasureReading& reading) const {
    for (const auto& section : sections_) {
      for (const auto& block : section.blocks) {
        const bool ours = is_measure(block.form()) && name_of(block.tree()[0]).id == id;
        if (ours && reading.block == nullptr) reading = {&section, &block};
      }
    }
  }

  // 延续 of measures that are not there: those that are were renewed when they were read.
  void extension(const Section&, const Block& block) {
    if (block.form() != Form::extension) return;
    const auto& word = block.tree()[0];
    const auto known = names_.measures.find(word.text);
    const bool ours = known != names_.measures.end() && readings_.contains(known->second) &&
                      readings_.at(known->second).measure.has_value();
    if (!ours)
      reporter_.error({"unknown_measure", word.at, "没有这项措施 / there is no such measure",
                       "延续的是本包的措施 / a measure of this pack is extended"});
  }

  // Before anybody asks for it: 符合 and 金额 see the measure as it was renewed.
  void renew(Measure& measure) {
    for (const auto& section : sections_) {
      for (const auto& block : section.blocks) {
        if (block.form() != Form::extension) continue;
        const auto& word = block.tree()[0];
        const auto known = names_.measures.find(word.text);
        if (known == names_.measures.end() || known->second != measure.name.id) continue;
        const auto& document = reporter_.document();
        const auto clause = reporter_.clause();
        reporter_.enter(*section.document);
        reporter_.at_clause(section.sentences);
        renew(measure, block.tree());
        reporter_.enter(document);
        reporter_.at_clause(clause);
      }
    }
  }

  // The last day in force moves to the end of the renewal, which begins where it ended.
  void renew(Measure& measure, const Tree& tree) {
    reporter_.spell(tree[0].at, measure.name.label, measure.name.id);
    const auto from = Day::parse(tree[1].text);
    const auto until = Day::parse(tree[2].text);
    if (!from.ok() || !until.ok() || until.value() < from.value())
      return reporter_.error({"bad_date", tree.at, "延续的日期不对 / the dates are wrong",
                              "自 2024-01-01 至 2024-12-31 / from 2024-01-01 to 2024-12-31"});
    const auto last = last_day_of(measure);
    if (!last || from.value() != *last + 1)
      return reporter_.error(
          {"extension_gap",
           tree[1].at,
           "延续应从到期的次日开始 / a renewal begins on the day after the last day in force",
           last ? to_text(*last + 1) : std::string{},
           {}});
    Node node;
    node.op = Op::constant;
    node.type = Type::day;
    node.constant = {until.value().number(), 1};
    measure.nodes.push_back(node);
    measure.valid_until = static_cast<std::int32_t>(measure.nodes.size()) - 1;
    measure.renewals.push_back({from.value(), until.value(), tree[3].text});
  }

  static std::optional<Day> last_day_of(const Measure& measure) {
    if (measure.valid_until < 0) return std::nullopt;
    const auto& node = measure.nodes[static_cast<std::size_t>(measure.valid_until)];
    if (node.op != Op::constant) return std::nullopt;
    return Day::from_number(static_cast<std::int32_t>(node.constant.top));
  }

  void data(const Section& section, const Block& block) {
    if (!is_data(block)) return;
    auto declaration = read_declaration(block, reporter_);
    declaration.clause = section.sentences;
    declaration.summary = section.summary;
    declaration.file = section.document->file;
    if (!declaration.part_of.empty()) known_data(declaration.part_of, block);
    for (const auto& named : declaration.see) known_data(named, block);
    if (declaration.required && !declaration.required->indicator.empty())
      known_data(declaration.required->indicator, block);
    out_.plan.declarations.push_back(std::move(declaration));
  }

  void known_data(const std::string& named, const Block& block) {
    if (data_.contains(named)) return;
    std::vector<std::string> candidates;
    for (const auto& [name, id] : data_) candidates.push_back(name);
    const auto meant = nearest(named, candidates);
    reporter_.error(
        {"unknown_declaration", block.tree().at,
         fmt::format("没有目标或指标“{0}” / there is no target or indicator '{0}'", named),
         meant.empty() ? "" : fmt::format("是否想写 {0} / did you mean {0}", meant)});
  }

  void paths_of(const Document& document) {
    reporter_.enter(document);
    reporter_.at_clause({});
    for (const auto& part : document.parts) {
      const auto* fence = std::get_if<PathFence>(&part);
      if (fence == nullptr) continue;
      // One fence may serve several measures that are carried out alike.
      std::string_view rest = fence->measure;
      while (!rest.empty()) {
        const auto end = std::min(rest.find(' '), rest.size());
        if (end > 0) path_of(std::string(rest.substr(0, end)), *fence);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
  }

  void path_of(const std::string& id, const PathFence& fence) {
    const auto owner = std::find_if(out_.plan.measures.begin(), out_.plan.measures.end(),
                                    [&](const Measure& each) { return each.name.id == id; });
    const Span at = {fence.first_line - 1, 1, 7};
    if (owner == out_.plan.measures.end())
      return reporter_.error({"unknown_measure", at,
                              fmt::format("没有措施“{0}” / there is no measure '{0}'", id),
                              "```path hiring_subsidy"});
    if (!owner->stages.empty())
      return reporter_.error(
          {"staged_path", at,
           fmt::format("“{0}”分期拨付, 办理流程还只会一次付清 / '{1}' is paid in stages, and a "
                       "path pays all at once",
                       owner->name.label, owner->name.id),
           "去掉 path, 或把每一期写成一项措施 / leave out the path, or make each stage a "
           "measure"});
    auto path = read_path(id, fence.text, fence.first_line);
    if (!path.ok()) {
      auto place = at;
      for (const auto& where : path.error().where) {
        if (where.starts_with("line ")) place = {std::stoi(where.substr(5)), 1, 1};
      }
      return reporter_.error({"path", place, path.error().what, path.error().fix});
    }
    owner->path = std::move(path).value();
    check_owner(*owner, at);
  }

  void check_owner(const Measure& owner, Span at) {
    const Path& path = *owner.path;
    if (owner.subject >= 0 && !path.jurisdiction.empty() && !leads_to_place(owner))
      reporter_.error({"jurisdiction", at,
                       fmt::format("管辖“{0}”不是从本措施的对象能到的地点 / '{0}' is no place that "
                                   "is reached from the measure's subject",
                                   path.jurisdiction),
                       "employer.registered_place"});
    const bool person = path.payee == PathPayee::person;
    if ((person || path.payee == PathPayee::organisation) && person != owner.payee_is_person)
      reporter_.error(
          {"payee", at,
           fmt::format("办理流程的收款是{}，本措施付给{} / the path pays the {}, the "
                       "measure the {}",
                       label(path.payee), owner.payee_is_person ? "个人" : "单位",
                       person ? "person" : "organisation",
                       owner.payee_is_person ? "person" : "organisation"),
           owner.payee_is_person ? "收款 个人 / payee citizen" : "收款 单位 / payee employer"});
  }

  // The jurisdiction's facts, from the subject (which may be named first) to a place.
  bool leads_to_place(const Measure& measure) const {
    const auto* entity = &vocabulary_.entities()[static_cast<std::size_t>(measure.subject)];
    std::string_view rest = measure.path->jurisdiction;
    if (rest.starts_with(entity->id + ".")) rest.remove_prefix(entity->id.size() + 1);
    while (entity != nullptr && !rest.empty()) {
      const auto dot = std::min(rest.find('.'), rest.size());
      const auto* fact = entity->find_fact(rest.substr(0, dot));
      rest.remove_prefix(std::min(dot + 1, rest.size()));
      if (fact == nullptr) return false;
      if (rest.empty()) return fact->type == FactType::place;
      entity = vocabulary_.find_entity(fact->refers_to);
    }
    return false;
  }

  std::span<const Document> documents_;
  bool has_above_ = false;  // packs that this one stands on
  const Vocabulary& vocabulary_;
  Meaning out_;
  Reporter reporter_;
  PackNames names_;
  std::map<std::string, std::string, std::less<>> data_;  // names of what is only declared
  std::map<std::string, std::string> judgements_;         // by id
  std::vector<Section> sections_;
  std::vector<Section> imported_;
  std::map<std::string, MeasureReading> readings_;  // by id
  std::vector<MeasureReading*> measure_order_;      // of the text
};

}  // namespace

Meaning understand(std::span<const Document> documents, Imports imports,
                   const Vocabulary& vocabulary) {
  return Understanding(documents, std::move(imports), vocabulary).run();
}

}  // namespace leye::policy
