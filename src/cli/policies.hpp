// The pack in force when a server starts.
#pragma once

#include <filesystem>

#include "api/measure_texts.hpp"
#include "exchange/arrangements.hpp"
#include "policy/plan/plan.hpp"
#include "sweeps/rules.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::cli {

struct Policies {
  Vocabulary vocabulary;  // with what the pack adds
  policy::Plan plan;
  api::MeasureTexts texts;
  std::filesystem::path pack;
  exchange::Arrangements arrangements;  // of kinds of `vocabulary`
  sweeps::Rules sweep;                  // of the unemployed register
};

// The pack at `wanted`, or, if that is empty, the last folder of packs/ that declares a measure. A
// pack with an error stops the start: nothing is half in force.
Result<Policies> read_policies(const std::filesystem::path& wanted);

// The words of the installation, without those of any pack.
Result<Vocabulary> installed_vocabulary();

// Its words alone; the rules of a pack that is named need not be right for them.
Result<Vocabulary> vocabulary_in_force(const std::filesystem::path& wanted);

// Its folder.
Result<std::filesystem::path> pack_in_force(const std::filesystem::path& wanted);

}  // namespace leye::cli
