#include "api/fields.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "access/masks.hpp"

namespace leye::api {
namespace {

const char* mask_word(Mask mask) {
  switch (mask) {
    case Mask::name: return "name";
    case Mask::id_number: return "id_number";
    case Mask::phone: return "phone";
    case Mask::account: return "account";
    case Mask::birth_date: return "birth_date";
    case Mask::none:
    case Mask::health: break;
  }
  return "health";
}

std::string named(const std::vector<access::Role>& roles) {
  std::string text;
  for (const auto role : roles) text += (text.empty() ? "" : "、") + std::string(label(role));
  return text.empty() ? "没有岗位" : text;
}

const Code* words_of(const Vocabulary& vocabulary, FieldClass of) {
  const CodeTable* table = vocabulary.find_code_table("field_class");
  return table == nullptr ? nullptr : table->find(name(of));
}

}  // namespace

// Nobody who is not signed in reads more than an administrator.
Fields::Fields(const Call& call)
    : call_(call),
      rules_(FieldRules::in_force()),
      row_(rules_->of(call.caller ? call.post.role : access::Role::system_admin,
                      call.post.body)) {}

// Staff see the names of the people of their places, and with them the birth dates that tell
// people of one name apart; nobody sees a number, a phone or an account unmasked.
bool Fields::masked(const Fact& fact) const {
  const bool of_name = fact.mask == Mask::name || fact.mask == Mask::birth_date;
  return always_masked(fact) || (fact.mask != Mask::none && !of_name);
}

std::string Fields::shown(const Fact& fact, const std::string& value) const {
  if (refused(fact)) return held_word();
  return masked(fact) ? access::mask(mask_word(fact.mask), value) : value;
}

std::string Fields::held_word() const { return call_.says("无权查看", "held back"); }

std::string Fields::who_reads(const Fact& fact) const {
  const auto roles = named(rules_->readers(rules_->class_of(fact)));
  return call_.says("可以查看：", "Who sees it: ") + roles;
}

Status Fields::may_read(const Fact& fact) const {
  if (!refused(fact)) return Done{};
  const FieldClass of = rules_->class_of(fact);
  const Code* found = words_of(call_.backend.vocabulary, of);
  return Error{ErrorCode::forbidden,
               fmt::format("“{}”属于{}，本岗位无权查看", fact.zh,
                           found == nullptr ? name(of) : found->zh),
               {fact.id},
               fmt::format("请由{}查看", named(rules_->readers(of)))};
}

Status Fields::may_write(const Fact& fact) const {
  if (rule(fact).write) return Done{};
  const FieldClass of = rules_->class_of(fact);
  const Code* found = words_of(call_.backend.vocabulary, of);
  return Error{ErrorCode::forbidden,
               fmt::format("“{}”属于{}，本岗位不能登记", fact.zh,
                           found == nullptr ? name(of) : found->zh),
               {fact.id},
               fmt::format("请由{}登记", named(rules_->writers(of)))};
}

Status Fields::may_write(const Entity& entity, const std::vector<WrittenFact>& facts) const {
  for (const WrittenFact& written : facts) {
    const Fact* fact = entity.find_fact(written.fact);
    if (fact != nullptr && !written.value.empty()) TRY(may_write(*fact));
  }
  return Done{};
}

Status Fields::may_unmask(const Fact& fact) const {
  TRY(may_read(fact));
  if (!always_masked(fact)) return Done{};
  return Error{ErrorCode::forbidden,
               fmt::format("“{}”本岗位只能看遮盖后的", fact.zh),
               {fact.id},
               "需要明文时请由经办岗位查看"};
}

registers::Record Fields::pass(const registers::Record& record) const {
  registers::Record passed = record;
  for (auto& value : passed.values) {
    if (refused(*value.fact)) {
      value.value.clear();
      value.shown.clear();
      value.shown_en.clear();
    } else if (always_masked(*value.fact) && !value.value.empty()) {
      value.shown = value.value = shown(*value.fact, value.value);
      value.shown_en.clear();
    }
  }
  return passed;
}

std::vector<registers::Record> Fields::pass(const std::vector<registers::Record>& records) const {
  std::vector<registers::Record> passed;
  for (const auto& record : records) passed.push_back(pass(record));
  return passed;
}

std::vector<registers::RecordList> Fields::pass(
    const std::vector<registers::RecordList>& lists) const {
  auto passed = lists;
  for (auto& list : passed) {
    for (auto& entry : list.entries) {
      entry.record = pass(entry.record);
      for (auto& past : entry.past) past.record = pass(past.record);
    }
    for (auto& past : list.withdrawn) past.record = pass(past.record);
  }
  return passed;
}

void Fields::say_held(const Entity& entity, std::vector<FactLine>& lines) const {
  for (const Fact& fact : entity.facts) {
    if (!refused(fact)) continue;
    std::erase_if(lines, [&](const FactLine& line) { return line.fact == fact.id; });
    FactLine line;
    line.fact = fact.id;
    line.label = fact.zh;
    line.label_en = fact.en;
    line.label_value = "无权查看";
    line.label_value_en = "Held back from your role";
    line.source = line.source_label = who_reads(fact);
    lines.push_back(std::move(line));
  }
}

void Fields::say_held(std::vector<RecordListLine>& lists) const {
  for (auto& list : lists)
    if (const Entity* entity = call_.backend.vocabulary.find_entity(list.kind))
      for (auto& item : list.items) say_held(*entity, item.facts);
}

}  // namespace leye::api
