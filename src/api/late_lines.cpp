#include "api/late_lines.hpp"

#include "api/bind.hpp"
#include "registers/late_entries.hpp"

namespace leye::api {

Result<std::vector<LateLine>> late_lines(Call& call, const std::string& owner, std::int64_t id,
                                         Instant known_at) {
  auto* transaction = TRY(call.transaction());
  std::vector<LateLine> lines;
  for (const auto& each : TRY(registers::late_entries_of(*transaction, owner, id, known_at))) {
    const Entity* entity = call.backend.vocabulary.find_entity(each.entity);
    if (entity == nullptr) continue;  // the pack that declared it is not in force
    lines.push_back({each.entity, entity->zh, entity->en, each.happened_on, to_text(each.done_at),
                     each.done_by, each.reason, each.recorded_by, business_day(each.known_from)});
  }
  return lines;
}

}  // namespace leye::api
