// Figures, each down to the names behind it.
#include "api/figures.hpp"

#include <fmt/format.h>

#include "access/masks.hpp"
#include "api/bind.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"
#include "figures/new_jobs.hpp"
#include "figures/paid.hpp"
#include "registers/people.hpp"
#include "registers/places.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

// A person counts once a year over all counties, so the whole area is read; the question says which
// counties the caller may see.
Result<store::Transaction> area_transaction(Call& call, store::Lease& lease) {
  return store::Transaction::begin(*lease, call.scope(true));
}

Result<int> asked_year(const Call& call) {
  const auto year = TRY(call.asked_number("year")).value_or(call.today().civil().year);
  if (year < 1900 || year > 2199) return Error{ErrorCode::invalid_input, "年份不正确", {"year"}};
  return static_cast<int>(year);
}

Result<figures::NewJobsQuestion> question_of(const Call& call) {
  figures::NewJobsQuestion question;
  question.year = TRY(asked_year(call));
  question.until = call.today();
  question.known_at = call.now();
  question.low = call.post.range.low;
  question.high = call.post.range.high;
  return question;
}

Result<NewJobs> new_jobs(Call& call) {
  const auto& definition = call.backend.rulebook.new_jobs;
  const auto question = TRY(question_of(call));
  auto lease = TRY(call.backend.pool.take());
  auto transaction = TRY(area_transaction(call, lease));
  NewJobs table;
  table.year = question.year;
  table.definition = definition.text;
  for (const auto& county : TRY(figures::new_jobs(transaction, definition, question))) {
    NewJobsRow row{Id{county.county}, county.name, {}, county.total()};
    for (std::size_t month = 0; month < 12; ++month) row.months.push_back(county.net(month));
    table.rows.push_back(std::move(row));
  }
  return table;
}

// The masked number, where the caller may see the person; a new job may be held by someone who
// lives elsewhere.
std::string masked_number(registers::People& people, std::int64_t person) {
  const auto card = people.card(person);
  return card.ok() ? access::mask("id_number", card.value().number) : std::string();
}

Result<Page<NewJobName>> names(Call& call) {
  const auto paging = TRY(call.paging());
  const auto& definition = call.backend.rulebook.new_jobs;
  const auto question = TRY(question_of(call));
  figures::NamesQuestion wanted;
  wanted.county = TRY(call.asked_number("place")).value_or(0);
  const auto month = TRY(call.asked_number("month")).value_or(0);
  if (month < 0 || month > 12) return Error{ErrorCode::invalid_input, "月份不正确", {"month"}};
  wanted.month = static_cast<int>(month);
  wanted.size = paging.size;
  wanted.offset = paging.offset();
  auto lease = TRY(call.backend.pool.take());
  auto transaction = TRY(area_transaction(call, lease));
  const auto found = TRY(figures::new_jobs_names(transaction, definition, question, wanted));
  std::vector<std::int64_t> counties;
  for (const auto& item : found.items) counties.push_back(item.county);
  auto places = TRY(registers::place_names(transaction, counties));
  auto* seen = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(*seen, call.backend.vocabulary, cipher);
  std::vector<NewJobName> lines;
  for (const auto& item : found.items) {
    lines.push_back({Id{item.person}, item.name, masked_number(people, item.person),
                     item.organisation_name, places[item.county], item.on,
                     item.attrition ? "自然减员：" + item.source : item.source});
    call.saw("read_names", fmt::format("person:{}", item.person));
  }
  return page_of(std::move(lines), found.total, paging);
}

Result<Paid> paid(Call& call) {
  const auto year = TRY(asked_year(call));
  auto lease = TRY(call.backend.pool.take());
  auto transaction = TRY(area_transaction(call, lease));
  Paid table;
  table.year = year;
  table.definition = "已拨付：总账已记账的支付，减去追回；月份为记账的业务日期";
  for (const auto& fund :
       TRY(figures::paid(transaction, year, call.post.range.low, call.post.range.high))) {
    table.rows.push_back(
        {fund.fund, fund.label, {fund.months.begin(), fund.months.end()}, fund.total});
  }
  return table;
}

}  // namespace

std::vector<Route> figure_routes() {
  const RoleSet readers = access::staff;
  const RoleSet of_names = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
  Route jobs = get<NewJobs>("/api/v1/figures/new-jobs", "城镇新增就业", readers, new_jobs);
  jobs.query = {"year"};
  Route behind =
      get<Page<NewJobName>>("/api/v1/figures/new-jobs/names", "实名清单", of_names, names);
  behind.query = {"year", "place", "month", "page", "size"};
  behind.act = "read_names";
  Route money = get<Paid>("/api/v1/figures/paid", "已拨付", readers, paid);
  money.query = {"year"};
  return {jobs, behind, money};
}

}  // namespace leye::api
