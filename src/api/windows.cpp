#include "api/windows.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "access/masks.hpp"
#include "api/bind.hpp"
#include "api/own_write.hpp"
#include "api/registering.hpp"
#include "api/rulebook.hpp"
#include "flows/messages.hpp"
#include "intake/cells.hpp"
#include "registering/windows.hpp"
#include "registers/identity.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;
using registering::Kind;

constexpr RoleSet windows{Role::window_clerk};
constexpr std::chrono::minutes statement_time_max{1};
constexpr int listed_at_most = 50;
constexpr std::size_t purpose_bytes_min = 6, purpose_bytes_max = 300;

std::string label_of(const Call& call, const std::string& entity) {
  const Entity* found = call.backend.vocabulary.find_entity(entity);
  return found == nullptr ? entity : call.label(*found);
}

std::string kind_label(const Call& call, const std::string& id) {
  const Kind* kind = call.backend.rulebook.registering.find(id);
  return kind == nullptr ? id : call.label(*kind);
}

Result<const Kind*> kind_of(const Call& call, const std::string& id) {
  if (const Kind* kind = call.backend.rulebook.registering.find(id)) return kind;
  return Error{ErrorCode::invalid_input, "没有这种登记", {"kind"}, "从所列的登记中选"};
}

Result<WindowKinds> kinds(Call& call) {
  const auto& rules = call.backend.rulebook.registering;
  WindowKinds found;
  found.open_minutes = rules.open_minutes;
  found.home_days = rules.home_days;
  for (const Kind& kind : rules.kinds) found.items.push_back(window_kind(call, kind));
  return found;
}

// What is asked: the number in its one spelling, the name as the register writes it.
Result<registering::LookFor> wanted_by(Call& call, const LookForPerson& asked) {
  TRY(kind_of(call, asked.kind));
  if (asked.purpose.size() < purpose_bytes_min || asked.purpose.size() > purpose_bytes_max)
    return Error{ErrorCode::invalid_input,
                 "请写明办理的事由和核对的证件",
                 {"purpose"},
                 "两个汉字以上，一百字以内"};
  auto number = registers::canonical_id_number(asked.id_number);
  if (!number.ok())
    return Error{ErrorCode::invalid_input, number.error().what, {"id_number"}, number.error().fix};
  auto name = intake::read_name(intake::plain_cell(asked.name));
  if (!name.ok() || name.value().empty())
    return Error{ErrorCode::invalid_input, "请填写完整的姓名", {"name"}, "照证件上的写"};
  const Instant now = call.machine_now();
  return registering::LookFor{
      std::move(name).value(),
      std::move(number).value(),
      asked.kind,
      call.post.place,
      now,
      now + std::chrono::minutes(call.backend.rulebook.registering.open_minutes)};
}

Result<WindowFound> look(Call& call, const LookForPerson& asked) {
  const auto wanted = TRY(wanted_by(call, asked));
  auto* transaction = TRY(call.transaction());
  const auto& limits = call.backend.rulebook.reading;
  const auto misses =
      TRY(registering::misses_since(*transaction, wanted.now - std::chrono::hours(24)));
  if (misses >= limits.window_stop)
    return Error{ErrorCode::forbidden,
                 "一天内查找未果的次数已满",
                 {},
                 "核对证件后明天再办，急的请本人常住地的窗口办"};
  const registers::IdentityCipher cipher(call.backend.cipher);
  const auto found = TRY(registering::look_for(*transaction, cipher, wanted));
  WindowFound shown;
  shown.id_number = access::mask("id_number", wanted.number);
  shown.found = found.person.has_value();
  if (!found.person) {
    call.did("", fmt::format("未查到；{}", asked.purpose));
    return shown;
  }
  call.did(fmt::format("person:{}", *found.person),
           fmt::format("{}：{}", kind_label(call, asked.kind), asked.purpose));
  if (found.inside) {
    shown.person_id = Id{*found.person};
    return shown;
  }
  shown.look = Id{found.id};
  shown.until = to_text(wanted.until);
  for (const auto& one :
       TRY(registering::registrations_of(*transaction, found.id, wanted.now, call.today())))
    shown.items.push_back({one.entity, label_of(call, one.entity), one.since, one.detail,
                           std::max<std::int64_t>(0, call.today() - one.since + 1)});
  return shown;
}

Status tell_person(Call& call, store::Transaction& transaction, const Kind& kind,
                   const registering::Opened& opened) {
  flows::Message message;
  message.place = opened.home;
  message.person = opened.person;
  message.kind = "step";
  message.title = fmt::format("已为您办理{}", kind.zh);
  message.body = fmt::format(
      "{} 由 {} 在本市别处的窗口办理，记录在 {}。有不对的，可以在“我的档案”里提出更正。",
      leye::to_text(call.today()), call.caller->signature(), opened.home_label);
  message.sent_at = call.now();
  return flows::send_message(transaction, message);
}

Result<RegisteredHere> register_one(Call& call, store::Transaction& transaction, std::int64_t look,
                                    const RegisterHere& asked) {
  const registers::IdentityCipher cipher(call.backend.cipher);
  const auto opened = TRY(registering::take_open(transaction, cipher, look, call.machine_now()));
  const Kind& kind = *TRY(kind_of(call, opened.kind));
  RegisteredHere done;
  done.ended = TRY(store_registration(call, transaction, kind,
                                      {opened.person, opened.home, opened.number}, asked));
  done.label = call.label(kind);
  done.home_label = opened.home_label;
  done.due = call.today() + call.backend.rulebook.registering.home_days;
  TRY(registering::tell_home(
      transaction,
      {look, opened, kind.zh, fmt::format("{}，{} 办理", kind.zh, call.caller->signature()),
       done.due, call.now(), call.caller->signature()}));
  TRY(tell_person(call, transaction, kind, opened));
  call.did(fmt::format("person:{}", opened.person),
           fmt::format("全城通办：{}，常住地 {}", kind.zh, opened.home_label));
  return done;
}

Result<http::Response> register_here(Call& call) {
  const auto look = TRY(call.path_id());
  const auto asked = TRY(json::read<RegisterHere>(call.request.body));
  return own_write(call, statement_time_max,
                   [&](store::Transaction& transaction) -> Result<http::Response> {
                     return respond(TRY(register_one(call, transaction, look, asked)));
                   });
}

Result<WindowDone> done_here(Call& call) {
  auto* transaction = TRY(call.transaction());
  WindowDone shown;
  for (const auto& one : TRY(registering::done_here(*transaction, listed_at_most)))
    shown.items.push_back({Id{one.id}, kind_label(call, one.kind), access::mask("name", one.name),
                           one.home_label, one.clerk, to_text(one.at), one.answered,
                           one.answered ? call.says("常住地已核对", "looked at by the community")
                                        : call.says("常住地待核对", "waits at the community")});
  return shown;
}

}  // namespace

std::vector<Route> window_routes() {
  const std::string base = "/api/v1/windows";
  Route find = post<LookForPerson, WindowFound>(base + "/looks", "跨辖区查找一个人", windows, look);
  find.act = "window_search";
  Route enter = post<RegisterHere, RegisteredHere>(base + "/looks/{id}/registration",
                                                   "为别处的人办一项登记", windows, nullptr);
  enter.handler = register_here;
  enter.effect = Effect::decides;
  enter.own_transactions = true;
  enter.keeps_answer = true;
  enter.act = "window_register";
  return {get<WindowKinds>(base + "/kinds", "全城通办的登记", windows, kinds), find, enter,
          get<WindowDone>(base + "/registrations", "本窗口为别处的人办的登记", windows, done_here)};
}

}  // namespace leye::api
