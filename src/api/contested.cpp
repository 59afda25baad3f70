#include "api/contested.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/fact_lines.hpp"
#include "api/rulebook.hpp"
#include "exchange/contested.hpp"
#include "exchange/contested_files.hpp"
#include "registers/organisations.hpp"
#include "registers/people.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

std::string shown(const Call& call, const Fact* fact, const std::string& value) {
  if (fact == nullptr || value.empty()) return value;
  if (fact->type == FactType::code) {
    const Code* code = call.backend.vocabulary.code_table(*fact)->understand(value);
    return code == nullptr ? value : call.label(*code);
  }
  if (fact->type == FactType::boolean)
    return value == "true" ? call.says("是", "yes") : call.says("否", "no");
  return masked_value(*fact, value, Names::in_clear);
}

std::string who_label(const Call& call, const exchange::Catalogue& catalogue,
                      const std::string& who) {
  const auto* department = catalogue.find_department(who);
  return department == nullptr ? call.says("窗口登记", "the counter") : call.label(*department);
}

std::string owner_label(const std::string& owner) {
  const auto role = access::find_role(owner);
  return role ? access::label(*role) : owner;
}

SaidValue said_value(const Call& call, const exchange::Catalogue& catalogue, const Fact* fact,
                     const exchange::Claim& claim) {
  SaidValue said;
  said.value = shown(call, fact, claim.value);
  said.source = claim.source;
  said.source_label = who_label(call, catalogue, claim.who);
  said.valid_from = claim.valid_from;
  if (claim.learnt_at) said.learnt_on = business_day(*claim.learnt_at);
  return said;
}

ContestedFact line_of(const Call& call, const exchange::Catalogue& catalogue,
                      const exchange::Contested& from) {
  const Entity* entity = call.backend.vocabulary.find_entity(from.entity);
  const Fact* fact = entity == nullptr ? nullptr : entity->find_fact(from.fact);
  ContestedFact line;
  line.entity_label = entity == nullptr ? from.entity : call.label(*entity);
  line.fact = from.fact;
  line.fact_label = fact == nullptr ? from.fact : call.label(*fact);
  line.standing = said_value(call, catalogue, fact, from.standing);
  line.because = from.because;
  for (const auto& who : from.order) line.order.push_back(who_label(call, catalogue, who));
  for (const auto& each : from.others) {
    SaidOtherwise other;
    other.said = said_value(call, catalogue, fact, each.claim);
    other.held = each.held;
    other.state = each.state;
    if (each.task) {
      other.owner_label = owner_label(each.owner);
      other.due_on = each.due_on;
      other.state_label = each.state == "open"
                              ? call.says("待核实", "to be verified")
                              : call.says("以本地登记为准", "the register is right");
      other.overdue = each.state == "open" && each.due_on && call.today() > *each.due_on;
      other.note = each.note;
    }
    line.others.push_back(std::move(other));
  }
  line.open = from.open();
  return line;
}

// The caller sees the subject; what is said about it may stand at other places.
Result<ContestedFacts> read(Call& call, const char* entity) {
  const auto id = TRY(call.path_id());
  const auto& backend = call.backend;
  const registers::IdentityCipher cipher(backend.cipher);
  auto* seen = TRY(call.transaction());
  if (std::string_view(entity) == "person")
    TRY(registers::People(*seen, backend.vocabulary, cipher).card(id));
  else
    TRY(registers::Organisations(*seen, backend.vocabulary, cipher).card(id));
  const auto on = TRY(call.asked_day("as_of")).value_or(call.today());
  const auto& catalogue = backend.rulebook.feeds;
  auto lease = TRY(backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  ContestedFacts found;
  for (const auto& each :
       TRY(exchange::contested(transaction, backend.vocabulary, catalogue, {entity, id}, on,
                               call.now())))
    found.facts.push_back(line_of(call, catalogue, each));
  call.saw(fmt::format("read_{}", entity), fmt::format("{}:{}", entity, id));
  return found;
}

ContestedFile file_of(const Call& call, const exchange::ContestedFile& from) {
  const auto& vocabulary = call.backend.vocabulary;
  ContestedFile file;
  const char* kind = from.person ? "person" : "organisation";
  file.key = fmt::format("{}:{}", kind, from.person ? *from.person : from.organisation.value_or(0));
  if (from.person) file.person_id = Id{*from.person};
  if (from.organisation) file.organisation_id = Id{*from.organisation};
  file.name = from.name;
  file.kind_label = call.label(*vocabulary.find_entity(kind));
  for (const auto& path : from.facts) {
    const auto dot = path.find('.');
    const Entity* entity = vocabulary.find_entity(path.substr(0, dot));
    const Fact* fact = entity == nullptr ? nullptr : entity->find_fact(path.substr(dot + 1));
    file.facts_label.push_back(fact == nullptr ? path : call.label(*fact));
  }
  for (const auto& owner : from.owners)
    file.owner_label += (file.owner_label.empty() ? "" : "、") + owner_label(owner);
  file.open = from.open;
  file.due_on = from.due_on;
  file.overdue = call.today() > from.due_on;
  return file;
}

// Of the places that the caller works for.
Result<Page<ContestedFile>> list_files(Call& call) {
  const auto paging = TRY(call.paging());
  exchange::ContestedFilter filter;
  filter.entity = call.request.asked("of");
  filter.feed = call.request.asked("feed");
  filter.owner = call.request.asked("owner");
  const auto late = call.request.asked("late");
  if (!filter.entity.empty() && filter.entity != "person" && filter.entity != "organisation")
    return Error{ErrorCode::invalid_input, "只能按人员或单位筛选", {"of"}, "写 person 或 organisation"};
  if (late == "overdue") filter.due_before = call.today();
  auto* transaction = TRY(call.transaction());
  const auto found =
      TRY(exchange::contested_files(*transaction, filter, paging.size, paging.offset()));
  std::vector<ContestedFile> files;
  for (const auto& each : found.files) files.push_back(file_of(call, each));
  call.saw("read_feeds", "contested", fmt::format("{} 份档案", files.size()));
  return page_of(std::move(files), found.total, paging);
}

Result<ContestedFacts> of_person(Call& call) { return read(call, "person"); }
Result<ContestedFacts> of_organisation(Call& call) { return read(call, "organisation"); }

}  // namespace

std::vector<Route> contested_routes() {
  // Whoever owns tasks of a feed (data/exchange/feeds.json) sees what they are about.
  const RoleSet readers = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
  Route person = get<ContestedFacts>("/api/v1/persons/{id}/contested", "人员资料来源不一致",
                                     readers, of_person);
  person.act = "read_person";
  Route organisation = get<ContestedFacts>("/api/v1/organisations/{id}/contested",
                                           "单位资料来源不一致", readers, of_organisation);
  organisation.act = "read_organisation";
  for (Route* route : {&person, &organisation}) route->query = {"as_of"};
  Route files =
      get<Page<ContestedFile>>("/api/v1/contested", "资料不一致的档案", readers, list_files);
  files.query = {"of", "feed", "owner", "late", "page", "size"};
  return {person, organisation, files};
}

}  // namespace leye::api
