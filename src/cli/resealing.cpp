#include "cli/resealing.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/sealing.hpp"
#include "cli/resealing.sql.hpp"

namespace leye::cli {
namespace {

constexpr std::int64_t blocks_a_step = 64;
constexpr std::size_t closed_listed_max = 100;
// Papers and workbooks are of megabytes each.
constexpr int files_max = 8;

bool holds_files(const SealedColumn& column) {
  const std::string_view name(column.column), table(column.table);
  return name == "sheet" || (name == "content" && !table.ends_with("_row"));
}

Bytes key_in_use(const Cipher& cipher) { return read_ring_id(cipher.key_id()).sealing; }

}  // namespace

const std::vector<SealedColumn>& sealed_columns() {
  static const std::vector<SealedColumn> all{
      {"person_identity", "number_cipher", "salt", "person_id", ""},
      {"person_identity", "phone_cipher", "salt", "person_id", ""},
      {"person_identity_past", "number_cipher", "salt", "person_id", ""},
      {"person_identity_past", "phone_cipher", "salt", "person_id", ""},
      {"person_account", "account_cipher", "account_salt", "person_id", ""},
      {"person_account_past", "account_cipher", "account_salt", "person_id", ""},
      {"identity_correction", "number_cipher", "salt", "id", ""},
      {"organisation_version", "account_cipher", "salt", "id", ""},
      {"organisation_version", "phone_cipher", "salt", "id", ""},
      {"payment", "account_cipher", "", "id", "payment.account"},
      {"outgoing", "payload", "", "id", "outgoing.payload"},
      {"outgoing_sheet", "content", "", "id", "outgoing.sheet"},
      {"difference", "ours", "", "id", "difference.ours"},
      {"difference", "theirs", "", "id", "difference.theirs"},
      {"suspect_row", "content", "", "id", "suspect.content"},
      {"quality_row", "content", "", "id", "quality.row"},
      {"frozen_row", "content", "", "id", "frozen.row"},
      {"frozen_copy", "sheet", "", "id", "frozen.sheet"},
      {"quality_reply", "note", "", "id", "quality.note"},
      {"quality_answer", "correct", "", "reply_id", "quality.correct"},
      {"evidence_file", "content", "", "id", "evidence.file"},
      {"feed_key", "secret_cipher", "", "id", "feed.key"},
      {"second_factor", "secret", "", "account_id", "account.second_factor"},
  };
  return all;
}

Resealing::Resealing(store::Connection& connection, store::Scope scope, const Cipher& cipher,
                     int values_max)
    : connection_(connection),
      scope_(std::move(scope)),
      cipher_(cipher),
      identities_(cipher),
      values_max_(values_max) {}

// How much there is to read; again for each pass.
Status Resealing::begin() {
  auto transaction = TRY(store::Transaction::begin(connection_, scope_));
  sizes_.clear();
  for (const auto& column : sealed_columns()) {
    const auto rows = TRY(transaction.query(sql::blocks_of, std::string(column.table)));
    sizes_.push_back(rows[0].get<std::int64_t>("blocks"));
    blocks_ += sizes_.back();
  }
  at_ = 0;
  block_ = 0;
  after_ = "(0,0)";
  of_pass_ = closed_count_ = 0;
  closed_.clear();
  begun_ = true;
  return Done{};
}

Result<Bytes> Resealing::sealed_anew(const SealedColumn& column, const store::Row& row) const {
  const auto value = row.get<Bytes>("value");
  if (*column.salt == '\0') {
    const auto owner = row.get<std::int64_t>("row_id");
    return cipher_.encrypt(column.purpose, owner,
                           TRY(cipher_.decrypt(column.purpose, owner, value)));
  }
  const auto salt = row.get<std::optional<Bytes>>("under").value_or(Bytes());
  return identities_.seal(salt, TRY(identities_.open(salt, value)));
}

Result<bool> Resealing::step() {
  if (!begun_) TRY(begin());
  if (at_ == sealed_columns().size()) {
    // What moved within its table meanwhile is found in another pass.
    if (of_pass_ == 0) return false;
    TRY(begin());
  }
  const SealedColumn& column = sealed_columns()[at_];
  const std::int64_t end = std::min(block_ + blocks_a_step, sizes_[at_]);
  const int count_max = holds_files(column) ? std::min(files_max, values_max_) : values_max_;
  std::vector<std::string> places;
  std::vector<Bytes> before, after;
  auto transaction = TRY(store::Transaction::begin(connection_, scope_));
  const auto rows = TRY(transaction.query(
      sql::sealed_otherwise, std::string(column.table), std::string(column.column),
      std::string(column.salt), std::string(column.owner), key_in_use(cipher_), after_,
      fmt::format("({},0)", end), count_max));
  for (const store::Row row : rows) {
    after_ = row.get<std::string>("at");
    auto sealed = sealed_anew(column, row);
    if (!sealed.ok()) {
      ++closed_count_;
      if (closed_.size() < closed_listed_max)
        closed_.push_back(fmt::format("{}.{} {}", column.table, column.column,
                                      row.get<std::int64_t>("row_id")));
      continue;
    }
    places.push_back(after_);
    before.push_back(row.get<Bytes>("value"));
    after.push_back(std::move(sealed).value());
  }
  if (!places.empty()) {
    const auto put = TRY(transaction.query(sql::put_resealed, std::string(column.table),
                                           std::string(column.column), places, before, after));
    const auto done = put[0].get<std::int64_t>("done");
    of_pass_ += done;
    resealed_ += done;
  }
  TRY(transaction.commit());
  if (rows.size() < static_cast<std::size_t>(count_max)) {
    block_ = end;
    after_ = fmt::format("({},0)", block_);
    if (block_ >= sizes_[at_]) {
      blocks_done_ += sizes_[at_];
      ++at_;
      block_ = 0;
      after_ = "(0,0)";
    }
  }
  return true;
}

Result<SealedByKey> sealed_by_key(store::Transaction& transaction) {
  SealedByKey all;
  for (const auto& column : sealed_columns()) {
    const auto rows = TRY(transaction.query(sql::sealed_by_key, std::string(column.table),
                                            std::string(column.column)));
    for (const store::Row row : rows)
      all[row.get<std::string>("key")][fmt::format("{}.{}", column.table, column.column)] =
          row.get<std::int64_t>("found");
  }
  return all;
}

}  // namespace leye::cli
