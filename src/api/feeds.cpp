// Feeds of other departments: catalogue, deliveries from the desk and pushed, tasks.
#include "api/feeds.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/noting.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"
#include "exchange/deliveries.hpp"
#include "exchange/push_keys.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;
using exchange::Deliveries;

constexpr std::uint64_t delivery_bytes_max = std::uint64_t{64} << 20;
constexpr std::size_t name_bytes_max = 300, note_bytes_max = 2'000;

const Code* code_of(const Call& call, const Fact& fact, const std::string& value) {
  return fact.type == FactType::code ? call.backend.vocabulary.code_table(fact)->understand(value)
                                     : nullptr;
}

std::string shown(const Call& call, const Fact* fact, const std::string& value) {
  if (fact == nullptr) return value;
  const Code* code = code_of(call, *fact, value);
  return code == nullptr ? value : call.label(*code);
}

std::string owner_label(const std::string& owner) {
  for (const Role role : {Role::window_clerk, Role::insurance_agency}) {
    if (owner == access::name(role)) return access::label(role);
  }
  return owner;
}

std::string state_label(const Call& call, const std::string& state) {
  if (state == "received") return call.says("已送达", "received");
  if (state == "waiting") return call.says("未到期", "not due yet");
  if (state == "late") return call.says("逾期未送", "late");
  if (state == "stored") return call.says("已入库", "stored");
  if (state == "refused") return call.says("退回", "refused");
  if (state == "open") return call.says("待核实", "to be verified");
  if (state == "register_right") return call.says("以本地登记为准", "the register is right");
  return call.says("以部门数据为准", "the department is right");
}

FeedDelivery line_of(const Call& call, const exchange::Catalogue& catalogue,
                     const exchange::Delivered& from) {
  FeedDelivery line;
  line.id = Id{from.id};
  line.feed = from.feed;
  const auto* feed = catalogue.find(from.feed);
  line.feed_label = feed == nullptr ? from.feed : call.label(*feed);
  line.period = from.period;
  line.file_name = from.file_name;
  line.via = from.via;
  line.via_label = from.via == "push"     ? call.says("接口推送", "pushed")
                   : from.via == "folder" ? call.says("前置目录", "folder")
                                          : call.says("人工上传", "uploaded");
  line.sender = from.sender;
  line.received_at = to_text(from.received_at);
  line.state = from.state;
  line.state_label = state_label(call, from.state);
  line.problem = from.problem;
  line.repeated = from.repeated;
  line.rows = from.rows;
  line.added = from.added;
  line.changed = from.changed;
  line.same = from.same;
  line.refused = from.refused;
  line.held = from.held;
  return line;
}

FeedTask task_of(const Call& call, const exchange::Catalogue& catalogue,
                 const exchange::Disagreement& from) {
  FeedTask task;
  task.id = Id{from.id};
  task.delivery = Id{from.delivery};
  const auto* feed = catalogue.find(from.feed);
  task.feed_label = feed == nullptr ? from.feed : call.label(*feed);
  task.name = from.name;
  if (from.person) task.person_id = Id{*from.person};
  if (from.organisation) task.organisation_id = Id{*from.organisation};
  const Entity* entity = call.backend.vocabulary.find_entity(from.entity);
  const Fact* fact = entity == nullptr ? nullptr : entity->find_fact(from.fact);
  task.fact_label = fact == nullptr ? from.fact : call.label(*fact);
  task.known_value = shown(call, fact, from.known_value);
  task.known_source = from.known_source;
  task.said_value = shown(call, fact, from.said_value);
  task.opened_at = to_text(from.opened_at);
  task.due_on = from.due_on;
  task.overdue = from.state == "open" && call.today() > from.due_on;
  task.owner_label = owner_label(from.owner);
  task.state = from.state;
  task.state_label = state_label(call, from.state);
  task.note = from.note;
  task.may_settle = from.state == "open" && from.owner == access::name(call.post.role);
  return task;
}

