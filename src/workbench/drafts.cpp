#include "workbench/drafts.hpp"

#include <set>

#include <fmt/format.h>

#include "workbench/drafts.sql.hpp"

namespace leye::workbench {
namespace {

Error invalid(std::string what, std::string where, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {std::move(where)}, std::move(fix)};
}

Draft draft_of(const store::Row& row) {
  Draft draft;
  draft.id = row.get<std::int64_t>("id");
  draft.pack = row.get<std::string>("pack");
  draft.base = row.get<std::int64_t>("base");
  draft.title = row.get<std::string>("title");
  draft.owner = {row.get<std::int64_t>("owner"), row.get<std::string>("owner_name")};
  draft.state = row.get<std::string>("state");
  draft.revision = row.get<std::int64_t>("revision");
  draft.changed_files = row.get<std::int64_t>("changed_files");
  draft.in_force_from = row.get<std::optional<Day>>("in_force_from");
  draft.note = row.get<std::string>("note");
  if (const auto asked = row.get<std::optional<std::int64_t>>("asked_by"))
    draft.asked_by = {*asked, row.get<std::optional<std::string>>("asked_by_name").value_or("")};
  draft.asked_at = row.get<std::optional<Instant>>("asked_at");
  if (const auto kept = row.get<std::optional<store::Json>>("submission"))
    draft.submission = kept->text;
  draft.version = row.get<std::optional<std::int64_t>>("version");
  draft.changed_by = row.get<std::string>("changed_by_name");
  draft.changed_at = row.get<Instant>("changed_at");
  return draft;
}

std::string time_of(Instant at) {
  const auto local = at + std::chrono::hours(8);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(
      local - std::chrono::floor<std::chrono::days>(local));
  return fmt::format("{} {:02}:{:02}", to_text(business_day(at)), minutes.count() / 60,
                     minutes.count() % 60);
}

Status check_open(const Draft& draft) {
  if (draft.open()) return Done{};
  const char* why = draft.state == "submitted"   ? "草案已提交，正等另一个人批准"
                    : draft.state == "published" ? "草案已经发布成版本"
                                                 : "草案已经撤回";
  return Error{ErrorCode::conflict, why, {}, "退回以后再改，或者另起一份草案"};
}

Status check_revision(const Draft& draft, std::int64_t revision) {
  if (draft.revision == revision) return Done{};
  return Error{ErrorCode::conflict,
               fmt::format("草案在您打开以后被{}改动过（{}）", draft.changed_by,
                           time_of(draft.changed_at)),
               {"revision"},
               "刷新看对方改了什么，再把您的改动放进去"};
}

Status check_room(const Changes& changes) {
  std::size_t bytes = 0;
  for (const auto& [path, text] : changes) bytes += text ? text->size() : 0;
  if (changes.size() <= draft_files_max && bytes <= draft_bytes_max) return Done{};
  return invalid(fmt::format("一份草案最多改 {} 个文件、{} MB", draft_files_max,
                             draft_bytes_max >> 20),
                 "files", "分成几份草案，先后发布");
}

// A file of a pack that the version does not know would never be read.
Status check_pack_of(const std::string& path, const Files& base) {
  const auto pack = path.substr(0, path.find('/') + 1);
  for (const auto& [known, text] : base)
    if (known.starts_with(pack)) return Done{};
  return invalid("草案里只能有本政策包和它引用的包的文件", path,
                 "写成“" + base.rbegin()->first.substr(0, base.rbegin()->first.find('/')) +
                     "/文件名.md”");
}

}  // namespace

const char* name(FileChange change) {
  switch (change) {
    case FileChange::none: return "";
    case FileChange::changed: return "changed";
    case FileChange::added: return "added";
    case FileChange::deleted: return "deleted";
  }
  return "";
}

Files with_changes(Files base, const Changes& changes) {
  for (const auto& [path, text] : changes) {
    if (text)
      base[path] = *text;
    else
      base.erase(path);
  }
  return base;
}

