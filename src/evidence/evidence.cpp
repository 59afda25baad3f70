#include "evidence/evidence.hpp"

#include <fmt/format.h>

#include "evidence/evidence.sql.hpp"

namespace leye::evidence {
namespace {

constexpr const char* purpose = "evidence.file";
constexpr std::size_t name_bytes_max = 200;

Error none() { return {ErrorCode::not_found, "没有找到"}; }

bool is_name(std::string_view name) {
  if (name.empty() || name.size() > name_bytes_max) return false;
  for (const char c : name)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '/' || c == '\\' || c == '"')
      return false;
  return true;
}

}  // namespace

std::string kind_of(std::string_view bytes) {
  if (bytes.starts_with("%PDF-")) return "pdf";
  if (bytes.starts_with("\xFF\xD8\xFF")) return "jpeg";
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "png";
  return "";
}

Result<std::int64_t> add_file(store::Transaction& transaction, const Cipher& cipher,
                              const Adder& adder, const Paper& paper) {
  if (!is_name(paper.name))
    return Error{ErrorCode::invalid_input, "附件的名称太长，或有不能用的字符", {"name"},
                 "改名后再传"};
  if (paper.bytes.empty() || paper.bytes.size() > file_bytes_max)
    return Error{ErrorCode::invalid_input, "附件是空的，或超过 8 MB", {"name"}, "压缩或分开后再传"};
  const auto kind = kind_of(paper.bytes);
  if (kind.empty())
    return Error{ErrorCode::invalid_input, "附件只收 PDF、JPEG 和 PNG", {"name"},
                 "扫描或另存为其中一种"};
  const auto made = TRY(transaction.query(sql::insert_file, paper.name, kind,
                                          static_cast<std::int64_t>(paper.bytes.size()),
                                          adder.place, adder.account, adder.now));
  const auto id = made[0].get<std::int64_t>("id");
  TRY(transaction.execute(sql::fill_file, id, cipher.encrypt(purpose, id, paper.bytes)));
  return id;
}

Status attach(store::Transaction& transaction, const Adder& adder, std::int64_t file,
              const std::string& about, const std::vector<AboutRow>& rows) {
  std::vector<std::int64_t> ids, places;
  for (const AboutRow& one : rows) {
    ids.push_back(one.row);
    places.push_back(one.place);
  }
  const auto found = TRY(transaction.query(sql::most_of_a_row, about, ids));
  if (found[0].get<std::int64_t>("files") >= static_cast<std::int64_t>(files_of_row_max))
    return Error{ErrorCode::conflict, fmt::format("一条最多 {} 个附件", files_of_row_max), {},
                 "合并成一个文件再传"};
  TRY(transaction.execute(sql::attach, file, about, adder.account, ids, places));
  return Done{};
}

Result<std::map<std::int64_t, std::vector<Attached>>> of_rows(
    store::Transaction& transaction, const std::string& about,
    const std::vector<std::int64_t>& rows, std::optional<std::int64_t> only_by) {
  std::map<std::int64_t, std::vector<Attached>> found;
  for (const store::Row row : TRY(transaction.query(sql::of_rows, about, rows, only_by)))
    found[row.get<std::int64_t>("row_id")].push_back(
        {row.get<std::int64_t>("id"), row.get<std::string>("name"), row.get<int>("size"),
         row.get<std::int64_t>("added_by")});
  return found;
}

Result<Opened> open_file(store::Transaction& transaction, const Cipher& cipher, std::int64_t id) {
  const auto rows = TRY(transaction.query(sql::file, id));
  if (rows.empty()) return none();
  Opened opened;
  opened.name = rows[0].get<std::string>("name");
  opened.kind = rows[0].get<std::string>("kind");
  opened.about = rows[0].get<std::string>("about");
  opened.row = rows[0].get<std::int64_t>("row_id");
  opened.added_by = rows[0].get<std::int64_t>("added_by");
  opened.bytes = TRY(cipher.decrypt(purpose, rows[0].get<std::int64_t>("file_id"),
                                    rows[0].get<Bytes>("content")));
  return opened;
}

Result<Removed> remove(store::Transaction& transaction, const Adder& adder, std::int64_t id) {
  const auto rows = TRY(transaction.query(sql::remove, id, adder.account, adder.now));
  if (rows.empty()) return none();
  TRY(transaction.execute(sql::wipe_file, rows[0].get<std::int64_t>("file_id")));
  return Removed{rows[0].get<std::string>("about"), rows[0].get<std::int64_t>("row_id")};
}

}  // namespace leye::evidence
