#include "audit/writer.hpp"

#include <future>
#include <map>

#include <spdlog/spdlog.h>

#include "audit/audit.sql.hpp"

namespace leye::audit {
namespace {

// The columns of several records, for one statement.
struct Columns {
  std::vector<std::int64_t> numbers;
  std::vector<std::optional<std::int64_t>> accounts, for_accounts;
  std::vector<std::string> roles, addresses, areas, acts, objects, outcomes, details;
  std::vector<Bytes> macs;

  void add(const Record& record, std::int64_t number, Bytes mac) {
    numbers.push_back(number);
    accounts.push_back(record.account);
    for_accounts.push_back(record.for_account);
    roles.push_back(record.role);
    addresses.push_back(record.address);
    areas.push_back(record.area_schema);
    acts.push_back(record.act);
    objects.push_back(record.object);
    outcomes.push_back(record.outcome);
    details.push_back(record.detail);
    macs.push_back(std::move(mac));
  }
};

Record abandoned_record() {
  Record record;
  record.act = "abandon";
  record.outcome = "abandoned";
  return record;
}

Status insert(store::Transaction& transaction, std::int64_t writer, Instant at,
              const Columns& columns) {
  TRY(transaction.execute(sql::add_records, writer, at, columns.numbers, columns.accounts,
                          columns.roles, columns.addresses, columns.areas, columns.acts,
                          columns.objects, columns.outcomes, columns.details, columns.macs,
                          columns.for_accounts));
  return Done{};
}

}  // namespace

Entry::~Entry() {
  if (writer_ != nullptr) writer_->abandon(number_);
}

Result<std::unique_ptr<Writer>> Writer::open(WriterSettings settings, const Cipher& cipher,
                                             const Clock& clock) {
  std::unique_ptr<Writer> writer(new Writer(std::move(settings), cipher, clock));
  TRY(writer->start());
  writer->thread_ = std::thread([raw = writer.get()] { raw->run(); });
  const auto& set = writer->settings_;
  if (set.seal_every.count() != 0) writer->sealer_.emplace(set.dsn, set.seal_every, cipher, clock);
  return writer;
}

Status Writer::start() {
  auto* own = TRY(connection());
  {
    auto transaction = TRY(store::Transaction::begin(*own, {}));
    const auto rows = TRY(transaction.query(sql::add_writer, clock_.now(), settings_.process));
    id_ = rows[0].get<std::int64_t>("id");
    TRY(transaction.query(sql::try_lock_writer, id_));
    TRY(transaction.commit());
  }
  close_old_gaps();
  return Done{};
}

// A writer whose lock is free is gone; numbers it gave out and never used are abandoned.
void Writer::close_old_gaps() {
  const auto closed = [this]() -> Status {
    auto transaction = TRY(store::Transaction::begin(*connection_, {}));
    std::map<std::int64_t, Columns> by_writer;
    std::map<std::int64_t, bool> gone;
    const auto at = clock_.now();
    for (const store::Row row : TRY(transaction.query(sql::open_gaps, id_))) {
      const auto writer = row.get<std::int64_t>("writer");
      const auto number = row.get<std::int64_t>("number");
      if (!gone.contains(writer)) {
        const auto locked = TRY(transaction.query(sql::try_lock_writer, writer));
        gone[writer] = locked[0].get<bool>("locked");
        if (gone[writer]) TRY(transaction.query(sql::unlock_writer, writer));
      }
      if (!gone[writer]) continue;
      const auto record = abandoned_record();
      by_writer[writer].add(record, number, mac_of(cipher_, record, {writer, number, at}));
    }
    for (const auto& [writer, columns] : by_writer) {
      TRY(insert(transaction, writer, at, columns));
    }
    return transaction.commit();
  }();
  if (!closed.ok()) spdlog::error("audit: gaps not closed: {}", to_text(closed.error()));
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

Result<Entry> Writer::append(store::Transaction& transaction, const Record& record) {
  const auto number = ++last_number_;
  Entry entry(*this, number);
  const auto at = clock_.now();
  const Position position{id_, number, at};
  const auto added = transaction.execute(
      sql::add_record, position.writer, position.number, at, record.account, record.role,
      record.address, record.area_schema, record.act, record.object, record.outcome, record.detail,
      mac_of(cipher_, record, position), record.for_account);
  if (!added.ok()) {
    spdlog::error("audit: not written: {}", to_text(added.error()));
    return Error{
        ErrorCode::unavailable, "审计记录写不进去，本次操作没有办理", {}, "请稍后再试"};
  }
  return entry;
}

void Writer::abandon(std::int64_t number) {
  const std::lock_guard lock(mutex_);
  abandoned_.push_back(number);
  wake_.notify_one();
}

Status Writer::write(std::vector<Record> records) {
  if (records.empty()) return Done{};
  std::promise<Status> written;
  auto answer = written.get_future();
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || records_waiting_ + records.size() > settings_.queue_max) {
      return Error{ErrorCode::overloaded, "审计记录写不进去，本次查询不予提供", {}, "请稍后再试"};
    }
    records_waiting_ += records.size();
    waiting_.push_back(
        {std::move(records), [&written](Status status) { written.set_value(std::move(status)); }});
  }
  wake_.notify_one();
  return answer.get();
}

