// Runs a fuzz target as a test: seeds, the inputs kept in tests/fuzz/found, and variants of both
// drawn from a seed. A fault stops the process; the input is in a file by then.
//
//   document_fuzz_test                         ends with "N passed, 0 failed"
//   document_fuzz_test --write-seeds FOLDER    for libFuzzer
//   document_fuzz_test FILE…                   only these
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include <fmt/format.h>

#include "fuzz/fuzz_target.hpp"

namespace leye::fuzz {
namespace {

namespace files = std::filesystem;
constexpr int variants = 1500;
constexpr std::size_t bytes_max = 20'000;  // of a variant

void write(const files::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

std::string text_of(const files::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

class Runner {
 public:
  explicit Runner(std::string target)
      : input_(files::temp_directory_path() / ("leye-" + target + ".input")) {}
  ~Runner() { files::remove(input_); }
  void run(const std::string& bytes) {
    write(input_, bytes);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    ++count_;
  }
  std::size_t count() const { return count_; }

 private:
  files::path input_;  // stays if the target stops the process
  std::size_t count_ = 0;
};

class Variants {
 public:
  explicit Variants(const std::vector<std::string>& inputs) : inputs_(inputs), engine_(20231120) {}

  // A part of one input, changed in one to four places.
  std::string next() {
    auto bytes = part(one(), bytes_max);
    for (auto left = 1 + below(4); left > 0; --left) change(bytes);
    return bytes;
  }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : engine_() % end; }
  const std::string& one() { return inputs_[below(inputs_.size())]; }

  std::string part(const std::string& of, std::size_t most) {
    const auto first = below(of.size());
    return of.substr(below(2) == 0 ? 0 : first, 1 + below(most));
  }

  // A line of some input, so that words of the grammar meet where they do not belong.
  std::string line() {
    const auto& from = one();
    const auto begin = from.rfind('\n', below(from.size()));
    const auto first = begin == from.npos ? 0 : begin + 1;
    return from.substr(first, from.find('\n', first) - first) + "\n";
  }

  void change(std::string& bytes) {
    const auto at = below(bytes.size());
    switch (below(7)) {
      case 0: bytes.insert(at, part(one(), 40)); break;
      case 1: bytes.erase(at, 1 + below(30)); break;
      case 2:
        bytes.insert(bytes.rfind('\n', at) == bytes.npos ? 0 : bytes.rfind('\n', at) + 1, line());
        break;
      case 3:
        if (!bytes.empty()) bytes[at] = static_cast<char>(engine_());
        break;
      case 4: bytes.insert(at, bytes.substr(below(bytes.size()), below(60))); break;
      case 5: bytes.insert(at, 1 + below(20), "() 、\t|\"#0"[below(10)]); break;
      default: {
        constexpr const char* odd[] = {"9223372036854775807",
                                       "-1",
                                       "\xEF\xBB\xBF",
                                       "\xC0\x80",
                                       "\r",
                                       "　",
                                       "“",
                                       "```",
                                       "---\n",
                                       "1e9",
                                       "0.000000001%"};
        bytes.insert(at, odd[below(std::size(odd))]);
      }
    }
  }

  const std::vector<std::string>& inputs_;
  std::mt19937 engine_;
};

int run(const std::string& target, const std::vector<std::string>& arguments) {
  auto inputs = seeds();
  if (arguments.size() == 2 && arguments[0] == "--write-seeds") {
    files::create_directories(arguments[1]);
    for (std::size_t i = 0; i < inputs.size(); ++i)
      write(files::path(arguments[1]) / fmt::format("seed-{}", i), inputs[i]);
    return 0;
  }
  Runner runner(target);
  for (const auto& file : arguments) runner.run(text_of(file));
  if (!arguments.empty()) return 0;
  const auto found = files::path(LEYE_SOURCE_DIR) / "tests" / "fuzz" / "found" / target;
  if (files::exists(found))
    for (const auto& entry : files::directory_iterator(found))
      inputs.push_back(text_of(entry.path()));
  for (const auto& input : inputs) runner.run(input);
  Variants all(inputs);
  for (int i = 0; i < variants; ++i) runner.run(all.next());
  fmt::print("{} passed, 0 failed\n", runner.count());
  return 0;
}

}  // namespace
}  // namespace leye::fuzz

int main(int argc, char** argv) {
  auto target = std::filesystem::path(argv[0]).filename().string();
  if (target.ends_with("_fuzz_test")) target.resize(target.size() - 10);
  return leye::fuzz::run(target, {argv + 1, argv + argc});
}
