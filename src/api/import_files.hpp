// Sheets between preview and confirmation: each waits in the data folder, encrypted, for an hour;
// its name says whose it is, so that nobody else can confirm it.
#pragma once

#include <cstdint>
#include <string>

#include "api/call.hpp"
#include "api/imports.hpp"

namespace leye::api {

struct WaitingFile {
  std::int64_t id = 0;
  std::string kind;
  std::string name;     // of the file, as the sender calls it
  ImportChoice choice;  // what of it, and how
  bool chosen = false;  // `choice` was made by the user
  std::string bytes;
};

std::int64_t new_import_id();
Status keep(const Call& call, const WaitingFile& file);
Result<WaitingFile> find_waiting(const Call& call, std::int64_t id);
void forget(const Call& call, std::int64_t id);

}  // namespace leye::api