void Writer::run() {
  for (bool last = false; !last;) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty() || !abandoned_.empty(); });
    last = stopping_;
    auto group = std::exchange(waiting_, {});
    auto abandoned = std::exchange(abandoned_, {});
    records_waiting_ = 0;
    lock.unlock();
    if (!group.empty() || !abandoned.empty()) {
      write_group(std::move(group), std::move(abandoned));
    }
  }
}

// One transaction for all who wait; if it fails none is recorded and their numbers are closed
// later.
void Writer::write_group(std::vector<Waiting> group, std::vector<std::int64_t> abandoned) {
  std::vector<Record> records;
  std::vector<std::int64_t> numbers = std::move(abandoned);
  records.resize(numbers.size(), abandoned_record());
  for (const auto& one : group) {
    for (const auto& record : one.records) {
      records.push_back(record);
      numbers.push_back(++last_number_);
    }
  }
  const auto written = commit_group(records, numbers);
  if (!written.ok()) {
    spdlog::error("audit: not written: {}", to_text(written.error()));
    connection_.reset();
    const std::lock_guard lock(mutex_);
    // Kept for the next round; whoever waits for them is told now.
    abandoned_.insert(abandoned_.end(), numbers.begin(), numbers.end());
  }
  for (auto& one : group) {
    one.done(
        written.ok()
            ? Status(Done{})
            : Status(Error{
                  ErrorCode::unavailable, "审计记录写不进去，本次查询不予提供", {}, "请稍后再试"}));
  }
  if (!written.ok()) std::this_thread::sleep_for(std::chrono::milliseconds(100));
}

Status Writer::commit_group(const std::vector<Record>& records,
                            const std::vector<std::int64_t>& numbers) {
  auto* own = TRY(connection());
  auto transaction = TRY(store::Transaction::begin(*own, {}));
  const auto at = clock_.now();
  Columns columns;
  for (std::size_t index = 0; index < records.size(); ++index) {
    columns.add(records[index], numbers[index],
                mac_of(cipher_, records[index], {id_, numbers[index], at}));
  }
  TRY(insert(transaction, id_, at, columns));
  return transaction.commit();
}

Result<store::Connection*> Writer::connection() {
  if (!connection_ || connection_->broken()) {
    connection_.reset();
    connection_.emplace(TRY(store::connect(settings_.dsn)));
    if (id_ != 0) {
      const std::vector<store::Parameter> parameters{store::parameter(id_)};
      TRY(connection_->run(sql::try_lock_writer, parameters));
    }
  }
  return &*connection_;
}

}  // namespace leye::audit
