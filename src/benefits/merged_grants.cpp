#include "benefits/merged_grants.hpp"

#include <map>
#include <set>

#include <fmt/format.h>

#include "benefits/grants.hpp"
#include "benefits/merged_grants.sql.hpp"
#include "registers/merge.hpp"

namespace leye::benefits {
namespace {

constexpr std::int16_t person_kind = 1, pair_kind = 3;

struct Moved {
  std::int64_t survivor = 0, merged = 0;
  std::vector<std::int64_t> grants;
  std::map<std::int64_t, std::vector<std::int64_t>> of_employer;
};

Status read_moved(store::Transaction& transaction, std::int64_t merge, Moved& moved) {
  const auto rows = TRY(transaction.query(sql::grants_of_merge, merge));
  for (const store::Row row : rows) {
    const auto grant = row.get<std::int64_t>("id");
    moved.survivor = row.get<std::int64_t>("survivor_id");
    moved.merged = row.get<std::int64_t>("merged_id");
    moved.grants.push_back(grant);
    if (const auto employer = row.get<std::optional<std::int64_t>>("organisation_id"))
      moved.of_employer[*employer].push_back(grant);
  }
  return Done{};
}

// The grants whose slots could not be moved.
Result<std::set<std::int64_t>> move(store::Transaction& transaction, const Moved& moved,
                                    std::int64_t from, std::int64_t to) {
  std::set<std::int64_t> conflicts;
  const auto move_of = [&](std::int64_t subject, std::int64_t new_subject, std::int16_t kind,
                           const std::vector<std::int64_t>& grants) -> Status {
    const auto rows = TRY(transaction.query(sql::move_slots, subject, new_subject, kind, grants));
    for (const store::Row row : rows) conflicts.insert(row.get<std::int64_t>("grant_id"));
    return Done{};
  };
  TRY(move_of(from, to, person_kind, moved.grants));
  for (const auto& [employer, grants] : moved.of_employer)
    TRY(move_of(pair_subject(from, employer), pair_subject(to, employer), pair_kind, grants));
  return conflicts;
}

}  // namespace

Result<std::int64_t> move_merged_slots(store::Transaction& transaction, std::int64_t merge,
                                       Instant now) {
  Moved moved;
  TRY(read_moved(transaction, merge, moved));
  if (moved.grants.empty()) return 0;
  const auto conflicts = TRY(move(transaction, moved, moved.merged, moved.survivor));
  if (conflicts.empty()) return 0;
  const std::vector<std::int64_t> grants(conflicts.begin(), conflicts.end());
  const auto measures = TRY(transaction.query(sql::measures_of_grants, grants));
  TRY(registers::open_register_task(
      transaction, "benefits_conflict", moved.survivor, fmt::format("merge:{}", merge),
      fmt::format("合并后有 {} 笔待遇与另一份档案名下的待遇互斥或超过次数：{}", grants.size(),
                  measures[0].get<std::string>("measures")),
      now));
  return static_cast<std::int64_t>(grants.size());
}

Status move_slots_back(store::Transaction& transaction, std::int64_t merge) {
  Moved moved;
  TRY(read_moved(transaction, merge, moved));
  if (!moved.grants.empty()) TRY(move(transaction, moved, moved.survivor, moved.merged));
  return Done{};
}

}  // namespace leye::benefits
