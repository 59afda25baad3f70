#include "policy/meaning/meaning.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "policy/meaning/declarations.hpp"
#include "policy/meaning/measures.hpp"
#include "policy/meaning/path_reader.hpp"
#include "policy/meaning/sections.hpp"
#include "policy/meaning/tables.hpp"
#include "policy/plan/place.hpp"

namespace leye::policy {
namespace {

class Understanding {
 public:
  Understanding(std::span<const Document> documents, std::vector<Parameter> imported,
                const Vocabulary& vocabulary)
      : documents_(documents), vocabulary_(vocabulary), reporter_(out_.diagnostics) {
    for (auto& parameter : imported) add(std::move(parameter));
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
    for_each(&Understanding::measure);
    for_each(&Understanding::data);
    for (const auto& document : documents_) paths_of(document);
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
    reporter_.error(
        {"no_place",
         {1, 1, 3},
         fmt::format("地区“{0}”不是行政区划代码 / the place '{0}' is no division code", written),
         "2、4、6、9 或 12 位数字 / 2, 4, 6, 9 or 12 digits"});
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
      case Form::term: return declare_term(section, block);
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
    term.block = &block;
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

  void measure(const Section& section, const Block& block) {
    if (!is_measure(block.form()) || is_data(block)) return;
    const MeasureText text{&block,         section.document,  section.heading,
                           section.clause, section.sentences, section.summary};
    out_.plan.measures.push_back(read_measure(text, out_.plan, names_, vocabulary_, reporter_));
  }

  void data(const Section& section, const Block& block) {
    if (!is_data(block)) return;
    auto declaration = read_declaration(block, reporter_);
    declaration.clause = section.sentences;
    declaration.summary = section.summary;
    declaration.file = section.document->file;
    out_.plan.declarations.push_back(std::move(declaration));
  }

  void paths_of(const Document& document) {
    reporter_.enter(document);
    reporter_.at_clause({});
    for (const auto& part : document.parts) {
      const auto* fence = std::get_if<PathFence>(&part);
      if (fence == nullptr) continue;
      const auto owner =
          std::find_if(out_.plan.measures.begin(), out_.plan.measures.end(),
                       [&](const Measure& each) { return each.name.id == fence->measure; });
      const Span at = {fence->first_line - 1, 1, 7};
      if (owner == out_.plan.measures.end()) {
        reporter_.error({"unknown_measure", at,
                         fmt::format("没有措施“{0}” / there is no measure '{0}'", fence->measure),
                         "```path hiring_subsidy"});
        continue;
      }
      auto path = read_path(fence->measure, fence->text, fence->first_line);
      if (path.ok()) {
        owner->path = std::move(path).value();
        if (owner->subject >= 0 && !leads_to_place(*owner))
          reporter_.error(
              {"jurisdiction", at,
               fmt::format("管辖“{0}”不是从本措施的对象能到的地点 / '{0}' is no place that "
                           "is reached from the measure's subject",
                           owner->path->jurisdiction),
               "employer.registered_place"});
      } else {
        auto place = at;
        for (const auto& where : path.error().where) {
          if (where.starts_with("line ")) place = {std::stoi(where.substr(5)), 1, 1};
        }
        reporter_.error({"path", place, path.error().what, path.error().fix});
      }
    }
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
  const Vocabulary& vocabulary_;
  Meaning out_;
  Reporter reporter_;
  PackNames names_;
  std::map<std::string, std::string, std::less<>> data_;  // names of what is only declared
  std::vector<Section> sections_;
};

}  // namespace

Meaning understand(std::span<const Document> documents, std::vector<Parameter> imported,
                   const Vocabulary& vocabulary) {
  return Understanding(documents, std::move(imported), vocabulary).run();
}

}  // namespace leye::policy