FeedLine line_of(const Call& call, const exchange::Catalogue& catalogue,
                 const exchange::Standing& standing) {
  const exchange::Feed& feed = *standing.feed;
  FeedLine line;
  line.id = feed.id;
  line.label = call.label(feed);
  line.department_label = call.label(catalogue.department_of(feed));
  const Entity& entity = *call.backend.vocabulary.find_entity(feed.kind);
  line.kind_label = call.label(entity);
  line.purpose = feed.purpose;
  line.basis = feed.basis;
  for (const std::string& fact : feed.facts) {
    line.fields +=
        (line.fields.empty() ? "" : call.says("、", ", ")) + call.label(*entity.find_fact(fact));
  }
  line.every_label = feed.every == "month"     ? call.says("每月", "monthly")
                     : feed.every == "quarter" ? call.says("每季", "quarterly")
                                               : call.says("每年", "yearly");
  line.approver = feed.approver;
  line.owner_label = owner_label(feed.owner);
  line.period = standing.period.first;
  line.due = standing.period.due;
  line.state = standing.state;
  line.state_label = state_label(call, standing.state);
  if (standing.last) line.received_at = to_text(standing.last->received_at);
  line.open_tasks = standing.open_tasks;
  return line;
}

Result<FeedOverview> overview(Call& call) {
  constexpr int deliveries_listed = 30, tasks_listed = 100;
  const auto& catalogue = call.backend.rulebook.feeds;
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  Deliveries deliveries(*transaction, call.backend.vocabulary, cipher, catalogue,
                        call.backend.arrangements);
  FeedOverview answer;
  for (const auto& standing : TRY(deliveries.standings(call.today())))
    answer.feeds.push_back(line_of(call, catalogue, standing));
  for (const auto& each : TRY(deliveries.latest("", deliveries_listed)))
    answer.deliveries.push_back(line_of(call, catalogue, each));
  for (const auto& each : TRY(deliveries.disagreements(0, true, tasks_listed)))
    answer.tasks.push_back(task_of(call, catalogue, each));
  call.saw("read_feeds", "feeds", fmt::format("{} 项待核实", answer.tasks.size()));
  return answer;
}

Result<FeedReconciliation> reconciliation(Call& call) {
  constexpr int tasks_listed = 200;
  const auto id = TRY(call.path_id());
  const auto& catalogue = call.backend.rulebook.feeds;
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  Deliveries deliveries(*transaction, call.backend.vocabulary, cipher, catalogue,
                        call.backend.arrangements);
  FeedReconciliation answer;
  answer.delivery = line_of(call, catalogue, TRY(deliveries.find(id)));
  for (const auto& each : TRY(deliveries.refusals(id)))
    answer.refusals.push_back({each.row, each.heading, each.message, each.fix});
  for (const auto& each : TRY(deliveries.disagreements(id, false, tasks_listed)))
    answer.tasks.push_back(task_of(call, catalogue, each));
  call.saw("read_delivery", fmt::format("feed_delivery:{}", id));
  return answer;
}

// One transaction that sees all places; the range in `incoming` takes its part.
Result<FeedDelivery> receive(Call& call, const exchange::Catalogue& catalogue,
                             const exchange::Feed& feed, exchange::Incoming incoming) {
  incoming.file_name = call.request.asked("name");
  if (incoming.file_name.empty() || incoming.file_name.size() > name_bytes_max ||
      call.request.body.empty()) {
    return Error{ErrorCode::invalid_input, "请选择文件", {"name"}};
  }
  incoming.bytes = call.request.body;
  incoming.now = call.now();
  incoming.recorded_at = call.machine_now();
  incoming.today = call.today();
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  scope.time_limit = std::chrono::minutes(10);
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  Deliveries deliveries(transaction, call.backend.vocabulary, cipher, catalogue,
                        call.backend.arrangements);
  const auto got = TRY(deliveries.receive(feed, incoming));
  call.did(
      fmt::format("feed_delivery:{}", got.id),
      fmt::format("{} 新增 {}，变更 {}，待核实 {}", feed.zh, got.added, got.changed, got.held));
  TRY(note(call, transaction));
  TRY(transaction.commit());
  return line_of(call, catalogue, got);
}

