#include "api/arrangements.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/resources.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

// "人员的证件号码", "入职日期".
std::string value_of(const Vocabulary& vocabulary, const exchange::Arrangement& one,
                     const exchange::SentField& field) {
  if (field.reference.empty()) return one.entity->find_fact(field.fact)->zh;
  const Fact* reference = one.entity->find_fact(field.reference);
  const Entity* holder = vocabulary.find_entity(reference->refers_to);
  return fmt::format("{}的{}", reference->zh, holder->find_fact(field.fact)->zh);
}

Result<ArrangedKinds> arrangements(Call& call) {
  ArrangedKinds found;
  for (const auto& one : call.backend.arrangements.all()) {
    ArrangedKind line;
    line.kind = one.entity->id;
    line.kind_label = one.entity->zh;
    line.kind_label_en = one.entity->en;
    line.system = one.system.id;
    line.system_label = one.system.name.zh;
    line.system_label_en = one.system.name.en;
    line.interface = exchange::name(one.system.interface);
    const auto mode = one.mode_on(call.today());
    line.mode = exchange::name(mode);
    line.mode_label = exchange::label(mode);
    for (const auto& period : one.periods)
      line.periods.push_back(
          {period.since, exchange::name(period.mode), exchange::label(period.mode)});
    line.serial_label = one.serial.zh;
    line.serial_label_en = one.serial.en;
    for (const auto& field : one.fields)
      line.fields.push_back(
          {field.field, field.label, value_of(call.backend.vocabulary, one, field)});
    line.sheet_feeds = one.sheet_feeds;
    found.items.push_back(std::move(line));
  }
  return found;
}

}  // namespace

std::vector<Route> arrangement_routes() {
  const RoleSet readers = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
  Route kinds = get<ArrangedKinds>("/api/v1/outbox/arrangements", "各类记录由谁登记", readers,
                                   arrangements);
  kinds.bound = Bound::nothing;
  return {kinds};
}

}  // namespace leye::api
