// What ./dev bench measures. A part is a named function that answers figures with their units;
// main.cpp lists them. Nothing here is a test: no figure fails a build.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace leye::bench {

struct Measurement {
  std::string name;  // "registers.load.200000"
  double value = 0;
  std::string unit;  // "s", "people/s", "MB"
  std::string dominated_by = {};  // where most of the time goes
};
using Measurements = Result<std::vector<Measurement>>;

Measurements measure_city();                       // city: generating alone, with the truth
Measurements measure_load(std::int64_t people);    // load: into PostgreSQL, indexes and all
Measurements measure_screen(std::int64_t people);  // screen: every measure, the whole register

Measurements measure_trial(std::int64_t people);  // trial: what a draft would change

Measurements measure_import(std::int64_t people);  // import: sheets checked and stored
// imports: by CSV and workbook, into an empty register and one that knows half; steps and memory
Measurements measure_imports(std::int64_t people);
Measurements measure_facts(std::int64_t people);   // facts: registers to columns; searches
// registers: every figure that has a goal, with the goal and what dominates it
Measurements measure_registers(std::int64_t people);

Measurements measure_copy(std::int64_t people);  // facts by prepared queries and by COPY

Measurements measure_payments(std::int64_t count);  // plan, make, set aside and write, post

Measurements measure_policy(std::int64_t persons);      // policy: twelve rules, both readers
Measurements measure_policy_real(std::int64_t people);  // a pack over the registers of a city
Measurements measure_sealing(std::int64_t values);  // sealing: both profiles, and their ratio
Measurements measure_prove();  // policy.prove: the shipped packs, all cores and one

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

double core_seconds();             // that a core spent on this thread so far
double process_seconds();  // of all threads of this process
double resident_megabytes();       // of this process, now
double peak_resident_megabytes();  // the most it ever was, or since forget_peak()
void forget_peak();

}  // namespace leye::bench
