#include "workbench/shared_rules.hpp"

#include <vector>

#include "policy/syntax/document.hpp"
#include "policy/syntax/grammar.hpp"

namespace leye::workbench {
namespace {

using policy::Form;

// A statement at the left margin, with the lines below it.
struct Declared {
  Form form = Form::word;
  std::string id, label, label_en;
  std::int32_t line = 0;
  std::string text;
  std::set<std::string> names;  // of shared rules, as written: labels or ids
};

bool is_shared(Form form) {
  return form == Form::term || form == Form::formula || form == Form::category;
}

void add_names(const policy::Tree& tree, std::set<std::string>& names) {
  const bool naming = tree.form == Form::counts_as || tree.form == Form::counts_as_on ||
                      tree.form == Form::may_count_as || tree.form == Form::formula_of;
  if (naming && tree.children.size() > 1) names.insert(tree[1].text);
  for (const auto& child : tree.children)
    if (child) add_names(*child, names);
}

Declared declared(const policy::PolicyLine& line) {
  Declared made;
  made.form = line.tree->form;
  made.line = line.number;
  if (line.tree->children.empty()) return made;
  const auto& named = line.tree->children.front();
  for (const auto& part : named->children) {
    if (part->form == Form::text)
      made.label_en = part->text;
    else if (made.label.empty())
      made.label = part->text;
    else
      made.id = part->text;
  }
  if (named->children.empty()) made.label = named->text;
  if (made.id.empty()) made.id = made.label;
  return made;
}

std::vector<Declared> declared_in(const policy::Document& document) {
  std::vector<Declared> all;
  for (const auto& part : document.parts) {
    const auto* fence = std::get_if<policy::PolicyFence>(&part);
    if (fence == nullptr) continue;
    bool inside = false;  // lines before the first statement of a fence are nobody's
    for (const auto& line : fence->lines) {
      if (line.kind == policy::PolicyLine::Kind::blank ||
          line.kind == policy::PolicyLine::Kind::comment)
        continue;
      if (line.tree && line.depth == 0) {
        all.push_back(declared(line));
        inside = true;
      }
      if (!inside) continue;
      all.back().text += line.raw + "\n";
      if (line.tree) add_names(*line.tree, all.back().names);
    }
  }
  return all;
}

bool holds_rules(const std::string& path) {
  const std::filesystem::path file(path);
  return std::distance(file.begin(), file.end()) == 2 && file.extension() == ".md" &&
         file.filename() != "README.md";
}

// Labels and ids to ids; what is named and is none of these goes.
std::set<std::string> known(const std::set<std::string>& names,
                            const std::map<std::string, std::string>& ids) {
  std::set<std::string> found;
  for (const auto& each : names)
    if (const auto id = ids.find(each); id != ids.end()) found.insert(id->second);
  return found;
}

// What is named, and what that names.
std::set<std::string> all_named(std::set<std::string> from,
                                const std::map<std::string, std::set<std::string>>& named_by) {
  std::vector<std::string> next(from.begin(), from.end());
  while (!next.empty()) {
    const auto here = named_by.find(next.back());
    next.pop_back();
    if (here == named_by.end()) continue;
    for (const auto& each : here->second)
      if (from.insert(each).second) next.push_back(each);
  }
  return from;
}

}  // namespace

SharedRules shared_rules_of(const Reading& reading) {
  SharedRules found;
  std::map<std::string, std::string> ids;  // by label and id
  std::vector<Declared> all;
  for (const auto& [path, text] : reading.files) {
    if (!holds_rules(path)) continue;
    for (auto& each : declared_in(policy::read_document(path, text))) {
      if (is_shared(each.form)) {
        ids[each.label] = ids[each.id] = each.id;
        const auto& row = policy::row_of(each.form);
        found.rules[each.id] = {each.id,
                                {each.label, each.label_en.empty() ? each.label : each.label_en},
                                std::string(row.en.substr(0, row.en.find(' '))),
                                path,
                                each.line,
                                each.text};
      }
      all.push_back(std::move(each));
    }
  }
  std::map<std::string, std::set<std::string>> named_by;
  for (const auto& each : all)
    if (is_shared(each.form)) named_by[each.id] = known(each.names, ids);
  for (const auto& each : all)
    if (each.form != Form::term && each.form != Form::formula)
      found.used_by_measure[each.id] = all_named(known(each.names, ids), named_by);
  return found;
}

Said text_of(const Reading& reading, const SharedRule& rule) {
  Said said{rule.text, rule.text};
  const auto file = (reading.root / rule.path).string();
  const auto document = policy::read_document(file, reading.files.at(rule.path));
  for (const bool chinese : {true, false}) {
    const auto printed = policy::print_pack_file(reading.pack, document, chinese,
                                                 reading.vocabulary);
    for (const auto& each : declared_in(policy::read_document(file, printed)))
      if (is_shared(each.form) && each.id == rule.id) (chinese ? said.zh : said.en) = each.text;
  }
  return said;
}

}  // namespace leye::workbench
