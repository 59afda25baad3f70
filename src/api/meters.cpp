#include "api/meters.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "benefits/meters.hpp"
#include "registers/organisations.hpp"
#include "registers/people.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;
using benefits::Meter;
using benefits::MeterOwner;

UsedUp line_of(const Call& call, const Meter& meter) {
  UsedUp line;
  line.measure = meter.measure->name.id;
  line.measure_label = call.label(meter.measure->name);
  line.kind = meter.kind == Meter::Kind::times    ? "times"
              : meter.kind == Meter::Kind::months ? "months"
                                                  : "money";
  const auto said = [&](std::int64_t amount) {
    return meter.kind == Meter::Kind::money ? to_text(Money::fen(amount)) : std::to_string(amount);
  };
  if (meter.year) line.year = *meter.year;
  line.used = said(meter.used);
  if (meter.limit) {
    line.limit = said(*meter.limit);
    line.left = said(meter.left());
    line.percent = *meter.limit > 0 ? std::min<std::int64_t>(100, meter.used * 100 / *meter.limit)
                                    : std::int64_t{100};
  }
  line.clause = meter.clause;
  line.days = meter.days;
  return line;
}

// The caller sees the subject; grants of other places count against the limits too.
Result<UsedUpLines> read(Call& call, const char* entity, MeterOwner owner) {
  const auto id = TRY(call.path_id());
  TRY(call.must_be_own(entity, id));
  const auto& backend = call.backend;
  const registers::IdentityCipher cipher(backend.cipher);
  auto* seen = TRY(call.transaction());
  if (owner == MeterOwner::person)
    TRY(registers::People(*seen, backend.vocabulary, cipher).card(id));
  else
    TRY(registers::Organisations(*seen, backend.vocabulary, cipher).card(id));
  auto lease = TRY(backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const auto grants = TRY(benefits::held_grants(transaction, owner, id, call.now()));
  UsedUpLines lines;
  for (const auto& meter : benefits::meters_of(backend.plan, grants, owner))
    lines.items.push_back(line_of(call, meter));
  call.saw(fmt::format("read_{}", entity), fmt::format("{}:{}", entity, id));
  return lines;
}

Result<UsedUpLines> of_person(Call& call) { return read(call, "person", MeterOwner::person); }
Result<UsedUpLines> of_organisation(Call& call) {
  return read(call, "organisation", MeterOwner::organisation);
}

}  // namespace

std::vector<Route> meter_routes() {
  const RoleSet readers =
      access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
  Route person = get<UsedUpLines>("/api/v1/persons/{id}/meters", "政策额度用了多少",
                                  readers | RoleSet{Role::citizen}, of_person);
  person.act = "read_person";
  Route organisation = get<UsedUpLines>("/api/v1/organisations/{id}/meters", "单位政策额度用了多少",
                                        readers | RoleSet{Role::employer}, of_organisation);
  organisation.act = "read_organisation";
  return {person, organisation};
}

}  // namespace leye::api
