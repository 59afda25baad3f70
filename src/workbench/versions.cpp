#include "workbench/versions.hpp"

#include "workbench/versions.sql.hpp"

namespace leye::workbench {
namespace {

std::optional<Person> person(const store::Row& row, const char* account, const char* name) {
  const auto id = row.get<std::optional<std::int64_t>>(account);
  if (!id) return std::nullopt;
  return Person{*id, row.get<std::optional<std::string>>(name).value_or("")};
}

Version version_of(const store::Row& row) {
  Version version;
  version.number = row.get<std::int64_t>("number");
  version.pack = row.get<std::string>("pack");
  version.title = row.get<std::string>("title");
  version.base = row.get<std::optional<std::int64_t>>("base");
  version.in_force_from = row.get<Day>("in_force_from");
  version.origin = row.get<std::string>("origin");
  version.digest = row.get<std::string>("digest");
  version.plan_digest = row.get<std::string>("plan_digest");
  version.note = row.get<std::string>("note");
  version.asked_by = person(row, "asked_by", "asked_by_name");
  version.asked_at = row.get<std::optional<Instant>>("asked_at");
  version.approved_by = person(row, "approved_by", "approved_by_name");
  version.approved_at = row.get<std::optional<Instant>>("approved_at");
  version.recorded_at = row.get<Instant>("recorded_at");
  version.draft = row.get<std::optional<std::int64_t>>("draft");
  version.taken_back_by = person(row, "taken_back_by", "taken_back_by_name");
  version.taken_back_at = row.get<std::optional<Instant>>("taken_back_at");
  version.taken_back_why = row.get<std::optional<std::string>>("taken_back_why").value_or("");
  return version;
}

std::optional<std::int64_t> account_of(const std::optional<Person>& person) {
  return person ? std::optional(person->account) : std::nullopt;
}

std::optional<std::string> name_of(const std::optional<Person>& person) {
  return person ? std::optional(person->name) : std::nullopt;
}

}  // namespace

Result<std::vector<Version>> list_versions(store::Transaction& transaction,
                                           const std::string& pack) {
  std::vector<Version> versions;
  for (const store::Row row : TRY(transaction.query(sql::versions, pack)))
    versions.push_back(version_of(row));
  return versions;
}

const Version* latest_standing(const std::vector<Version>& versions) {
  for (const auto& each : versions)
    if (each.stands()) return &each;
  return nullptr;
}

Result<Version> find_version(store::Transaction& transaction, std::int64_t number) {
  const auto rows = TRY(transaction.query(sql::version, number));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这个政策版本"};
  return version_of(rows[0]);
}

Result<std::optional<std::int64_t>> version_in_force(store::Transaction& transaction,
                                                     const std::string& pack, Day on) {
  const auto rows = TRY(transaction.query(sql::version_in_force, pack, on));
  if (rows.empty()) return std::optional<std::int64_t>{};
  return std::optional(rows[0].get<std::int64_t>("number"));
}

Result<std::optional<std::string>> latest_pack(store::Transaction& transaction) {
  const auto rows = TRY(transaction.query(sql::latest_pack));
  if (rows.empty()) return std::optional<std::string>();
  return std::optional(rows[0].get<std::string>("pack"));
}

Result<Files> files_of_version(store::Transaction& transaction, std::int64_t number) {
  Files files;
  for (const store::Row row : TRY(transaction.query(sql::version_files, number)))
    files.emplace(row.get<std::string>("path"), row.get<std::string>("text"));
  if (files.empty()) return Error{ErrorCode::not_found, "没有这个政策版本"};
  return files;
}

Result<std::int64_t> add_version(store::Transaction& transaction, const Version& version,
                                 const Files& files) {
  const auto rows = TRY(transaction.query(
      sql::insert_version, version.pack, version.title, version.base, version.in_force_from,
      version.origin, digest_of(files), version.plan_digest, version.note,
      account_of(version.asked_by), name_of(version.asked_by), version.asked_at,
      account_of(version.approved_by), name_of(version.approved_by), version.approved_at,
      version.recorded_at));
  const auto number = rows[0].get<std::int64_t>("number");
  std::vector<std::string> paths, texts;
  for (const auto& [path, text] : files) {
    paths.push_back(path);
    texts.push_back(text);
  }
  TRY(transaction.execute(sql::insert_version_files, number, paths, texts));
  return number;
}

}  // namespace leye::workbench
