// Who reports what to which register, and what of it the person concerned confirms: data, one line
// each in data/registers/reports.csv. A school reports where its graduates went (毕业去向登记), a host
// its trainees (就业见习); the person says on the phone that it is so, or what is right.
//
//   const Rules rules = TRY(Rules::load(vocabulary));
//   for (const Report* report : rules.of("school")) …
//
// The lists and the words themselves are in words.hpp.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary/vocabulary.hpp"

namespace leye::reports {

inline constexpr std::string_view by_employer = "employer";

struct Report {
  std::string id, zh, en;
  const Entity* entity = nullptr;   // a record
  std::string by;                   // `employer`, or a body's code (table body)
  const Fact* bound = nullptr;      // whose it is: a text with the body's name, or the employer
  std::vector<const Fact*> writes;  // what the reporter says; the person among it
  std::vector<const Fact*> asked;   // what the person confirms; none: nobody is asked
  const Fact* given = nullptr;      // asked only where this is given; may be null
  const Fact* stamp = nullptr;      // takes the day of confirming; null where nobody is asked
  int days = 0;                     // calendar days to confirm, then a reminder
  std::string why;                  // the text it rests on

  bool asks() const { return !asked.empty(); }
  std::vector<std::string> asked_names() const;
  bool of_employer() const { return by == by_employer; }
};

class Rules {
 public:
  static Result<Rules> load(const Vocabulary& vocabulary);
  // The error names file, line and what may stand there.
  static Result<Rules> read(const std::filesystem::path& file, const Vocabulary& vocabulary);

  const std::vector<Report>& all() const { return all_; }
  const Report* find(std::string_view id) const;
  std::vector<const Report*> of(std::string_view by) const;
  // The first of `by` on this entity; null if there is none.
  const Report* on(std::string_view by, std::string_view entity) const;

 private:
  std::vector<Report> all_;
};

}  // namespace leye::reports
