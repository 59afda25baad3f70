#include "api/evidence.hpp"

#include <charconv>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/own_write.hpp"
#include "quality/quality_view.hpp"
#include "suspects/suspects.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet readers = access::clerks | RoleSet{Role::auditor};
constexpr RoleSet answerers{Role::window_clerk, Role::first_checker};
constexpr std::chrono::minutes statement_time_max{5};

evidence::Adder adder_of(const Call& call) {
  return {call.caller->account, call.post.place, call.now()};
}

suspects::SuspectDesk suspect_desk(const Call& call) {
  return {call.backend.cipher,  call.caller->account, call.post.place, call.post.range.low,
          call.post.range.high, call.now()};
}
quality::QualityDesk quality_desk(const Call& call) {
  return {call.backend.cipher,  call.caller->account, call.post.place, call.post.range.low,
          call.post.range.high, call.now()};
}

// "17,18"
Result<std::vector<std::int64_t>> asked_rows(const Call& call) {
  std::vector<std::int64_t> rows;
  std::string_view text = call.request.asked("ids");
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    std::int64_t row = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + end, row);
    if (error != std::errc() || stop != text.data() + end)
      return Error{ErrorCode::invalid_input, "条目的编号不对", {"ids"}, "刷新后再选"};
    rows.push_back(row);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return rows;
}

Status add(Call& call, store::Transaction& transaction, const std::string& about,
           const std::vector<evidence::AboutRow>& rows) {
  const evidence::Paper paper{std::string(call.request.asked("name")), call.request.body};
  const auto file =
      TRY(evidence::add_file(transaction, call.backend.cipher, adder_of(call), paper));
  TRY(evidence::attach(transaction, adder_of(call), file, about, rows));
  call.did(fmt::format("{}_row:{}", about, rows.front().row), paper.name);
  return Done{};
}

Result<http::Response> add_to_suspects(Call& call) {
  const auto ids = TRY(asked_rows(call));
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto rows = TRY(suspects::rows_for_evidence(transaction, suspect_desk(call), ids));
    TRY(add(call, transaction, "suspect", rows));
    return respond(Nothing{});
  };
  return own_write(call, statement_time_max, work);
}

Result<http::Response> add_to_check(Call& call) {
  const auto id = TRY(call.path_id());
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto row = TRY(quality::row_for_evidence(transaction, quality_desk(call), id));
    TRY(add(call, transaction, "quality", {row}));
    return respond(Nothing{});
  };
  return own_write(call, statement_time_max, work);
}

Result<http::Response> remove(Call& call) {
  const auto id = TRY(call.path_id());
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto removed = TRY(evidence::remove(transaction, adder_of(call), id));
    if (removed.about == "suspect")
      TRY(suspects::rows_for_evidence(transaction, suspect_desk(call), {removed.row}));
    else
      TRY(quality::row_for_evidence(transaction, quality_desk(call), removed.row));
    call.did(fmt::format("{}_row:{}", removed.about, removed.row));
    return respond(Nothing{});
  };
  return own_write(call, statement_time_max, work);
}

const char* type_of(const std::string& kind) {
  if (kind == "pdf") return "application/pdf";
  return kind == "png" ? "image/png" : "image/jpeg";
}

// Always saved, never shown as a page of ours.
Result<http::Response> fetch(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  auto opened = TRY(evidence::open_file(*transaction, call.backend.cipher, id));
  const bool blind = opened.about == "quality" && opened.added_by != call.caller->account;
  if (blind && !TRY(quality::is_closed(*transaction, opened.row)))
    return Error{ErrorCode::not_found, "没有找到"};
  http::Response response;
  response.type = type_of(opened.kind);
  response.headers.emplace_back(
      "Content-Disposition",
      fmt::format("attachment; filename=\"evidence-{}.{}\"", id, opened.kind));
  response.body = std::move(opened.bytes);
  call.saw("read_evidence", fmt::format("{}_row:{}", opened.about, opened.row), opened.name);
  return response;
}

Route takes_file(std::string path, RoleSet roles, Handler handler) {
  Route route = post<Nothing>(std::move(path), "添加附件", roles, nullptr);
  route.handler = std::move(handler);
  route.query = {"name"};
  route.takes_type = "application/octet-stream";
  route.body_bytes_max = evidence::file_bytes_max + 1;
  route.effect = Effect::decides;
  route.own_transactions = true;
  route.keeps_answer = true;
  route.act = "add_evidence";
  return route;
}

}  // namespace

std::vector<EvidenceLine> evidence_lines(const Call& call,
                                         const std::vector<evidence::Attached>& papers) {
  std::vector<EvidenceLine> lines;
  for (const auto& paper : papers)
    lines.push_back(
        {Id{paper.id}, paper.name, paper.size, paper.added_by == call.caller->account});
  return lines;
}

std::vector<Route> evidence_routes() {
  Route suspects = takes_file("/api/v1/suspects/evidence", answerers, add_to_suspects);
  suspects.query = {"ids", "name"};
  Route file = get<Nothing>("/api/v1/evidence/{id}", "附件", readers, nullptr);
  file.handler = fetch;
  file.gives = nullptr;
  file.gives_type = "application/octet-stream";
  file.act = "read_evidence";
  Route gone = post<Nothing>("/api/v1/evidence/{id}/removal", "撤下附件", access::clerks, nullptr);
  gone.handler = remove;
  gone.effect = Effect::decides;
  gone.own_transactions = true;
  gone.keeps_answer = true;
  gone.act = "remove_evidence";
  return {suspects, takes_file("/api/v1/quality-rows/{id}/evidence", access::clerks, add_to_check),
          file, gone};
}

}  // namespace leye::api
