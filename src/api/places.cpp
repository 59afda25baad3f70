// Divisions, one level at a time: for cascades and for the names of one's own places.
#include "registers/places.hpp"
#include "api/bind.hpp"
#include "api/resources.hpp"
#include "api/sign_in.hpp"

namespace leye::api {
namespace {

struct Level {
  const char* name;
  const char* label;
};

Level level_of(int level) {
  switch (level) {
    case 1: return {"province", "省"};
    case 2: return {"city", "市"};
    case 3: return {"county", "区县"};
    case 4: return {"township", "乡镇街道"};
    default: return {"village", "村社区"};
  }
}

Result<Page<PlaceLine>> places(Call& call) {
  const auto paging = TRY(call.paging());
  const auto parent = TRY(call.asked_number("parent"));
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(registers::divisions_below(
      *transaction, parent.value_or(call.backend.area_place), paging.size, paging.offset()));
  std::vector<PlaceLine> lines;
  for (const auto& item : found.items) {
    const auto level = level_of(item.level);
    lines.push_back({Id{item.code}, item.name, level.name, level.label, Id{item.parent}});
  }
  return page_of(std::move(lines), found.total, paging);
}

}  // namespace

std::vector<Route> place_routes() {
  Route list = get<Page<PlaceLine>>("/api/v1/places", "行政区划", access::anyone, places);
  list.query = {"parent", "page", "size"};
  return {list};
}

}  // namespace leye::api
