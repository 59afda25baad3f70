// What a pack says about findings. In any of its files:
//
//   ```findings
//   | 发现 | 校验 | 理由 |                       (finding · digest · reason)
//   |------|------|------|
//   | no_amount skills_subsidy skill_level | 3f9a0c21b7de | 文件只写到三级 |
//   ```
//
//   ```monotone
//   hiring_reward organisation.employments.count 不减      (rising; 不增: falling)
//   ```
//
// The digest is of the rules (with the values of their parameters and the exclusions they stand in)
// and of all sentences of the items they rest on, as `leye policy prove` prints it: when either
// changes the acknowledgement has expired and somebody must look again. The second fence promises
// that the amount never falls (or rises) with more of a fact; it is proved.
// Both stay as they are when a file is printed in the other language.
#pragma once

#include <string>
#include <vector>

#include "policy/proof/proof.hpp"

namespace leye::policy::proof {

struct Acknowledgement {
  std::string name;
  std::string digest;
  std::string reason;
  std::string file;
  std::int32_t line = 0;
};

struct Promise {
  std::string measure;
  std::string path;  // "organisation.employments.count", as a finding names it
  bool rising = true;
  std::string file;
  std::int32_t line = 0;
};

struct Remarks {
  std::vector<Acknowledgement> acknowledgements;
  std::vector<Promise> promises;
};

Remarks remarks_of(const LoadedPack& pack);

// Of the rules of the measures and of the items that they cite: 12 hex digits.
std::string digest_of(const Finding& finding, const LoadedPack& pack, const Vocabulary& vocabulary);

// Gives each finding its digest, and the reason if it is acknowledged; what acknowledges nothing
// becomes idle.
void acknowledge(Report& report, const LoadedPack& pack, const Remarks& remarks,
                 const Vocabulary& vocabulary);

}  // namespace leye::policy::proof
