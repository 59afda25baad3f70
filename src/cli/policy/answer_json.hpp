// An answer as `leye eval` prints it: one JSON object, whose members keep their order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "policy/explain/explain.hpp"

namespace leye::cli {

class JsonWriter {
 public:
  std::string take() { return std::move(out_); }
  void raw(std::string_view text) { out_ += text; }
  void text(std::string_view value) { json::append_quoted(out_, value); }
  void key(std::string_view name) {
    if (!out_.ends_with("{")) out_ += ", ";
    text(name);
    out_ += ": ";
  }
  void member(std::string_view name, std::string_view value) {
    key(name);
    text(value);
  }
  void list(std::string_view name, const std::vector<std::string>& values) {
    key(name);
    out_ += "[";
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_ += ", ";
      text(values[i]);
    }
    out_ += "]";
  }

 private:
  std::string out_;
};

// Members of an object that is open: measure, subject, outcome, amount, period, distance, failed,
// missing, outputs, judgements (those that wait for a person).
void write_answer(JsonWriter& out, const policy::Measure& measure, const std::string& subject,
                  const policy::Answer& answer, const std::vector<std::string>& failed);

// The sentences that the answer rests on: of all conditions and the amount if something is due, of
// the lines to change if refused, of the lines that are undecided.
std::vector<std::string> cites(const policy::Measure& measure, const policy::Answer& answer,
                               const policy::Choices& choices);

void write_trace(JsonWriter& out, const policy::Trace& trace);

}  // namespace leye::cli
