// Each folder of src/ includes only what src/layers.txt allows, and layers.txt
// names each folder once, after everything it uses.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tidy/project_files.hpp"

namespace leye::tidy {
namespace {

struct Layers {
  std::vector<std::string> order;
  std::map<std::string, std::set<std::string>> may_use;

  std::set<std::string> allowed(const std::string& folder) const {
    const auto found = may_use.find(folder);
    return found == may_use.end() ? std::set<std::string>{} : found->second;
  }
};

Layers read_layers() {
  Layers layers;
  for (const std::string& line : file_at("src/layers.txt").lines) {
    const auto colon = line.find(':');
    if (line.empty() || line.front() == '#' || colon == std::string::npos) continue;
    const std::string folder = line.substr(0, colon);
    layers.order.push_back(folder);
    std::istringstream uses(line.substr(colon + 1));
    for (std::string used; uses >> used;) layers.may_use[folder].insert(used);
  }
  return layers;
}

std::string folder_of(const std::string& path_below_src) {
  const auto slash = path_below_src.rfind('/');
  return slash == std::string::npos ? "" : path_below_src.substr(0, slash);
}

TEST(Layers, EachFolderIsListedAfterWhatItUses) {
  const Layers layers = read_layers();
  ASSERT_GT(layers.order.size(), 10u);
  std::set<std::string> above;
  for (const auto& folder : layers.order) {
    for (const auto& used : layers.allowed(folder))
      EXPECT_TRUE(above.count(used)) << folder << " uses " << used << ", which stands below it";
    EXPECT_TRUE(above.insert(folder).second) << folder << " is listed twice";
  }
}

TEST(Layers, NoIncludePointsDown) {
  const Layers layers = read_layers();
  const std::set<std::string> known(layers.order.begin(), layers.order.end());
  const std::regex include(R"re(^\s*#include "([^"]+)")re");
  int includes_seen = 0;
  for (const auto& file : files_below("src")) {
    if (!file.ends_with(".cpp") && !file.ends_with(".hpp")) continue;
    const std::string folder = folder_of(file.path.substr(4));
    ASSERT_TRUE(known.count(folder)) << file.path << ": its folder is not in src/layers.txt";
    const bool is_test = file.ends_with("_test.cpp");
    for (const auto& line : file.lines) {
      std::smatch match;
      if (!std::regex_search(line, match, include)) continue;
      ++includes_seen;
      const std::string used = folder_of(match[1]);
      if (used == folder) continue;
      EXPECT_TRUE(layers.allowed(folder).count(used) || (is_test && used == "store"))
          << file.path << " includes " << match[1] << "; src/layers.txt does not allow it";
    }
  }
  EXPECT_GT(includes_seen, 20);
}

TEST(Layers, OnlyHttpSeesTheNetworkLibrary) {
  const std::regex network(R"(#include <boost/(asio|beast))");
  for (const auto& file : files_below("src"))
    for (const auto& line : file.lines)
      EXPECT_TRUE(file.starts_with("src/http/") || !std::regex_search(line, network))
          << file.path << ": " << line;
}

}  // namespace
}  // namespace leye::tidy
