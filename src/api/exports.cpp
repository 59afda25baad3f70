// A register as a file, in clear: recorded with its number of rows, and bounded; whole registers go
// out by `leye export`, which the system administrator runs.
#include <streambuf>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/resources.hpp"
#include "api/sheets.hpp"
#include "registers/export.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr std::size_t bytes_max = std::size_t{32} << 20;

// Keeps what is written up to the limit and lets go of the rest.
class Bounded : public std::streambuf {
 public:
  bool full() const { return full_; }
  std::string take() { return std::move(text_); }

 protected:
  int_type overflow(int_type c) override {
    const char one = traits_type::to_char_type(c);
    return xsputn(&one, 1) == 1 ? c : traits_type::eof();
  }
  std::streamsize xsputn(const char* bytes, std::streamsize count) override {
    full_ = full_ || text_.size() + static_cast<std::size_t>(count) > bytes_max;
    if (full_) return 0;
    text_.append(bytes, static_cast<std::size_t>(count));
    return count;
  }

 private:
  std::string text_;
  bool full_ = false;
};

Error too_much() {
  return {ErrorCode::conflict, "导出的内容太多", {}, "整个登记簿请由系统管理员用 leye export 导出"};
}

Result<http::Response> export_sheet(Call& call) {
  const auto* entity = call.backend.vocabulary.find_entity(call.path.at("kind"));
  if (entity == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  registers::ExportOrder order{entity->id};
  if (call.request.asked("encoding") == "gb18030") order.encoding = intake::Encoding::gb18030;
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  http::Response response;
  if (call.request.asked("form") == "xlsx") {
    auto workbook = TRY(
        registers::export_workbook(*transaction, call.backend.vocabulary, cipher, order));
    if (workbook.bytes.size() > bytes_max) return too_much();
    call.saw("export", entity->id, fmt::format("{} 行", workbook.rows));
    describe_sheet(response, entity->id, false);
    response.body = std::move(workbook.bytes);
    return response;
  }
  Bounded buffer;
  std::ostream out(&buffer);
  const auto rows =
      TRY(registers::export_register(*transaction, call.backend.vocabulary, cipher, order, out));
  if (buffer.full()) return too_much();
  call.saw("export", entity->id, fmt::format("{} 行", rows));
  describe_sheet(response, entity->id, true);
  response.body = buffer.take();
  return response;
}

}  // namespace

std::vector<Route> export_routes() {
  Route sheet = get<Nothing>("/api/v1/exports/{kind}", "导出",
                             RoleSet{Role::window_clerk, Role::insurance_agency}, nullptr);
  sheet.handler = export_sheet;
  sheet.gives = nullptr;
  sheet.gives_type = "text/csv; charset=utf-8";
  sheet.query = {"encoding", "form"};
  sheet.act = "export";
  return {sheet};
}

}  // namespace leye::api
