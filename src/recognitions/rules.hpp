// After how many months a recognition is looked at again, how early that is told, by when it is
// answered and whom it goes to then: data of a pack, its file recognitions/reviews.md
// (docs/guide/recognitions.md has the form; 就业促进法第五十二条).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary/vocabulary.hpp"

namespace leye::recognitions {

struct Review {
  std::string category;  // as recognitions name it: "hard_to_employ"
  std::string zh, en;
  int months = 0;        // from the recognition or the last review to the next
  int warning_days = 0;  // before it is due
  int answer_days = 0;   // after it was due; then it goes to `escalates`
  std::string escalates;  // a role, as access::name says it
  std::string clause;
};

struct Rules {
  std::vector<Review> reviews;

  const Review* find(std::string_view category) const;

  // Of the pack, else of the packs behind it; none has the file: no reviews. The error names file,
  // line and the way to mend it.
  static Result<Rules> load(const std::filesystem::path& pack);
  static Result<Rules> parse(std::string_view text, const std::string& file);
};

}  // namespace leye::recognitions
