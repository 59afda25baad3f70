#include "cli/policy/scratch_database.hpp"

#include <cstdlib>

namespace leye::cli {
namespace {

Result<std::filesystem::path> folder_of_its_own() {
  std::error_code error;
  auto pattern = (std::filesystem::temp_directory_path(error) / "leye-queries-XXXXXX").string();
  if (error || ::mkdtemp(pattern.data()) == nullptr)
    return Error{ErrorCode::unavailable,
                 "没有地方放临时的数据库",
                 {pattern},
                 "核对临时文件夹的权限和空间，或用 --db 指一个数据库"};
  // PostgreSQL may run as another user, who has to walk through; its own folder is closed.
  using std::filesystem::perms;
  std::filesystem::permissions(pattern, perms::owner_all | perms::group_exec | perms::others_exec,
                               error);
  return std::filesystem::path(pattern);
}

}  // namespace

Result<ScratchDatabase> ScratchDatabase::open(const std::string& dsn) {
  ScratchDatabase opened;
  std::string where = dsn;
  if (where.empty()) {
    opened.folder_ = TRY(folder_of_its_own());
    opened.cluster_.emplace(
        TRY(store::PrivateCluster::start(opened.folder_ / "data", store::IfRunning::refuse)));
    where = opened.cluster_->dsn();
  }
  opened.scratch_.emplace(TRY(policy::sql::Scratch::open(where)));
  return opened;
}

ScratchDatabase::~ScratchDatabase() {
  scratch_.reset();
  cluster_.reset();
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

}  // namespace leye::cli
