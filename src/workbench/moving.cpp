#include "workbench/moving.hpp"

#include <fmt/format.h>

#include "workbench/drafts.sql.hpp"
#include "workbench/merge.hpp"

namespace leye::workbench {
namespace {

using Text = std::optional<std::string>;  // none: there is no such file

Text text_in(const Files& files, const std::string& path) {
  const auto found = files.find(path);
  return found == files.end() ? Text{} : Text{found->second};
}

// A file that both changed. None: left out by both.
Text put_together(const std::string& path, const Text& base, const Text& mine, const Text& theirs,
                  std::int64_t number, std::int64_t& conflicts) {
  if (path.ends_with("/edges.csv") && mine && theirs)
    return merge_rows(base.value_or(""), *mine, *theirs);
  const std::string gone = "（删去了这个文件）";
  const std::string my_name = mine ? "草案" : "草案" + gone;
  const std::string their_name = fmt::format("第 {} 版{}", number, theirs ? "" : gone);
  const Side my_side{mine ? std::string_view(*mine) : std::string_view{}, my_name};
  const Side their_side{theirs ? std::string_view(*theirs) : std::string_view{}, their_name};
  auto merged = mine && theirs ? merge(base.value_or(""), my_side, their_side)
                               : both_of(my_side, their_side);
  conflicts += merged.conflicts;
  return std::move(merged.text);
}

Result<Version> latest_for(store::Transaction& transaction, const Draft& draft) {
  const auto versions = TRY(list_versions(transaction, draft.pack));
  const auto* latest = latest_standing(versions);
  if (latest == nullptr) return Error{ErrorCode::not_found, "没有政策版本", {draft.pack}};
  if (latest->number != draft.base) return *latest;
  return Error{ErrorCode::conflict,
               fmt::format("草案的底稿已经是最近的第 {} 版", draft.base),
               {},
               "不用换底稿"};
}

}  // namespace

Result<Moved> move_to_latest(store::Transaction& transaction, std::int64_t id,
                             std::int64_t revision, const Person& by, Instant now) {
  Drafts drafts(transaction);
  const auto draft = TRY(drafts.lock_open(id, revision));
  const auto latest = TRY(latest_for(transaction, draft));
  const auto before = TRY(files_of_version(transaction, draft.base));
  const auto after = TRY(files_of_version(transaction, latest.number));
  Moved moved;
  moved.base = latest.number;
  Changes changes;
  for (const auto& [path, mine] : TRY(drafts.changes(id))) {
    const auto base = text_in(before, path), theirs = text_in(after, path);
    auto text = mine;
    if (theirs != base && theirs != mine) {
      text = put_together(path, base, mine, theirs, latest.number, moved.conflicts);
      ++moved.files_merged;
    }
    if (text != theirs) changes[path] = std::move(text);
  }
  TRY(drafts.replace_changes(id, changes));
  const auto rows = TRY(transaction.query(sql::move_draft, id, latest.number, by.name, now));
  moved.revision = rows[0].get<std::int64_t>("revision");
  TRY(drafts.note_event(id, by, now, "moved",
                        fmt::format("底稿从第 {} 版换到第 {} 版，{} 个文件两边都改过，{} 处冲突",
                                    draft.base, latest.number, moved.files_merged,
                                    moved.conflicts)));
  return moved;
}

}  // namespace leye::workbench
