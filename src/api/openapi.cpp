#include <fmt/format.h>

#include "api/administration.hpp"
#include "api/cases.hpp"
#include "api/entitlements.hpp"
#include "api/figures.hpp"
#include "api/follow_up.hpp"
#include "api/funds.hpp"
#include "api/imports.hpp"
#include "api/organisations.hpp"
#include "api/persons.hpp"
#include "api/route.hpp"
#include "api/sign_in.hpp"
#include "base/json_schema.hpp"

namespace leye::api {
namespace {

// Structs whose route is not there yet are declared all the same, so that clients can be written.
void declare_all(json::Schemas& schemas) {
  const auto declare = [&schemas]<class... Types>() { (schemas.of<Types>(), ...); };
  declare.operator()<FailureBody, SignIn, Me, Health, MoveClock, Page<PlaceLine>>();
  declare.operator()<Page<PersonCard>, PersonFile, Unmask, Unmasked, Page<ReaderLine>>();
  declare.operator()<Page<OrganisationCard>, OrganisationFile>();
  declare.operator()<Entitlements, EntitlementAnswers>();
  declare.operator()<Measures, MeasureFile, Page<ScreeningResult>, ScreeningResultFile>();
  declare.operator()<StartScreening, Screening>();
  declare.operator()<Page<Task>, OpenCase, Case, Page<CaseLine>, TakeAction>();
  declare.operator()<Page<Notice>, MakeObjection, Objection, AnswerObjection, Agenda, OpenedCases,
                     Page<Meeting>, HoldMeeting>();
  declare.operator()<Apply, Answer, MakeAppeal, Page<Message>, MakeFinding, Page<RecoveryLine>,
                     Recovery, ActOnRecovery, RecordRepayment, RepaymentsTaken>();
  declare.operator()<Funds, Page<BatchLine>, Batch, MakeBatch, Waiting>();
  declare.operator()<NewJobs, Page<NewJobName>, Paid, ImportPreview, ImportDone>();
  declare.operator()<Page<AccountLine>, MakeAccount, Roles, GiveRole, Page<AuditLine>>();
}

std::string quoted(std::string_view text) {
  std::string out;
  json::append_quoted(out, text);
  return out;
}

std::string parameter(std::string_view name, std::string_view in, bool required) {
  return fmt::format(R"({{"name":{},"in":"{}","required":{},"schema":{{"type":"string"}}}})",
                     quoted(name), in, required);
}

std::string parameters(const Route& route) {
  std::string list;
  const auto add = [&list](const std::string& one) { list += (list.empty() ? "" : ",") + one; };
  for (std::size_t from = 0; (from = route.path.find('{', from)) != std::string::npos; ++from) {
    const auto end = route.path.find('}', from);
    add(parameter(route.path.substr(from + 1, end - from - 1), "path", true));
  }
  for (const auto& name : route.query) add(parameter(name, "query", false));
  const bool changes = route.effect == Effect::changes || route.effect == Effect::decides;
  if (changes && !route.signed_out) add(parameter("X-CSRF-Token", "header", true));
  if (route.effect == Effect::decides) add(parameter("Idempotency-Key", "header", true));
  return list;
}

std::string content(const std::string& type, const std::string& schema) {
  const auto plain = type.substr(0, type.find(';'));
  return fmt::format(R"("content":{{{}:{{"schema":{}}}}})", quoted(plain), schema);
}

std::string operation(const Route& route, json::Schemas& schemas) {
  std::string roles;
  for (const auto role : access::all_roles()) {
    if (route.roles.has(role)) roles += (roles.empty() ? "" : ",") + quoted(access::name(role));
  }
  std::string out =
      fmt::format(R"({{"summary":{},"x-roles":[{}],"x-signed-out":{},"parameters":[{}])",
                  quoted(route.summary), roles, route.signed_out, parameters(route));
  constexpr auto bytes = R"({"type":"string","format":"binary"})";
  const bool has_body = route.takes != nullptr || route.takes_type != "application/json";
  if (has_body && route.method == http::Method::post) {
    out += R"(,"requestBody":{"required":true,)" +
           content(route.takes_type, route.takes ? route.takes(schemas) : bytes) + "}";
  }
  out += R"(,"responses":{"200":{"description":"成功",)" +
         content(route.gives_type, route.gives ? route.gives(schemas) : bytes) +
         R"(},"default":{"description":"错误",)" +
         content("application/json", schemas.of<FailureBody>()) + "}}}";
  return out;
}

}  // namespace

std::string openapi() {
  json::Schemas schemas;
  declare_all(schemas);
  std::map<std::string, std::map<std::string, std::string>> paths;
  for (const auto& route : all_routes()) {
    const auto verb = route.method == http::Method::post ? "post" : "get";
    paths[route.path][verb] = operation(route, schemas);
  }
  std::string listed;
  for (const auto& [path, operations] : paths) {
    std::string verbs;
    for (const auto& [verb, text] : operations) {
      verbs += fmt::format("{}\"{}\":{}", verbs.empty() ? "" : ",", verb, text);
    }
    // One path to a line, so that two changes to the interface rarely meet.
    listed += fmt::format("{}\n{}:{{{}}}", listed.empty() ? "" : ",", quoted(path), verbs);
  }
  return R"({"openapi":"3.1.0","info":{"title":"Leye 乐业","version":"1"},"paths":{)" + listed +
         "\n},\"components\":{\"schemas\":" + schemas.components() + "}}";
}

}  // namespace leye::api
