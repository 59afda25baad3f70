// Files that departments dropped into a folder: each is taken and moved on to stored/ or refused/.
//
//   const auto receive = [&](const Feed& feed, Incoming incoming) { … one transaction … };
//   for (const DroppedFile& file : TRY(take_dropped(folder, catalogue, receive, clock))) …
//
// A file's name begins with the id of its feed: "police_population-202310.csv". What is still being
// written waits: names that begin with a dot or end in .part or .tmp, and what changed within the
// last seconds. Only a file that is at fault itself is refused; where the database is away, or the
// program must be mended, files stay where they are. Nothing is written over: a second file of one
// name gets a number.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "exchange/deliveries.hpp"

namespace leye::exchange {

constexpr std::uintmax_t dropped_bytes_max = std::uintmax_t{64} << 20;
constexpr std::chrono::seconds dropped_rest{10};  // unchanged so long, a file is whole

struct DroppedFile {
  enum class Outcome {
    stored,
    refused,  // moved to refused/
    left,     // stays where it is, for the next time
  };
  std::string name;
  std::string feed;  // empty: begins with the id of none
  Outcome outcome = Outcome::left;
  std::optional<Delivered> delivered;
  std::string problem;  // why it was refused or left
};

using Receive = std::function<Result<Delivered>(const Feed&, Incoming)>;

// In the order of their names. not_found: there is no such folder. `clock` is the machine's.
Result<std::vector<DroppedFile>> take_dropped(const std::filesystem::path& folder,
                                              const Catalogue& catalogue, const Receive& receive,
                                              const Clock& clock);

}  // namespace leye::exchange
