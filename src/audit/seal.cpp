#include "audit/seal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include <fmt/format.h>

#include "audit/audit.sql.hpp"
#include "base/digest.hpp"

namespace leye::audit {
namespace {

constexpr std::int64_t records_per_writer_max = 5'000;  // in one seal
constexpr std::size_t problems_max = 100;

struct Range {
  std::int64_t writer = 0;
  std::int64_t first = 0;
  std::int64_t last = 0;
};

struct Stored {
  Record record;
  Position position;
  Bytes mac;
};

Stored read_stored(const store::Row& row) {
  Stored stored;
  stored.position = {row.get<std::int64_t>("writer"), row.get<std::int64_t>("number"),
                     row.get<Instant>("at")};
  stored.record.account = row.get<std::optional<std::int64_t>>("account_id");
  stored.record.for_account = row.get<std::optional<std::int64_t>>("for_account");
  stored.record.role = row.get<std::string>("role");
  stored.record.address = row.get<std::string>("address");
  stored.record.area_schema = row.get<std::string>("area_schema");
  stored.record.act = row.get<std::string>("act");
  stored.record.object = row.get<std::string>("object");
  stored.record.outcome = row.get<std::string>("outcome");
  stored.record.detail = row.get<std::string>("detail");
  stored.mac = row.get<Bytes>("mac");
  return stored;
}

void add_record(Sha256& hash, const Stored& stored) {
  hash.add(canonical(stored.record, stored.position));
  hash.add(stored.mac);
}

void add_start(Sha256& hash, std::int64_t number, Instant sealed_at, const Bytes& previous) {
  hash.add(fmt::format("seal {} {};", number, sealed_at.time_since_epoch().count()));
  hash.add(previous);
}

void add_range(Sha256& hash, const Range& range) {
  hash.add(fmt::format("range {} {} {};", range.writer, range.first, range.last));
}

Bytes finish(Sha256& hash) {
  const auto digest = hash.finish();
  return Bytes(digest.begin(), digest.end());
}

Bytes seal_mac(const Cipher& cipher, std::int64_t number, const Bytes& digest) {
  return cipher.seal("audit.seal", fmt::format("{} {}", number, to_hex(digest)));
}

// The records of one writer that follow each other from `after` on.
Result<std::vector<Stored>> ready_records(store::Transaction& transaction, std::int64_t writer,
                                          std::int64_t after) {
  std::vector<Stored> ready;
  std::int64_t expected = after + 1;
  for (const store::Row row :
       TRY(transaction.query(sql::records_after, writer, after, after + records_per_writer_max))) {
    auto stored = read_stored(row);
    if (stored.position.number != expected++) break;
    ready.push_back(std::move(stored));
  }
  return ready;
}

class Examination {
 public:
  Examination(store::Transaction& transaction, const Cipher& cipher,
              const std::vector<Anchor>& anchors)
      : transaction_(transaction), cipher_(cipher) {
    for (const auto& anchor : anchors) anchors_.emplace(anchor.seal, anchor.digest);
  }

  Result<Verification> run() {
    for (;;) {
      const auto rows = TRY(transaction_.query(sql::all_seals, last_seal_));
      for (const store::Row row : rows) TRY(check_seal(row));
      if (rows.size() < 1000) break;
    }
    for (const auto& [seal, digest] : anchors_) {
      if (seal > last_seal_) problem(fmt::format("封印 {} 已记在库外，库中却没有", seal));
    }
    TRY(check_writers());
    return found_;
  }

 private:
  void problem(std::string what) {
    if (found_.problems.size() < problems_max) found_.problems.push_back(std::move(what));
  }

  Status check_seal(const store::Row& row) {
    const auto number = row.get<std::int64_t>("number");
    if (number != last_seal_ + 1) problem(fmt::format("封印 {} 之前缺号", number));
    last_seal_ = number;
    ++found_.seals;
    const auto previous = row.get<Bytes>("previous");
    if (previous != previous_) problem(fmt::format("封印 {} 与上一封印不相连", number));
    Sha256 hash;
    add_start(hash, number, row.get<Instant>("sealed_at"), previous);
    for (const store::Row range : TRY(transaction_.query(sql::ranges_of_seal, number))) {
      TRY(check_range(hash,
                      {range.get<std::int64_t>("writer"), range.get<std::int64_t>("first_number"),
                       range.get<std::int64_t>("last_number")}));
    }
    const auto digest = row.get<Bytes>("digest");
    if (finish(hash) != digest) problem(fmt::format("封印 {} 与其记录不符", number));
    if (seal_mac(cipher_, number, digest) != row.get<Bytes>("mac")) {
      problem(fmt::format("封印 {} 的签章不对", number));
    }
    const auto anchor = anchors_.find(number);
    if (anchor != anchors_.end() && anchor->second != to_hex(digest)) {
      problem(fmt::format("封印 {} 与库外所记不符", number));
    }
    previous_ = digest;
    return Done{};
  }

  Status check_range(Sha256& hash, const Range& range) {
    if (range.first != sealed_to_[range.writer] + 1) {
      problem(fmt::format("记录 {}-{} 之前有未封的缺口", range.writer, range.first));
    }
    sealed_to_[range.writer] = range.last;
    add_range(hash, range);
    found_.sealed += TRY(check_records(range, &hash));
    return Done{};
  }

