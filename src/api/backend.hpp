// What every handler works with: made when the server starts, and anew for each version of the
// policy that comes into force.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "api/measure_texts.hpp"
#include "api/screening_runner.hpp"
#include "api/trial_runner.hpp"
#include "audit/writer.hpp"
#include "base/cipher.hpp"
#include "base/clock.hpp"
#include "base/working_days.hpp"
#include "exchange/arrangements.hpp"
#include "http/web_files.hpp"
#include "ledgers/ledger.hpp"
#include "policy/plan/plan.hpp"
#include "store/pool.hpp"
#include "sweeps/rules.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::workbench {
class Workbench;
}

namespace leye::api {

struct Rulebook;  // api/rulebook.hpp

struct Backend {
  std::string dsn;
  std::string area_schema;      // of those who are not signed in, and of the administrators' lists
  std::int64_t area_place = 0;  // its division code
  std::string area_name;
  const Clock& machine_clock;     // sessions and audit
  const Clock& business_clock;    // the day on which cases and rules stand
  SetClock* set_clock = nullptr;  // the same, where the demonstration may move it
  const Cipher& cipher;
  store::Pool& pool;
  audit::Writer& audit;
  const http::WebFiles& web;
  const Vocabulary& vocabulary;
  const ledgers::Ledgers& ledgers;  // of this vocabulary
  const policy::Plan& plan;
  const MeasureTexts& texts;
  const WorkingDays& calendar;
  const exchange::Arrangements& arrangements;
  const sweeps::Rules& sweep;  // of the unemployed register
  const Rulebook& rulebook;    // what else the pack and the installation rule
  ScreeningRunner& screenings;
  TrialRunner& trials;
  std::filesystem::path pack;  // folder of the version in force
  workbench::Workbench& workbench;
  std::int64_t policy_version = 0;  // by which this one answers
  std::filesystem::path payments_folder;  // of the files to channels
  std::filesystem::path imports_folder;   // of sheets between preview and confirmation
  bool second_factor_for_staff = false;   // nobody of the staff works without one
  bool secure_cookies = false;            // the browser speaks TLS to the gateway in front of us
};

}  // namespace leye::api
