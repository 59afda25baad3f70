// leye_bench [NAME] [--full] [--json FILE]: runs one part, or the parts below a name. policy.N,
// policy.real.N, screen.N and registers.N work for any N, as `screen --people N` too.
//
// Parts that take more than a minute or two only with --full, or by their whole name. In the end
// the figures that have a goal are printed beside it. The JSON is a list of {"name", "value",
// "unit"}, with "goal", "at_least" and "met" where there is one.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <optional>

#include "goals.hpp"
#include "parts.hpp"

namespace leye::bench {

double core_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double resident_megabytes() {
  std::ifstream statm("/proc/self/statm");
  double size = 0, resident = 0;
  statm >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

// Since the start, or since it was forgotten.
double peak_resident_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) * 1024 / 1e6;
  return 0;
}

void forget_peak() { std::ofstream("/proc/self/clear_refs") << 5; }

double process_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

namespace {

struct Part {
  std::string name;
  bool quick;
  std::function<Measurements()> run;
};

std::vector<Part> parts() {
  return {
      {"city", true, measure_city},
      {"load.20000", true, [] { return measure_load(20'000); }},
      {"load.200000", false, [] { return measure_load(200'000); }},
      {"load.3000000", false, [] { return measure_load(3'000'000); }},
      {"import.20000", true, [] { return measure_import(20'000); }},
      {"import.200000", false, [] { return measure_import(200'000); }},
      {"imports.100000", true, [] { return measure_imports(100'000); }},
      {"imports.1000000", false, [] { return measure_imports(1'000'000); }},
      {"facts.20000", true, [] { return measure_facts(20'000); }},
      {"facts.200000", false, [] { return measure_facts(200'000); }},
      {"facts.3000000", false, [] { return measure_facts(3'000'000); }},
      {"registers.20000", true, [] { return measure_registers(20'000); }},
      {"registers.300000", false, [] { return measure_registers(300'000); }},
      {"registers.3000000", false, [] { return measure_registers(3'000'000); }},
      {"sealing.100000", true, [] { return measure_sealing(100'000); }},
      {"copy.20000", true, [] { return measure_copy(20'000); }},
      {"copy.200000", false, [] { return measure_copy(200'000); }},
      {"payments.100000", true, [] { return measure_payments(100'000); }},
      {"payments.1000000", false, [] { return measure_payments(1'000'000); }},
      {"policy.100000", true, [] { return measure_policy(100'000); }},
      {"policy.1000000", true, [] { return measure_policy(1'000'000); }},
      {"policy.3000000", false, [] { return measure_policy(3'000'000); }},
      {"policy.prove", true, measure_prove},
      {"policy.real.20000", true, [] { return measure_policy_real(20'000); }},
      {"policy.real.200000", false, [] { return measure_policy_real(200'000); }},
      {"screen.20000", true, [] { return measure_screen(20'000); }},
      {"screen.200000", false, [] { return measure_screen(200'000); }},
      {"screen.3000000", false, [] { return measure_screen(3'000'000); }},
      {"trial.20000", true, [] { return measure_trial(20'000); }},
      {"trial.200000", false, [] { return measure_trial(200'000); }},
      {"trial.1000000", false, [] { return measure_trial(1'000'000); }},
      {"trial.3000000", false, [] { return measure_trial(3'000'000); }},
  };
}

// "load" means its sizes, "load.20000" one of them.
bool chosen(const Part& part, const std::string& wanted, bool full) {
  if (part.name == wanted) return true;
  return (full || part.quick) && (wanted.empty() || part.name.starts_with(wanted + "."));
}

// A size that no list names: policy.20000.
std::optional<Part> of_any_size(const std::string& wanted) {
  using Measure = Measurements (*)(std::int64_t);
  const std::pair<std::string, Measure> families[] = {{"policy.real.", measure_policy_real},
                                                      {"policy.", measure_policy},
                                                      {"screen.", measure_screen},
                                                      {"registers.", measure_registers}};
  for (const auto& [family, measure] : families) {
    if (!wanted.starts_with(family)) continue;
    std::int64_t size = 0;
    const char* const end = wanted.data() + wanted.size();
    const auto read = std::from_chars(wanted.data() + family.size(), end, size);
    if (read.ec == std::errc{} && read.ptr == end && size > 0)
      return Part{wanted, false, [measure, size] { return measure(size); }};
  }
  return std::nullopt;
}

bool write_json(const std::string& file, const std::vector<Measurement>& all) {
  boost::json::array list;
  for (const Measurement& each : all) {
    boost::json::object figure = {{"name", each.name}, {"value", each.value}, {"unit", each.unit}};
    if (const auto goal = goal_of(each.name)) {
      figure["goal"] = goal->limit;
      figure["at_least"] = goal->at_least;
      figure["met"] = goal->met(each.value);
    }
    if (!each.dominated_by.empty()) figure["dominated_by"] = each.dominated_by;
    list.push_back(std::move(figure));
  }
  std::ofstream out(file);
  out << boost::json::serialize(list) << "\n";
  return static_cast<bool>(out.flush());
}

int run(const std::string& wanted, bool full, const std::string& json_file) {
  std::vector<Measurement> all;
  auto chosen_parts = parts();
  std::erase_if(chosen_parts, [&](const Part& part) { return !chosen(part, wanted, full); });
  if (chosen_parts.empty())
    if (auto part = of_any_size(wanted)) chosen_parts.push_back(std::move(*part));
  for (const Part& part : chosen_parts) {
    const Stopwatch stopwatch;
    const auto measured = part.run();
    if (!measured.ok()) {
      fmt::print(stderr, "{}: {}\n", part.name, to_text(measured.error()));
      return 1;
    }
    for (const Measurement& each : measured.value()) {
      fmt::print("{:<40} {:>14.3f} {}\n", each.name, each.value, each.unit);
      all.push_back(each);
    }
    fmt::print("# {} took {:.0f} s\n", part.name, stopwatch.seconds());
    std::fflush(stdout);
  }
  if (all.empty()) {
    fmt::print(stderr, "no part is called {}\n", wanted);
    return 2;
  }
  fmt::print("{}", goals_table(all));
  if (!json_file.empty() && !write_json(json_file, all)) {
    fmt::print(stderr, "cannot write {}\n", json_file);
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace leye::bench

int main(int argc, char** argv) {
  CLI::App program{"leye_bench: how fast, how big"};
  std::string wanted, json_file;
  bool full = false;
  std::int64_t people = 0;
  program.add_option("NAME", wanted, "a part (load.20000) or those below a name (load)");
  program.add_option("--people", people, "that size of the part")->check(CLI::PositiveNumber);
  program.add_flag("--full", full, "also the parts that take minutes");
  program.add_option("--json", json_file, "also write the figures to this file");
  CLI11_PARSE(program, argc, argv);
  if (people > 0) wanted += fmt::format(".{}", people);
  return leye::bench::run(wanted, full, json_file);
}