Result<std::int64_t> Drafts::make(const Version& base, const std::string& title,
                                  const Person& owner, Instant now) {
  constexpr std::size_t title_bytes_max = 300;
  if (title.empty() || title.size() > title_bytes_max)
    return invalid("请给草案起个名字，一百字以内", "title", "例如：提高吸纳补贴标准");
  const auto counted = TRY(transaction_.query(sql::count_open_drafts));
  if (counted[0].get<std::int64_t>("count") >= open_drafts_max)
    return Error{ErrorCode::conflict,
                 fmt::format("已有 {} 份没有办完的草案", open_drafts_max),
                 {},
                 "先撤回不用的草案"};
  const auto rows = TRY(transaction_.query(sql::insert_draft, base.pack, base.number, title,
                                           owner.account, owner.name, now));
  const auto id = rows[0].get<std::int64_t>("id");
  TRY(note_event(id, owner, now, "made", fmt::format("底稿是第 {} 版", base.number)));
  return id;
}

Result<std::vector<Draft>> Drafts::list(const std::string& pack, int count) {
  std::vector<Draft> drafts;
  for (const store::Row row : TRY(transaction_.query(sql::drafts, pack, count)))
    drafts.push_back(draft_of(row));
  return drafts;
}

Result<Draft> Drafts::find(std::int64_t id) {
  const auto rows = TRY(transaction_.query(sql::draft, id));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这份草案"};
  return draft_of(rows[0]);
}

Result<Draft> Drafts::lock(std::int64_t id) {
  TRY(transaction_.query(sql::lock_draft, id));
  return find(id);
}

Result<Draft> Drafts::lock_open(std::int64_t id, std::int64_t revision) {
  auto draft = TRY(lock(id));
  TRY(check_open(draft));
  TRY(check_revision(draft, revision));
  return draft;
}

Status Drafts::replace_changes(std::int64_t id, const Changes& changes) {
  TRY(check_room(changes));
  for (const auto& [path, text] : changes)
    if (text) TRY(check_text(path, *text));
  TRY(transaction_.execute(sql::drop_draft_files, id));
  for (const auto& [path, text] : changes)
    TRY(transaction_.execute(sql::put_draft_file, id, path, text));
  return Done{};
}

Result<Changes> Drafts::changes(std::int64_t id) {
  Changes changes;
  for (const store::Row row : TRY(transaction_.query(sql::draft_files, id)))
    changes.emplace(row.get<std::string>("path"), row.get<std::optional<std::string>>("text"));
  return changes;
}

Result<std::vector<DraftEvent>> Drafts::events(std::int64_t id) {
  std::vector<DraftEvent> events;
  for (const store::Row row : TRY(transaction_.query(sql::draft_events, id)))
    events.push_back({row.get<Instant>("happened_at"), row.get<std::string>("name"),
                      row.get<std::string>("act"), row.get<std::string>("text")});
  return events;
}

Result<Files> Drafts::files(const Draft& draft) {
  auto base = TRY(files_of_version(transaction_, draft.base));
  const auto changed = TRY(changes(draft.id));
  return with_changes(std::move(base), changed);
}

Result<Drafts::Saved> Drafts::save(std::int64_t id, const std::string& path,
                                   const std::optional<std::string>& text, std::int64_t revision,
                                   const Person& by, Instant now, const std::string& act) {
  TRY(check_path(path));
  if (text) TRY(check_text(path, *text));
  const auto draft = TRY(lock_open(id, revision));
  const auto base = TRY(files_of_version(transaction_, draft.base));
  TRY(check_pack_of(path, base));
  const auto before = base.find(path);
  const bool known = before != base.end();
  Saved saved;
  if (known ? (text && *text == before->second) : !text) {
    TRY(transaction_.execute(sql::drop_draft_file, id, path));
  } else {
    auto changes = TRY(this->changes(id));
    changes[path] = text;
    TRY(check_room(changes));
    TRY(transaction_.execute(sql::put_draft_file, id, path, text));
    saved.change = !known ? FileChange::added : text ? FileChange::changed : FileChange::deleted;
  }
  const auto rows = TRY(transaction_.query(sql::touch_draft, id, by.name, now));
  saved.revision = rows[0].get<std::int64_t>("revision");
  TRY(note_event(id, by, now, act, path));
  return saved;
}

Status Drafts::note_event(std::int64_t id, const Person& by, Instant now, const std::string& act,
                          const std::string& text) {
  TRY(transaction_.execute(sql::insert_draft_event, id, now, by.account, by.name, act, text));
  return Done{};
}

}  // namespace leye::workbench