Result<const exchange::Feed*> feed_of(const Call& call, const exchange::Catalogue& catalogue) {
  const auto* feed = catalogue.find(call.path.at("feed"));
  if (feed == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  return feed;
}

Result<http::Response> upload(Call& call) {
  const auto& catalogue = call.backend.rulebook.feeds;
  const auto* feed = TRY(feed_of(call, catalogue));
  exchange::Incoming incoming;
  incoming.via = "desk";
  incoming.sender = call.caller->signature();
  incoming.account = call.caller->account;
  incoming.place_lo = call.post.range.low;
  incoming.place_hi = call.post.range.high;
  return respond(TRY(receive(call, catalogue, *feed, incoming)));
}

// Signed by the department's system (exchange/push_keys.hpp). The signature counts once whatever
// becomes of the file.
Result<http::Response> push(Call& call) {
  const auto& catalogue = call.backend.rulebook.feeds;
  exchange::SignedPush signed_push{call.path.at("feed"),
                                   call.request.header("x-leye-key"),
                                   call.request.header("x-leye-time"),
                                   call.request.header("x-leye-nonce"),
                                   call.request.header("x-leye-signature"),
                                   call.request.body};
  exchange::Incoming incoming;
  {
    auto lease = TRY(call.backend.pool.take());
    auto scope = call.scope(true);
    scope.access = store::Access::write;
    auto transaction = TRY(store::Transaction::begin(*lease, scope));
    exchange::PushKeys keys(transaction, call.backend.cipher);
    incoming.sender = TRY(keys.verify(signed_push, call.machine_now())).name;
    TRY(transaction.commit());
  }
  const auto* feed = TRY(feed_of(call, catalogue));
  incoming.via = "push";
  return respond(TRY(receive(call, catalogue, *feed, incoming)));
}

Result<Nothing> settle(Call& call, const SettleFeedTask& asked) {
  const auto id = TRY(call.path_id());
  if (asked.note.size() > note_bytes_max)
    return Error{ErrorCode::invalid_input, "核实情况太长", {"note"}};
  const auto& catalogue = call.backend.rulebook.feeds;
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  Deliveries deliveries(*transaction, call.backend.vocabulary, cipher, catalogue,
                        call.backend.arrangements);
  TRY(deliveries.settle(id, asked.state, asked.note,
                        {call.caller->account, access::name(call.post.role)}, call.now()));
  call.did(fmt::format("feed_task:{}", id), state_label(call, asked.state));
  return Nothing{};
}

}  // namespace

std::vector<Route> feed_routes() {
  const RoleSet keepers{Role::window_clerk, Role::insurance_agency};
  Route list = get<FeedOverview>("/api/v1/feeds", "数据交换", keepers, overview);
  Route one =
      get<FeedReconciliation>("/api/v1/feed-deliveries/{id}", "对账", keepers, reconciliation);
  Route sent = post<FeedDelivery>("/api/v1/feeds/{feed}/deliveries", "送达", keepers, nullptr);
  sent.handler = upload;
  sent.query = {"name"};
  sent.takes_type = "application/octet-stream";
  sent.body_bytes_max = delivery_bytes_max;
  sent.own_transactions = true;
  sent.effect = Effect::decides;
  sent.act = "receive_delivery";
  Route pushed = post<FeedDelivery>("/api/v1/push/{feed}", "部门推送", RoleSet{}, nullptr);
  pushed.handler = push;
  pushed.query = {"name"};
  pushed.takes_type = "application/octet-stream";
  pushed.body_bytes_max = delivery_bytes_max;
  pushed.own_transactions = true;
  pushed.signed_out = true;
  pushed.effect = Effect::opens;
  pushed.bound = Bound::nothing;
  pushed.act = "push_delivery";
  Route settled =
      post<SettleFeedTask, Nothing>("/api/v1/feed-tasks/{id}/settle", "核实差异", keepers, settle);
  settled.act = "settle_feed_task";
  return {list, one, sent, pushed, settled};
}

}  // namespace leye::api
