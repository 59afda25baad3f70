// The registered states of a city, derived as the server does: once without a rest, and beside
// clerks.
#pragma once

#include <string>
#include <vector>

#include "parts.hpp"
#include "policy/pack_vocabulary.hpp"
#include "states/keeper.hpp"
#include "store/connection.hpp"

namespace leye::bench {

class States {
 public:
  static constexpr const char* pack = "packs/qingyang-2023";  // in force at the server

  static Result<std::unique_ptr<States>> of(store::Connection& connection);

  // A server has begun the day's pass, and is gone: goes through with it without a rest.
  Status go_through(const std::string& prefix, std::vector<Measurement>& figures);

  // Asks for one more, and waits until a server is at it.
  Status ask_again();

  Result<states::Kept> now();

 private:
  States(store::Connection& line, Vocabulary vocabulary, states::Rules rules)
      : line_(line), vocabulary_(std::move(vocabulary)), rules_(std::move(rules)) {}

  // Of the pass that was begun last.
  Result<std::int64_t> version();
  Result<store::Transaction> begin();

  store::Connection& line_;
  const Vocabulary vocabulary_;
  const states::Rules rules_;
  const SystemClock clock_;
};

}  // namespace leye::bench
