// 一键核验: from the deliveries that are here; the purpose goes into the audit with the person.
#include "api/check_now.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/fact_lines.hpp"
#include "api/rulebook.hpp"
#include "exchange/check_now.hpp"
#include "registers/organisations.hpp"
#include "registers/people.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr std::size_t purpose_bytes_min = 4, purpose_bytes_max = 300;

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

std::string verdict_label(const Call& call, const std::string& verdict) {
  if (verdict == "same") return call.says("一致", "the same");
  if (verdict == "different") return call.says("不一致", "different");
  if (verdict == "settled") return call.says("已核实，以本地为准", "verified: ours");
  if (verdict == "sealed") return call.says("无不同说法", "nothing different");
  return call.says("对方未送", "not sent");
}

CheckedFactLine fact_line(const Call& call, const exchange::CheckedFeed& feed,
                          const exchange::CheckedFact& from) {
  CheckedFactLine line;
  line.fact_label = from.fact != nullptr
                        ? call.label(*from.fact)
                        : call.label(*call.backend.vocabulary.find_entity(feed.feed->kind));
  line.ours = shown(call, from.fact, from.ours);
  line.our_source = from.our_source;
  line.theirs = shown(call, from.fact, from.theirs);
  line.verdict = from.verdict;
  line.verdict_label = verdict_label(call, from.verdict);
  if (from.task) line.task = Id{*from.task};
  if (const auto role = access::find_role(from.owner)) line.owner_label = access::label(*role);
  line.due_on = from.due_on;
  return line;
}

// The caller sees the subject; what is said about it may stand at other places.
Result<CheckedNow> checked(Call& call, const char* entity, const AskCheckNow& asked) {
  const auto id = TRY(call.path_id());
  if (asked.purpose.size() < purpose_bytes_min || asked.purpose.size() > purpose_bytes_max)
    return Error{ErrorCode::invalid_input, "请写明核验用途", {"purpose"}, "两个汉字以上，百字以内"};
  const auto& backend = call.backend;
  const registers::IdentityCipher cipher(backend.cipher);
  auto* seen = TRY(call.transaction());
  const bool person = std::string_view(entity) == "person";
  if (person)
    TRY(registers::People(*seen, backend.vocabulary, cipher).card(id));
  else
    TRY(registers::Organisations(*seen, backend.vocabulary, cipher).card(id));
  const auto& catalogue = backend.rulebook.feeds;
  auto lease = TRY(backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  CheckedNow answer;
  answer.checked_at = to_text(call.now());
  answer.purpose = asked.purpose;
  for (const auto& feed : TRY(exchange::check_now(transaction, backend.vocabulary, catalogue,
                                                  {entity, id}, call.today(), call.now()))) {
    CheckedFeedLine line;
    line.feed = feed.feed->id;
    line.feed_label = call.label(*feed.feed);
    line.department_label = call.label(catalogue.department_of(*feed.feed));
    line.period = feed.period;
    if (feed.received_at) line.received_at = to_text(*feed.received_at);
    line.open = feed.open;
    for (const auto& fact : feed.facts) {
      if (fact.verdict == "different") ++answer.different;
      else if (fact.verdict == "not_sent") ++answer.not_sent;
      else ++answer.same;
      line.facts.push_back(fact_line(call, feed, fact));
    }
    answer.feeds.push_back(std::move(line));
  }
  const auto object = fmt::format("{}:{}", entity, id);
  if (person) call.saw("read_person", object, asked.purpose);
  call.did(object, fmt::format("不一致 {} 项：{}", answer.different, asked.purpose));
  return answer;
}

Result<CheckedNow> check_person(Call& call, const AskCheckNow& asked) {
  return checked(call, "person", asked);
}
Result<CheckedNow> check_organisation(Call& call, const AskCheckNow& asked) {
  return checked(call, "organisation", asked);
}

}  // namespace

std::vector<Route> check_now_routes() {
  const RoleSet askers = access::clerks | RoleSet{Role::insurance_agency};
  Route person = post<AskCheckNow, CheckedNow>("/api/v1/persons/{id}/check", "一键核验人员", askers,
                                               check_person);
  Route organisation = post<AskCheckNow, CheckedNow>("/api/v1/organisations/{id}/check",
                                                     "一键核验单位", askers, check_organisation);
  for (Route* route : {&person, &organisation}) route->act = "check_now";
  return {person, organisation};
}

}  // namespace leye::api
