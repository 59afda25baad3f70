// A draft becomes a version: one person asks, with a date and a note, another one approves.
#pragma once

#include "workbench/workbench.hpp"

namespace leye::workbench {

// Why it shall be published although something is not clean; empty where everything is.
struct Confirmations {
  std::string proof;
  std::string edges;
};

struct Request {
  std::int64_t draft = 0;
  std::int64_t revision = 0;
  Day in_force_from;
  std::string note;
  Confirmations confirmations;
};

// What the asker has before him; kept with the draft for who approves.
struct Submission {
  std::int64_t cases = 0;
  std::string proof = "not_run";  // clean, findings, not_run
  std::int64_t proof_findings = 0;
  std::int64_t edges_open = 0;
  std::int64_t touched_rows = 0;
  std::string proof_words, edges_words;
};
BOOST_DESCRIBE_STRUCT(Submission, (),
                      (cases, proof, proof_findings, edges_open, touched_rows, proof_words,
                       edges_words))
Result<Submission> submission_of(const std::string& json);

// conflict: not open, another revision, another version was published meanwhile, nothing is
// changed, errors, cases that fail. invalid_input: the day lies before today or before that of the
// base; no note; nothing said about what is not clean (`where`: confirmations.proof, .edges).
Status submit(store::Transaction& transaction, Workbench& workbench, const Request& request,
              const Person& by, Day today, Instant now);

// Back to be worked on.
Status send_back(store::Transaction& transaction, std::int64_t draft, const std::string& reason,
                 const Person& by, Instant now);

// The number of the version. forbidden: who asked may not approve. conflict: not submitted, or what
// submit() says has come to stand in its way.
Result<std::int64_t> approve(store::Transaction& transaction, Workbench& workbench,
                             std::int64_t draft, const Person& by, Day today, Instant now);

Status withdraw(store::Transaction& transaction, std::int64_t draft, const std::string& reason,
                const Person& by, Instant now);

// An approved version that waits for its day never comes into force; its draft, whose number is
// given back, is open again. conflict: its day has come, it is of the installation, it was taken
// back, or a version that stands was written from it.
Result<std::int64_t> take_back(store::Transaction& transaction, std::int64_t version,
                               const std::string& reason, const Person& by, Day today,
                               Instant now);

}  // namespace leye::workbench
