// The bank of the kill loop: a database of its own, so that what it holds survives our death.
//
// It pays row after row, each committed by itself and known by batch number and row: told twice, it
// pays once. It refuses the first attempt of every payment whose key ends in 7.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "funds/channel.hpp"
#include "store/connection.hpp"

namespace leye::crash {

constexpr const char* bank_schema =
    "create table paid (batch text, row_number int, key text, account text, amount_fen bigint, "
    "result text, primary key (batch, row_number))";

class Bank final : public funds::Channel {
 public:
  explicit Bank(store::Connection& connection) : connection_(connection) {}
  Status deliver(const std::filesystem::path& path, const std::string& batch_number) override;
  bool repeatable() const override { return true; }

  // Its return file for one batch, in the form of the treasury channel.
  Result<std::string> answer(const std::string& batch_number, const std::string& request_digest);

 private:
  Result<bool> refuses(const std::string& key);
  store::Connection& connection_;
};

}  // namespace leye::crash
