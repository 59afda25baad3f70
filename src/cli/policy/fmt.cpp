// leye policy fmt [--lang zh|en] [--check] PACK…
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "cli/policy/commands.hpp"
#include "cli/policy/pack.hpp"

namespace leye::cli {
namespace {

struct FormatArguments {
  std::vector<std::string> packs;
  std::string language;
  bool check = false;
};

// Beside the file first, then in its place: a reader never sees half of it.
bool replace(const std::string& file, const std::string& text) {
  const auto fresh = file + ".new";
  std::ofstream out(fresh, std::ios::binary);
  out << text;
  out.close();
  std::error_code problem;
  if (out) std::filesystem::rename(fresh, file, problem);
  if (out && !problem) return true;
  fmt::print(stderr, "leye: {} 无法写入\n", file);
  return false;
}

int format(const FormatArguments& arguments) {
  int exit_code = 0;
  for (const auto& path : arguments.packs) {
    const auto* vocabulary = vocabulary_of(path);
    if (vocabulary == nullptr) return 2;
    const auto pack = policy::read_pack(path, *vocabulary);
    if (!usable(pack)) {
      exit_code = 1;
      continue;
    }
    for (const auto& document : pack.documents) {
      const bool chinese =
          arguments.language.empty() ? document.chinese : arguments.language == "zh";
      const auto text = policy::print_pack_file(pack, document, chinese, *vocabulary);
      if (text == document.source) continue;
      fmt::print("{}\n", document.file);
      if (arguments.check)
        exit_code = 1;
      else if (!replace(document.file, text))
        exit_code = 2;
    }
  }
  return exit_code;
}

}  // namespace

void add_policy_fmt(CLI::App& policy, int& exit_code) {
  auto* command =
      policy.add_subcommand("fmt", "rewrite packs in canonical form, or translate them");
  const auto arguments = std::make_shared<FormatArguments>();
  command->add_option("packs", arguments->packs, "pack folders or files")->required();
  command->add_option("--lang", arguments->language, "language of the rules and cases")
      ->check(CLI::IsMember({"zh", "en"}));
  command->add_flag("--check", arguments->check, "change nothing; exit 1 if a file would change");
  command->callback([arguments, &exit_code] { exit_code = format(*arguments); });
}

}  // namespace leye::cli
