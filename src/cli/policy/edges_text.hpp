// Comparisons with their three rows, for people and for the workbench.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/edges/ledger.hpp"
#include "policy/edges/witness.hpp"

namespace leye::cli {

struct ShownEdge {
  const policy::edges::Entry* entry = nullptr;
  policy::edges::Standing standing = policy::edges::Standing::not_ticked;
  const policy::edges::Tick* tick = nullptr;  // the last one, which may have expired; or null
  std::optional<policy::edges::Witness> witness;
};

std::string edges_text(const std::vector<ShownEdge>& shown, bool english);
std::string edges_json(const std::vector<ShownEdge>& shown);

}  // namespace leye::cli
