#include "policy/facts_json.hpp"

#include <map>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "base/json.hpp"
#include "policy/meaning/reporter.hpp"

namespace leye::policy {
namespace {

namespace bj = boost::json;

Error wrong(std::string what, std::string where, std::string fix = {}) {
  return Error{ErrorCode::invalid_input, std::move(what), {std::move(where)}, std::move(fix)};
}

// The text of a value as set_spelling reads it.
Result<std::string> spelling_of(const bj::value& value, const std::string& where) {
  if (value.is_null()) return std::string("?");
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool()) return std::string(value.get_bool() ? "yes" : "no");
  if (value.is_int64()) return fmt::format("{}", value.get_int64());
  if (value.is_uint64()) return fmt::format("{}", value.get_uint64());
  return wrong("应为文字、整数、是否或 null; 金额和比例写成字符串", where,
               "\"premium\": \"1234.50\"");
}

class FactsReader {
 public:
  explicit FactsReader(const Vocabulary& vocabulary)
      : vocabulary_(vocabulary), out_{Facts(vocabulary), {}} {
    out_.names.resize(vocabulary.entities().size());
    rows_.resize(vocabulary.entities().size());
  }

  Result<NamedFacts> run(const bj::value& document) {
    if (!document.is_object()) return wrong("应为一个对象, 如 {\"persons\": […]}", "facts");
    for (const auto& member : document.get_object())
      if (const Status done = add_rows(member.key(), member.value()); !done.ok())
        return Error(done.error());
    for (const auto& member : document.get_object())
      if (const Status done = set_rows(member.key(), member.value()); !done.ok())
        return Error(done.error());
    out_.facts.link();
    return std::move(out_);
  }

 private:
  const Entity* entity_of(std::string_view plural) const {
    for (const auto& entity : vocabulary_.entities()) {
      if (entity.plural == plural) return &entity;
    }
    return nullptr;
  }

  Status add_rows(std::string_view plural, const bj::value& list) {
    const auto* entity = entity_of(plural);
    if (entity == nullptr) {
      std::vector<std::string> known;
      for (const auto& each : vocabulary_.entities()) known.push_back(each.plural);
      const auto meant = nearest(plural, known);
      return wrong(fmt::format("词汇里没有“{}”", plural), "facts",
                   meant.empty() ? "" : fmt::format("是否想写 {}", meant));
    }
    if (!list.is_array()) return wrong("应为数组", std::string(plural));
    const auto index = static_cast<EntityIndex>(entity - vocabulary_.entities().data());
    out_.facts.close(index);
    std::size_t number = 0;
    for (const auto& row : list.get_array()) {
      const auto where = fmt::format("{}[{}]", plural, number);
      if (!row.is_object()) return wrong("应为对象", where);
      const auto added = out_.facts.add(index, static_cast<std::int64_t>(number) + 1);
      auto& names = rows_[static_cast<std::size_t>(index)];
      auto shown = fmt::format("{}", number++);
      names.emplace(shown, added);
      for (const auto* key : {"id_number", "uscc", "id"}) {
        const auto* value = row.get_object().if_contains(key);
        if (value == nullptr || value->is_null()) continue;
        const auto name = TRY(spelling_of(*value, where));
        const bool new_name = names.insert_or_assign(name, added).second;
        if (!new_name && name != shown && std::string_view(key) == "id")
          return wrong(fmt::format("id“{}”用了两次", name), where);
        shown = name;
      }
      out_.names[static_cast<std::size_t>(index)].push_back(shown);
    }
    return Done{};
  }

  Status set_rows(std::string_view plural, const bj::value& list) {
    const auto* entity = entity_of(plural);
    const auto index = static_cast<EntityIndex>(entity - vocabulary_.entities().data());
    Row row = 0;
    for (const auto& object : list.get_array()) {
      for (const auto& member : object.get_object()) {
        const auto where = fmt::format("{}[{}].{}", plural, row, std::string(member.key()));
        if (member.key() == "id") continue;
        const Status done = set(*entity, index, row, member, where);
        if (!done.ok()) return Error(done.error());
      }
      ++row;
    }
    return Done{};
  }

  Status set(const Entity& entity, EntityIndex index, Row row, const bj::key_value_pair& member,
             const std::string& where) {
    const Fact* fact = nullptr;
    for (const auto& each : entity.facts) {
      if (each.id == member.key()) fact = &each;
    }
    if (member.key() == "source" && fact == nullptr) {
      out_.facts.set_source(index, row, TRY(spelling_of(member.value(), where)));
      return Done{};
    }
    if (member.key() == "judgements" && fact == nullptr)
      return set_judgements(index, row, member.value(), where);
    if (fact == nullptr) {
      std::vector<std::string> known;
      for (const auto& each : entity.facts) known.push_back(each.id);
      const auto meant = nearest(member.key(), known);
      return wrong(fmt::format("{}没有“{}”这一项", entity.zh, std::string(member.key())), where,
                   meant.empty() ? "" : fmt::format("是否想写 {}", meant));
    }
    const auto at = static_cast<FactIndex>(fact - entity.facts.data());
    auto text = TRY(spelling_of(member.value(), where));
    if (fact->type == FactType::text && text.find(':') != text.npos) text = row_named(text);
    if (fact->type != FactType::reference)
      return out_.facts.set_spelling(index, row, at, text).at(where);
    if (text == "?" || text.empty()) return Done{};
    if (text == "none") {
      out_.facts.set_none(index, row, at);
      return Done{};
    }
    const auto target = out_.facts.entity(fact->refers_to);
    const auto& names = rows_[static_cast<std::size_t>(target)];
    const auto found = names.find(text);
    if (found == names.end())
      return wrong(
          fmt::format("没有叫“{}”的{}", text, vocabulary_.find_entity(fact->refers_to)->zh), where,
          "写对方的 id、证件号码、信用代码或序号");
    out_.facts.set_reference(index, row, at, found->second);
    return Done{};
  }

  // "employment:e1", the subject of a grant: as the grant of that row says it.
  std::string row_named(const std::string& text) const {
    const auto colon = text.find(':');
    const auto* entity = vocabulary_.find_entity(text.substr(0, colon));
    if (entity == nullptr) return text;
    const auto index = static_cast<EntityIndex>(entity - vocabulary_.entities().data());
    const auto& names = rows_[static_cast<std::size_t>(index)];
    const auto found = names.find(text.substr(colon + 1));
    return found == names.end() ? text : out_.facts.row_name(index, found->second);
  }

  Status set_judgements(EntityIndex index, Row row, const bj::value& value,
                        const std::string& where) {
    if (!value.is_object()) return wrong("应为一个对象", where, "{\"outstanding\": true}");
    for (const auto& decided : value.get_object()) {
      if (decided.value().is_null()) continue;
      if (!decided.value().is_bool())
        return wrong("裁量的结果应为 true、false 或 null",
                     where + "." + std::string(decided.key()));
      out_.facts.set_judgement(index, row, decided.key(), decided.value().get_bool());
    }
    return Done{};
  }

  const Vocabulary& vocabulary_;
  NamedFacts out_;
  std::vector<std::map<std::string, Row, std::less<>>> rows_;
};

}  // namespace

Result<NamedFacts> read_facts_json(std::string_view json, const Vocabulary& vocabulary) {
  json::Limits limits;
  limits.bytes_max = std::size_t{64} << 20;
  const auto document = TRY(json::parse(json, limits));
  return FactsReader(vocabulary).run(document);
}

}  // namespace leye::policy
