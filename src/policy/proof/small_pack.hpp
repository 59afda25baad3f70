// Small packs for the tests of this folder: some lines of one rule, proved.
#pragma once

#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "policy/pack.hpp"
#include "policy/proof/proof.hpp"

namespace leye::policy::proof {

inline const Vocabulary& test_vocabulary() {
  static const auto loaded = Vocabulary::load(resource("vocabulary").value()).value();
  return loaded;
}

inline LoadedPack small_pack(const std::string& text) {
  const auto file = std::filesystem::temp_directory_path() /
                    fmt::format("leye-proof-{}-{}.md", ::getpid(), std::hash<std::string>{}(text));
  std::ofstream(file, std::ios::binary) << text;
  auto pack = read_pack(file, test_vocabulary());
  std::filesystem::remove(file);
  for (const auto& problem : pack.diagnostics) ADD_FAILURE() << to_text(problem, pack);
  return pack;
}

inline std::string rules(const std::string& lines) {
  return "---\n标题: 试验\n---\n# 一\n\n> [一1 句1] 招用补贴\n\n```policy\n" + lines + "```\n";
}

// A measure of a hire, in force from 2023, with the lines given.
inline std::string hiring(const std::string& id, const std::string& lines) {
  return fmt::format(
      "补贴 {0} ({0})\n  每 招用\n  付给 招用.单位\n  对象 招用.人员\n"
      "  资金 就业补助资金 (employment_subsidy)\n  有效 招用.入职日期 自 2023-01-01\n{1}\n",
      id, lines);
}

inline Report proved(const std::string& text) {
  const auto pack = small_pack(text);
  if (!pack.plan) return {};
  return prove(pack, test_vocabulary());
}

inline std::vector<std::string> names(const Report& report) {
  std::vector<std::string> found;
  for (const auto& each : report.findings) found.push_back(each.name);
  return found;
}

}  // namespace leye::policy::proof
