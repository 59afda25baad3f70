#include "exchange/courier.hpp"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "exchange/comparison.hpp"
#include "exchange/item_message.hpp"
#include "exchange/outbox.sql.hpp"

namespace leye::exchange {
namespace {

using std::chrono::seconds;

constexpr int items_max = 64;               // of one round
constexpr seconds answer_awaited{60};       // after a cut the item is free again
constexpr int pause_doublings_max = 10;
constexpr seconds pause_max{600};

}  // namespace

store::Scope Desk::own_scope() const {
  store::Scope scope = store::Scope::whole_area(area_schema);
  scope.bypass = true;
  return scope;
}

Result<bool> Courier::may_ask(store::Connection& connection, std::int64_t& answers_read) {
  auto transaction = TRY(store::Transaction::begin(connection, desk_.own_scope()));
  const auto rows = TRY(transaction.query(sql::system_state, system_.id));
  if (rows.empty()) return true;
  answers_read = rows[0].get<std::int64_t>("answers_read");
  const Instant now = desk_.clock.now();
  for (const char* column : {"next_try_at", "closed_until"}) {
    const auto until = rows[0].get<std::optional<Instant>>(column);
    if (until && *until > now) return false;
  }
  return true;
}

// False: they were not reached.
Result<bool> Courier::fetch(store::Connection& connection, std::int64_t after, Round& round) {
  const auto answers = channel_.answers_after(after);
  if (!answers.ok()) {
    TRY(failed(connection, answers.error()));
    return false;
  }
  done("fetched");
  for (const LaterAnswer& later : answers.value()) {
    if (const Status kept = keep(connection, later); !kept.ok()) {
      if (connection.broken()) return kept.error();
      spdlog::warn("exchange: answer {} passed by: {}", later.number, to_text(kept.error()));
      auto transaction = TRY(store::Transaction::begin(connection, desk_.own_scope()));
      TRY(transaction.execute(sql::answers_read, system_.id, later.number));
      TRY(transaction.commit());
    }
    ++round.answers;
    done("answer kept");
  }
  return true;
}

Status Courier::keep(store::Connection& connection, const LaterAnswer& later) {
  auto transaction = TRY(store::Transaction::begin(connection, desk_.own_scope()));
  const auto item = item_of(desk_.area_schema, later.key);
  if (!item)
    return Error{ErrorCode::not_found, "答复的流水号不是我们发出的", {later.key}};
  if (later.answer.ok()) {
    Answer answer = later.answer.value();
    answer.item = *item;
    TRY(take_answer(transaction, system_, answer, desk_.clock.now()));
  } else {
    TRY(take_silence(transaction, system_, *item, later.answer.error().what, desk_.clock.now()));
  }
  TRY(transaction.execute(sql::answers_read, system_.id, later.number));
  return transaction.commit();
}

Result<std::vector<Courier::Claimed>> Courier::claim(store::Connection& connection) {
  std::vector<Claimed> claimed;
  const Instant now = desk_.clock.now();
  const auto rows = TRY(take_turns(connection, now));
  for (const store::Row row : rows) {
    const auto id = row.get<std::int64_t>("id");
    auto message = prepare(connection, row, now);
    if (!message.ok()) {
      TRY(leave(connection, id, message.error()));
      continue;
    }
    if (message.value()) claimed.push_back({id, std::move(*message.value())});
  }
  std::sort(claimed.begin(), claimed.end(),
            [](const Claimed& a, const Claimed& b) { return a.id < b.id; });
  return claimed;
}

Result<store::Rows> Courier::take_turns(store::Connection& connection, Instant now) {
  auto transaction = TRY(store::Transaction::begin(connection, desk_.own_scope()));
  auto rows = TRY(transaction.query(sql::claim_items, system_.id, now, items_max,
                                    now + answer_awaited));
  TRY(transaction.commit());
  return rows;
}

// What goes out of one item, kept with it; none: nothing of it has to, and it is dropped.
Result<std::optional<std::string>> Courier::prepare(store::Connection& connection,
                                                    const store::Row& row, Instant now) {
  const auto id = row.get<std::int64_t>("id");
  auto transaction = TRY(store::Transaction::begin(connection, desk_.own_scope()));
  auto message = TRY(message_of(transaction, desk_, system_, row));
  if (!message) {
    TRY(transaction.execute(sql::drop_item, id));
    TRY(transaction.execute(sql::note_events, std::vector<std::int64_t>{id}, now,
                            std::string("没有可以报送的内容"), std::optional<std::int64_t>()));
  }
  TRY(transaction.commit());
  return message;
}

// What is wrong with one item stays with it: noted, tried again later, at last its clerk's.
Status Courier::leave(store::Connection& connection, std::int64_t item, const Error& error) {
  if (connection.broken()) return error;
  spdlog::warn("exchange: item {}: {}", item, to_text(error));
  auto transaction = TRY(store::Transaction::begin(connection, desk_.own_scope()));
  TRY(take_silence(transaction, system_, item, error.what, desk_.clock.now()));
  return transaction.commit();
}

Status Courier::failed(store::Connection& connection, const Error& error) {
  auto transaction = TRY(store::Transaction::begin(connection, desk_.own_scope()));
  const auto rows = TRY(transaction.query(sql::system_state, system_.id));
  const int before = rows.empty() ? 0 : rows[0].get<int>("failures");
  const seconds pause =
      std::min(seconds(1LL << std::min(before, pause_doublings_max)), pause_max);
  const Instant now = desk_.clock.now();
  TRY(transaction.execute(sql::system_failed, system_.id, now, to_text(error), now + pause));
  return transaction.commit();
}

Status Courier::settle(store::Connection& connection, std::int64_t item,
                       const Result<Answer>& answer) {
  auto transaction = TRY(store::Transaction::begin(connection, desk_.own_scope()));
  const Instant now = desk_.clock.now();
  if (answer.ok()) {
    Answer taken = answer.value();
    taken.item = item;
    TRY(take_answer(transaction, system_, taken, now));
  } else {
    TRY(take_silence(transaction, system_, item, answer.error().what, now));
  }
  TRY(transaction.execute(sql::system_answered, system_.id, now));
  return transaction.commit();
}

// Those that were not sent are due at once, as if their turn had not come. Whether the first was
// taken there nobody knows: `may_have_gone`.
Status Courier::give_back(store::Connection& connection, const std::vector<Claimed>& items,
                          std::size_t from, bool may_have_gone) {
  auto transaction = TRY(store::Transaction::begin(connection, desk_.own_scope()));
  const Instant now = desk_.clock.now();
  for (std::size_t at = from; at < items.size(); ++at) {
    const bool went = may_have_gone && at == from;
    TRY(transaction.execute(sql::give_item_back, items[at].id, now, went));
  }
  return transaction.commit();
}

Result<Round> Courier::round(store::Connection& connection) {
  Round round;
  std::int64_t answers_read = 0;
  const bool may = TRY(may_ask(connection, answers_read));
  if (!may) {
    round.reached = false;
    return round;
  }
  round.reached = TRY(fetch(connection, answers_read, round));
  if (!round.reached) return round;
  const auto items = TRY(claim(connection));
  done("claimed");
  for (std::size_t at = 0; at < items.size(); ++at) {
    if (channel_.stopped()) {
      TRY(give_back(connection, items, at, false));
      return round;
    }
    const auto answer = channel_.send(items[at].message);
    done("sent");
    if (!answer.ok() && answer.error().code == ErrorCode::unavailable) {
      TRY(failed(connection, answer.error()));
      TRY(give_back(connection, items, at, true));
      round.reached = false;
      return round;
    }
    if (const Status settled = settle(connection, items[at].id, answer); !settled.ok())
      TRY(leave(connection, items[at].id, settled.error()));
    ++round.sent;
    done("settled");
    if (answer.ok() && answer.value().outcome == Answer::Outcome::closed) {
      TRY(give_back(connection, items, at + 1, false));
      return round;
    }
  }
  round.more = !items.empty();
  return round;
}

CourierThread::CourierThread(std::string dsn, Desk desk, System system,
                             std::unique_ptr<Channel> channel)
    : desk_(std::move(desk)),
      system_(std::move(system)),
      channel_(std::move(channel)),
      courier_(desk_, system_, *channel_),
      thread_([this, dsn = std::move(dsn)] { run(dsn); }) {}

CourierThread::~CourierThread() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  channel_->stop();
  wake_.notify_all();
  thread_.join();
}

void CourierThread::compare(store::Connection& connection) {
  const auto compared = compare_when_due(connection, desk_, system_, *channel_);
  if (!compared.ok()) spdlog::error("exchange: {}", to_text(compared.error()));
}

void CourierThread::run(const std::string& dsn) {
  std::optional<store::Connection> connection;
  while (true) {
    bool more = false;
    if (!connection) {
      auto made = store::connect(dsn);
      if (made.ok()) connection.emplace(std::move(made).value());
    }
    if (connection) {
      const auto round = courier_.round(*connection);
      if (!round.ok()) {
        spdlog::error("exchange: {}", to_text(round.error()));
        connection.reset();
      } else {
        more = round.value().more;
        if (round.value().reached && !more) compare(*connection);
      }
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, more ? std::chrono::milliseconds(0) : std::chrono::milliseconds(1000),
                   [this] { return stop_; });
    if (stop_) return;
  }
}

}  // namespace leye::exchange