  // MACs and numbers of a range; the number of records in it.
  Result<std::int64_t> check_records(const Range& range, Sha256* hash) {
    std::int64_t expected = range.first;
    std::int64_t count = 0;
    for (const store::Row row :
         TRY(transaction_.query(sql::records_after, range.writer, range.first - 1, range.last))) {
      const auto stored = read_stored(row);
      const auto name = fmt::format("{}-{}", range.writer, stored.position.number);
      if (stored.position.number != expected) problem(fmt::format("记录 {} 之前缺号", name));
      expected = stored.position.number + 1;
      if (mac_of(cipher_, stored.record, stored.position) != stored.mac) {
        problem(fmt::format("记录 {} 被改动", name));
      }
      if (hash != nullptr) add_record(*hash, stored);
      ++count;
    }
    if (expected != range.last + 1) {
      problem(fmt::format("记录 {}-{} 之前缺号", range.writer, range.last + 1));
    }
    found_.records += count;
    return count;
  }

  // What is not sealed yet: MACs too. Numbers still under way are no gap.
  Status check_writers() {
    for (const store::Row row : TRY(transaction_.query(sql::range_counts))) {
      const auto writer = row.get<std::int64_t>("writer");
      for (std::int64_t from = sealed_to_[writer]; from < row.get<std::int64_t>("last_number");
           from += records_per_writer_max) {
        for (const store::Row record : TRY(transaction_.query(sql::records_after, writer, from,
                                                              from + records_per_writer_max))) {
          const auto stored = read_stored(record);
          ++found_.records;
          if (mac_of(cipher_, stored.record, stored.position) == stored.mac) continue;
          problem(fmt::format("记录 {}-{} 被改动", writer, stored.position.number));
        }
      }
    }
    return Done{};
  }

  store::Transaction& transaction_;
  const Cipher& cipher_;
  std::map<std::int64_t, std::string> anchors_;
  Verification found_;
  std::int64_t last_seal_ = 0;
  Bytes previous_;
  std::map<std::int64_t, std::int64_t> sealed_to_;
};

}  // namespace

Result<std::int64_t> seal(store::Connection& connection, const Cipher& cipher, Instant now) {
  auto transaction = TRY(store::Transaction::begin(connection, {}));
  const auto locked = TRY(transaction.query(sql::lock_sealing));
  if (!locked[0].get<bool>("locked")) return std::int64_t{0};
  const auto last = TRY(transaction.query(sql::last_seal));
  const auto number = last.empty() ? 1 : last[0].get<std::int64_t>("number") + 1;
  const auto previous = last.empty() ? Bytes{} : last[0].get<Bytes>("digest");
  Sha256 hash;
  add_start(hash, number, now, previous);
  std::vector<Range> ranges;
  std::int64_t count = 0;
  for (const store::Row row : TRY(transaction.query(sql::sealed_up_to))) {
    const auto writer = row.get<std::int64_t>("writer");
    const auto ready =
        TRY(ready_records(transaction, writer, row.get<std::int64_t>("last_number")));
    if (ready.empty()) continue;
    ranges.push_back({writer, ready.front().position.number, ready.back().position.number});
    add_range(hash, ranges.back());
    for (const auto& stored : ready) add_record(hash, stored);
    count += static_cast<std::int64_t>(ready.size());
  }
  if (ranges.empty()) return std::int64_t{0};
  const auto digest = finish(hash);
  TRY(transaction.execute(sql::add_seal, number, now, previous, digest,
                          seal_mac(cipher, number, digest)));
  for (const auto& range : ranges) {
    TRY(transaction.execute(sql::add_seal_range, number, range.writer, range.first, range.last));
  }
  TRY(transaction.commit());
  return count;
}

Result<std::optional<Anchor>> head(store::Connection& connection) {
  auto transaction = TRY(store::Transaction::begin(connection, {}));
  const auto rows = TRY(transaction.query(sql::last_seal));
  if (rows.empty()) return std::optional<Anchor>{};
  return std::optional<Anchor>(
      Anchor{rows[0].get<std::int64_t>("number"), to_hex(rows[0].get<Bytes>("digest"))});
}

Status note_anchor(store::Connection& connection, const std::filesystem::path& file, Instant now) {
  const auto anchor = TRY(head(connection));
  if (!anchor) return Done{};
  const auto noted = TRY(read_anchors(file));
  if (!noted.empty() && noted.back().seal >= anchor->seal) return Done{};
  const auto line =
      fmt::format("{} {} {}\n", anchor->seal, anchor->digest, now.time_since_epoch().count());
  const int handle = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  const bool kept =
      handle >= 0 &&
      ::write(handle, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
      ::fsync(handle) == 0;
  if (handle >= 0) ::close(handle);
  if (!kept) return Error{ErrorCode::unavailable, "审计锚点写不进 " + file.string()};
  return Done{};
}

Result<std::vector<Anchor>> read_anchors(const std::filesystem::path& file) {
  std::vector<Anchor> anchors;
  std::ifstream in(file);
  Anchor anchor;
  for (std::string moment; in >> anchor.seal >> anchor.digest >> moment;) {
    anchors.push_back(anchor);
  }
  return anchors;
}

Result<Verification> verify(store::Connection& connection, const Cipher& cipher,
                            const std::vector<Anchor>& anchors) {
  store::Scope scope;
  scope.access = store::Access::snapshot;
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  return Examination(transaction, cipher, anchors).run();
}

}  // namespace leye::audit
