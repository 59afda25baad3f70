#include "exchange/deliveries.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "exchange/deliveries.sql.hpp"
#include "exchange/outbox.hpp"
#include "intake/workbook.hpp"
#include "registers/import_runs.hpp"

namespace leye::exchange {
namespace {

constexpr std::size_t problem_bytes_max = 2'000;

Delivered delivered_of(const store::Row& row) {
  Delivered delivered;
  delivered.id = row.get<std::int64_t>("id");
  delivered.feed = row.get<std::string>("feed");
  delivered.period = row.get<Day>("period");
  delivered.file_name = row.get<std::string>("file_name");
  delivered.via = row.get<std::string>("via");
  delivered.sender = row.get<std::string>("sender");
  delivered.received_at = row.get<Instant>("received_at");
  delivered.state = row.get<std::string>("state");
  delivered.problem = row.get<std::string>("problem");
  delivered.rows = row.get<std::int64_t>("row_count");
  delivered.added = row.get<std::int64_t>("added");
  delivered.changed = row.get<std::int64_t>("changed");
  delivered.same = row.get<std::int64_t>("same");
  delivered.refused = row.get<std::int64_t>("refused");
  delivered.held = row.get<std::int64_t>("held");
  return delivered;
}

// Of the file, and of the places whose rows are taken from it.
std::string digest_of(const Incoming& incoming) {
  return sha256_hex(fmt::format("{}-{}\n", incoming.place_lo, incoming.place_hi) + incoming.bytes);
}

// Columns that hold what the feed is not for are not read.
std::vector<registers::ColumnChoice> only_agreed(const Feed& feed,
                                                 const registers::Layout& layout) {
  std::vector<registers::ColumnChoice> choices;
  for (const registers::LayoutColumn& column : layout.columns) {
    const bool agreed = column.fact != nullptr && std::find(feed.facts.begin(), feed.facts.end(),
                                                            column.fact->id) != feed.facts.end();
    if (column.fact != nullptr && !agreed) choices.push_back({column.column, ""});
  }
  return choices;
}

}  // namespace

Result<Delivered> Deliveries::receive(const Feed& feed, const Incoming& incoming) {
  const std::string digest = digest_of(incoming);
  const auto known = TRY(transaction_.query(sql::delivery_of_file, feed.id, digest));
  if (!known.empty()) {
    Delivered before = TRY(find(known[0].get<std::int64_t>("id")));
    before.repeated = true;
    return before;
  }
  Delivered delivered;
  delivered.feed = feed.id;
  delivered.period = last_period(feed, incoming.today).first;
  delivered.file_name = incoming.file_name;
  delivered.via = incoming.via;
  delivered.sender = incoming.sender;
  delivered.received_at = incoming.now;
  delivered.digest = digest;
  auto order = order_of(feed, incoming, digest);
  if (order.ok()) return store(feed, incoming, order.value(), delivered);
  const bool of_the_file =
      order.error().code == ErrorCode::invalid_input || order.error().code == ErrorCode::conflict;
  if (!of_the_file) return std::move(order).error();
  delivered.state = "refused";
  delivered.problem = order.error().what + "。" + order.error().fix;
  if (delivered.problem.size() > problem_bytes_max) delivered.problem.resize(problem_bytes_max);
  delivered.id = TRY(record(feed, incoming, delivered, std::nullopt));
  return delivered;
}

// How the file is read. What is no such table at all is found here: its first rows are looked at.
Result<registers::ImportOrder> Deliveries::order_of(const Feed& feed, const Incoming& incoming,
                                                    const std::string& digest) const {
  const Arrangement* arranged = arrangements_.find(feed.kind);
  const bool of_its_master = arranged != nullptr && arranged->system.id == feed.department;
  if (!of_its_master) TRY(arrangements_.check_taken_from_sheet(feed.kind, incoming.today));
  const intake::FileContent content{.bytes = incoming.bytes, .path = {}};
  const auto book = TRY(intake::Workbook::open(content));
  const Entity& entity = *vocabulary_.find_entity(feed.kind);
  auto rows = TRY(book.rows(book.first_visible()));
  const auto first = TRY(registers::first_rows(*rows));
  registers::ImportOrder order;
  order.kind = feed.kind;
  order.source = fmt::format("{}{}〔{}〕", source_prefix(catalogue_.department_of(feed)), feed.zh,
                             digest.substr(0, 8));
  order.now = incoming.now;
  order.valid_on = incoming.today;
  order.place_lo = incoming.place_lo;
  order.place_hi = incoming.place_hi;
  order.columns = only_agreed(feed, registers::find_layout(entity, first));
  const auto layout = registers::find_layout(entity, first, order.columns);
  if (!layout.missing.empty()) return registers::missing_headings(entity, layout);
  return order;
}

Result<Delivered> Deliveries::store(const Feed& feed, const Incoming& incoming,
                                    const registers::ImportOrder& order, Delivered delivered) {
  const intake::FileContent content{.bytes = incoming.bytes, .path = {}};
  const auto book = TRY(intake::Workbook::open(content));
  auto rows = TRY(book.rows(book.first_visible()));
  registers::Import import(transaction_, vocabulary_, cipher_, order);
  auto report = TRY(import.run(*rows));
  delivered.held = TRY(import.hold_back(catalogue_.ranks_for(feed), report));
  TRY(import.store());
  auto stored = order;
  stored.now = import.learnt_at();
  TRY(note_outgoing(feed, incoming, stored));
  registers::ImportRuns runs(transaction_, vocabulary_, cipher_);
  const auto run =
      TRY(runs.record(stored, report, {incoming.account, incoming.sender, incoming.file_name}));
  delivered.state = "stored";
  delivered.rows = report.rows;
  delivered.added = report.added;
  delivered.changed = report.changed;
  delivered.same = report.same;
  delivered.refused = report.bad;
  delivered.id = TRY(record(feed, incoming, delivered, run));
  for (const auto& problem : report.problems) {
    TRY(transaction_.execute(sql::record_refusal, delivered.id, problem.row, problem.column,
                             problem.message, problem.fix));
  }
  const bool of_organisations = feed.kind == "organisation" || feed.kind == "organisation_year";
  TRY(transaction_.execute(sql::note_mentions, delivered.id, feed.id, of_organisations));
  if (delivered.held > 0) {
    TRY(transaction_.execute(sql::record_disagreements, delivered.id, feed.id, feed.kind,
                             of_organisations, incoming.now,
                             incoming.today + static_cast<int>(feed.settle_days), feed.owner));
  }
  return delivered;
}

// Whoever keeps these records too hears of it, unless it was told by them.
Status Deliveries::note_outgoing(const Feed& feed, const Incoming& incoming,
                                 const registers::ImportOrder& order) {
  const Arrangement* arranged = arrangements_.find(feed.kind);
  if (arranged == nullptr || arranged->system.id == feed.department) return Done{};
  TRY(note_changes(
      transaction_, arrangements_,
      {order.kind, order.source, order.now, incoming.account, incoming.recorded_at}));
  return Done{};
}

Result<std::int64_t> Deliveries::record(const Feed& feed, const Incoming& incoming,
                                        const Delivered& delivered,
                                        std::optional<std::int64_t> run) {
  const auto rows = TRY(transaction_.query(
      sql::record_delivery, feed.id, delivered.period, incoming.file_name, delivered.digest,
      incoming.via, incoming.sender, incoming.now, delivered.state, delivered.problem,
      delivered.rows, delivered.added, delivered.changed, delivered.same, delivered.refused,
      delivered.held, run, incoming.place_lo, incoming.place_hi));
  return rows[0].get<std::int64_t>("id");
}

Result<std::vector<Delivered>> Deliveries::latest(const std::string& feed, int count) {
  std::vector<Delivered> all;
  const auto rows = TRY(transaction_.query(sql::deliveries, feed, count, std::int64_t{0}));
  for (const store::Row row : rows) all.push_back(delivered_of(row));
  return all;
}

Result<Delivered> Deliveries::find(std::int64_t delivery) {
  const auto rows = TRY(transaction_.query(sql::deliveries, std::string(), 1, delivery));
  if (rows.empty() || delivery == 0) return Error{ErrorCode::not_found, "没有这次交换"};
  return delivered_of(rows[0]);
}

Result<std::vector<Refusal>> Deliveries::refusals(std::int64_t delivery) {
  std::vector<Refusal> all;
  const auto rows = TRY(transaction_.query(sql::refusals, delivery));
  for (const store::Row row : rows) {
    all.push_back({row.get<std::int64_t>("row_number"), row.get<std::string>("heading"),
                   row.get<std::string>("message"), row.get<std::string>("fix")});
  }
  return all;
}

Result<std::vector<Standing>> Deliveries::standings(Day today) {
  std::map<std::string, std::int64_t> open;
  const auto tasks = TRY(transaction_.query(sql::open_tasks));
  for (const store::Row row : tasks)
    open[row.get<std::string>("feed")] = row.get<std::int64_t>("count");
  std::vector<Standing> all;
  std::map<std::string, Delivered> last;
  const auto deliveries = TRY(transaction_.query(sql::last_deliveries));
  for (const store::Row row : deliveries) {
    Delivered delivered = delivered_of(row);
    last.emplace(delivered.feed, std::move(delivered));
  }
  for (const Feed& feed : catalogue_.feeds()) {
    Standing standing{&feed, last_period(feed, today), "", std::nullopt, open[feed.id]};
    if (const auto found = last.find(feed.id); found != last.end()) standing.last = found->second;
    const bool here = standing.last && standing.last->state == "stored" &&
                      standing.last->period >= standing.period.first;
    standing.state = here ? "received" : today > standing.period.due ? "late" : "waiting";
    all.push_back(std::move(standing));
  }
  return all;
}

Result<std::vector<Disagreement>> Deliveries::disagreements(std::int64_t delivery, bool open_only,
                                                            int count) {
  std::vector<Disagreement> all;
  const auto rows = TRY(transaction_.query(sql::disagreements, delivery, open_only, count));
  for (const store::Row row : rows) {
    Disagreement each;
    each.id = row.get<std::int64_t>("id");
    each.delivery = row.get<std::int64_t>("delivery_id");
    each.feed = row.get<std::string>("feed");
    each.entity = row.get<std::string>("entity");
    each.fact = row.get<std::string>("fact");
    each.person = row.get<std::optional<std::int64_t>>("person_id");
    each.organisation = row.get<std::optional<std::int64_t>>("organisation_id");
    each.name = row.get<std::string>("name");
    each.row = row.get<std::int64_t>("row_number");
    each.known_value = row.get<std::optional<std::string>>("known_value").value_or("***");
    each.known_source = row.get<std::string>("known_source");
    each.said_value = row.get<std::optional<std::string>>("said_value").value_or("***");
    each.opened_at = row.get<Instant>("opened_at");
    each.due_on = row.get<Day>("due_on");
    each.owner = row.get<std::string>("owner");
    each.state = row.get<std::string>("state");
    each.note = row.get<std::string>("note");
    all.push_back(std::move(each));
  }
  return all;
}

Status Deliveries::settle(std::int64_t disagreement, const std::string& state,
                          const std::string& note, const Settler& by, Instant now) {
  if (state != "register_right" && state != "feed_right")
    return Error{ErrorCode::invalid_input, "请选择以谁为准", {"state"}};
  if (note.empty()) return Error{ErrorCode::invalid_input, "请写明核实情况", {"note"}};
  const auto rows = TRY(transaction_.query(sql::disagreement_to_settle, disagreement));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  if (rows[0].get<std::string>("owner") != by.role)
    return Error{
        ErrorCode::forbidden, "这条差异由另一岗位核实", {}, "请负责这类数据的岗位处理，页面上写着是谁"};
  if (rows[0].get<std::string>("state") != "open")
    return Error{ErrorCode::conflict, "这条差异已经处理", {}, "刷新后查看处理结果"};
  TRY(transaction_.execute(sql::settle_disagreement, disagreement, state, note, by.account, now));
  return Done{};
}

}  // namespace leye::exchange
