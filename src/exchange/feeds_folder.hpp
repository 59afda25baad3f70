// The folder into which departments drop their files, as the program looks after it.
//
//   FeedsFolder folder(desk, catalogue, "/srv/leye/feeds", business_clock);
//   for (const DroppedFile& file : TRY(folder.take(connection))) …
//
// Each file is taken in a transaction of its own, one after the other. A file that stays where it
// is, or was refused without becoming a delivery, is a task of the desk until it is gone.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "exchange/courier.hpp"
#include "exchange/dropped_files.hpp"

namespace leye::exchange {

class FeedsFolder {
 public:
  FeedsFolder(Desk desk, Catalogue catalogue, std::filesystem::path folder, const Clock& business)
      : desk_(std::move(desk)),
        catalogue_(std::move(catalogue)),
        folder_(std::move(folder)),
        business_(business) {}

  Result<std::vector<DroppedFile>> take(store::Connection& connection);
  // From another thread: no further file is begun.
  void stop() { stopped_ = true; }

 private:
  Result<Delivered> receive(store::Connection& connection, const Feed& feed, Incoming incoming);
  Status tell(store::Connection& connection, const std::vector<DroppedFile>& files);

  const Desk desk_;
  const Catalogue catalogue_;
  const std::filesystem::path folder_;
  const Clock& business_;
  std::atomic<bool> stopped_{false};
};

// One folder in a thread of its own, looked at once a minute until it is destroyed.
class FeedsFolderThread {
 public:
  FeedsFolderThread(std::string dsn, Desk desk, Catalogue catalogue, std::filesystem::path folder,
                    const Clock& business);
  ~FeedsFolderThread();

 private:
  void run(const std::string& dsn);

  FeedsFolder folder_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace leye::exchange
