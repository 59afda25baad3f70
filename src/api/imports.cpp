// Sheets from outside: previewed, then confirmed. Between the two the file waits in the data
// folder, encrypted, for an hour; its name says whose it is, so that nobody else can confirm it.
#include "api/imports.hpp"

#include <openssl/rand.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/resources.hpp"
#include "registers/import.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr auto kept_for = std::chrono::hours(1);
constexpr std::uint64_t sheet_bytes_max = std::uint64_t{64} << 20;

// A sheet that waits: number, whose, and of which kind.
struct Waiting {
  std::int64_t id = 0;
  std::string kind;
};

std::filesystem::path path_of(const Call& call, std::int64_t id) {
  return call.backend.imports_folder / fmt::format("{}-{}", call.caller->account, id);
}

void forget_old(const std::filesystem::path& folder) {
  std::error_code ignored;
  const auto now = std::filesystem::file_time_type::clock::now();
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (now - entry.last_write_time(ignored) > kept_for) {
      std::filesystem::remove(entry.path(), ignored);
    }
  }
}

Error not_kept() { return Error{ErrorCode::unavailable, "文件存不下来", {}, "请稍后再试"}; }

// The kind stands before the sheet, in one cipher text.
Status keep(const Call& call, const Waiting& waiting, const std::string& sheet) {
  std::error_code error;
  std::filesystem::create_directories(call.backend.imports_folder, error);
  if (error) return not_kept();
  std::filesystem::permissions(call.backend.imports_folder, std::filesystem::perms::owner_all,
                               error);
  forget_old(call.backend.imports_folder);
  const auto sealed =
      call.backend.cipher.encrypt("import.sheet", waiting.id, waiting.kind + "\n" + sheet);
  std::ofstream out(path_of(call, waiting.id), std::ios::binary);
  out.write(reinterpret_cast<const char*>(sealed.data()),
            static_cast<std::streamsize>(sealed.size()));
  out.close();
  if (!out) return not_kept();
  return Done{};
}

struct Sheet {
  std::string kind;
  std::string text;
};

Result<Sheet> find_sheet(const Call& call, std::int64_t id) {
  std::ifstream in(path_of(call, id), std::ios::binary);
  if (!in) return Error{ErrorCode::not_found, "没有找到"};
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto plain = TRY(call.backend.cipher.decrypt("import.sheet", id, to_bytes(bytes)));
  const auto line = plain.find('\n');
  CHECK(line != plain.npos);
  return Sheet{plain.substr(0, line), plain.substr(line + 1)};
}

registers::ImportOrder order_of(const Call& call, const std::string& kind) {
  registers::ImportOrder order;
  order.kind = kind;
  order.source = fmt::format("{}导入 {}", call.caller->name, leye::to_text(call.today()));
  order.now = call.now();
  order.valid_on = call.today();
  order.place_lo = call.post.range.low;
  order.place_hi = call.post.range.high;
  return order;
}

// The sheet compared with the register, in a transaction that sees all places; `use` decides
// whether anything of it stays.
template <class Use>
auto compare(Call& call, const Sheet& sheet, Use use)
    -> decltype(use(std::declval<registers::Import&>(), std::declval<registers::ImportReport&>(),
                    std::declval<store::Transaction&>())) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  scope.time_limit = std::chrono::minutes(10);
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::Import import(transaction, call.backend.vocabulary, cipher,
                           order_of(call, sheet.kind));
  auto report = TRY(import.run(intake::bytes_of(sheet.text)));
  return use(import, report, transaction);
}

ImportPreview preview_of(const registers::ImportReport& report, std::int64_t id) {
  ImportPreview preview;
  preview.id = Id{id};
  preview.kind = report.entity->id;
  preview.kind_label = report.entity->zh;
  preview.encoding = intake::name(report.encoding);
  preview.rows = report.rows;
  preview.added = report.added;
  preview.changed = report.changed;
  preview.same = report.same;
  preview.bad = report.bad;
  for (const auto& problem : report.problems) {
    preview.errors.push_back(
        {problem.row, problem.column, problem.value, problem.message, problem.fix});
  }
  return preview;
}

Result<http::Response> look(Call& call) {
  std::array<unsigned char, 7> noise;
  CHECK(RAND_bytes(noise.data(), static_cast<int>(noise.size())) == 1);
  Waiting waiting;
  for (const auto byte : noise) waiting.id = waiting.id * 256 + byte;
  waiting.kind = call.request.asked("kind");
  if (waiting.kind.empty() || waiting.kind.size() > 64 || call.request.body.empty()) {
    return Error{ErrorCode::invalid_input, "请选择类别和文件", {"kind"}};
  }
  const Sheet sheet{waiting.kind, call.request.body};
  const auto preview = TRY(compare(call, sheet,
                                   [&waiting](registers::Import&, registers::ImportReport& report,
                                              store::Transaction&) -> Result<ImportPreview> {
                                     return preview_of(report, waiting.id);
                                   }));
  TRY(keep(call, waiting, sheet.text));
  call.did(fmt::format("import:{}", waiting.id),
           fmt::format("{} {} 行", preview.kind_label, preview.rows));
  return respond(preview);
}

Result<ImportDone> confirm(Call& call) {
  const auto id = TRY(call.path_id());
  const auto sheet = TRY(find_sheet(call, id));
  const auto store = [id](registers::Import& import, registers::ImportReport& report,
                          store::Transaction& transaction) -> Result<ImportDone> {
    TRY(import.store());
    TRY(transaction.commit());
    return ImportDone{Id{id}, report.added, report.changed};
  };
  const auto done = TRY(compare(call, sheet, store));
  std::error_code ignored;
  std::filesystem::remove(path_of(call, id), ignored);
  call.did(fmt::format("import:{}", id), fmt::format("新增 {}，变更 {}", done.added, done.changed));
  return done;
}

Result<http::Response> wrong_rows(Call& call) {
  const auto id = TRY(call.path_id());
  const auto sheet = TRY(find_sheet(call, id));
  http::Response response;
  response.type = "text/csv; charset=utf-8";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"wrong-rows.csv\"");
  const auto write = [&sheet](registers::Import& import, registers::ImportReport&,
                              store::Transaction&) -> Result<std::string> {
    std::ostringstream out;
    TRY(import.write_wrong_rows(intake::bytes_of(sheet.text), out));
    return out.str();
  };
  response.body = TRY(compare(call, sheet, write));
  call.saw("read_wrong_rows", fmt::format("import:{}", id));
  return response;
}

}  // namespace

std::vector<Route> import_routes() {
  const RoleSet importers{Role::window_clerk, Role::insurance_agency};
  Route first = post<ImportPreview>("/api/v1/imports", "导入预检", importers, nullptr);
  first.handler = look;
  first.query = {"kind"};
  first.takes_type = "text/csv";
  first.body_bytes_max = sheet_bytes_max;
  first.act = "preview_import";
  Route second = post<ImportDone>("/api/v1/imports/{id}/confirm", "确认导入", importers, confirm);
  second.effect = Effect::decides;
  second.own_transactions = true;
  second.act = "confirm_import";
  Route wrong = get<Nothing>("/api/v1/imports/{id}/wrong-rows", "错误行", importers, nullptr);
  wrong.handler = wrong_rows;
  wrong.gives = nullptr;
  wrong.gives_type = "text/csv; charset=utf-8";
  wrong.act = "read_wrong_rows";
  return {first, second, wrong};
}

}  // namespace leye::api
