#include "exchange/feeds_folder.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "exchange/deliveries.sql.hpp"
#include "exchange/outbox.sql.hpp"

namespace leye::exchange {
namespace {

namespace files = std::filesystem;

constexpr std::chrono::minutes looked_at_each{1};
constexpr const char* about = "feed_file:";

// Whoever answers the feed's disagreements; any clerk for a file of no feed.
std::string role_of(const Catalogue& catalogue, const DroppedFile& file) {
  const Feed* feed = catalogue.find(file.feed);
  return feed == nullptr ? "window_clerk" : feed->owner;
}

}  // namespace

Result<Delivered> FeedsFolder::receive(store::Connection& connection, const Feed& feed,
                                       Incoming incoming) {
  if (stopped_) return Error{ErrorCode::unavailable, "正在停止"};
  incoming.now = business_.now();
  incoming.today = business_.today();
  auto scope = desk_.own_scope();
  scope.time_limit = std::chrono::minutes(10);
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  const registers::IdentityCipher cipher(desk_.cipher);
  Deliveries deliveries(transaction, desk_.vocabulary, cipher, catalogue_, desk_.arrangements);
  auto got = TRY(deliveries.receive(feed, incoming));
  TRY(transaction.commit());
  return got;
}

Result<std::vector<DroppedFile>> FeedsFolder::take(store::Connection& connection) {
  const auto one = [&](const Feed& feed, Incoming incoming) {
    return receive(connection, feed, std::move(incoming));
  };
  auto taken = TRY(take_dropped(folder_, catalogue_, one, desk_.clock));
  if (connection.broken() || stopped_) return taken;
  TRY(tell(connection, taken));
  return taken;
}

// A task for each file that waits for somebody; those of files that are gone are done.
Status FeedsFolder::tell(store::Connection& connection, const std::vector<DroppedFile>& taken) {
  auto transaction = TRY(store::Transaction::begin(connection, desk_.own_scope()));
  const Instant now = desk_.clock.now();
  for (const DroppedFile& file : taken) {
    if (file.delivered || file.problem.empty()) continue;
    TRY(transaction.execute(sql::open_desk_task, about + file.name, "feed_file",
                            desk_.area_place, std::optional<std::int64_t>(),
                            role_of(catalogue_, file),
                            fmt::format("部门文件没有入库：{}", file.name), file.problem,
                            "/exchange", std::optional<Day>(), now));
  }
  const auto open = TRY(transaction.query(sql::open_file_tasks));
  for (const store::Row row : open) {
    const auto task = row.get<std::string>("about");
    const auto name = task.substr(std::string_view(about).size());
    if (files::exists(folder_ / name) || files::exists(folder_ / "refused" / name)) continue;
    TRY(transaction.execute(sql::close_desk_task, task, now, std::optional<std::int64_t>()));
  }
  return transaction.commit();
}

FeedsFolderThread::FeedsFolderThread(std::string dsn, Desk desk, Catalogue catalogue,
                                     files::path folder, const Clock& business)
    : folder_(std::move(desk), std::move(catalogue), std::move(folder), business),
      thread_([this, dsn = std::move(dsn)] { run(dsn); }) {}

FeedsFolderThread::~FeedsFolderThread() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  folder_.stop();
  wake_.notify_all();
  thread_.join();
}

void FeedsFolderThread::run(const std::string& dsn) {
  while (true) {
    auto connection = store::connect(dsn);
    if (connection.ok()) {
      const auto taken = folder_.take(connection.value());
      if (!taken.ok()) spdlog::error("feeds: {}", to_text(taken.error()));
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, looked_at_each, [this] { return stop_; });
    if (stop_) return;
  }
}

}  // namespace leye::exchange
