// Putting a case together before it is opened: whom it is about, what the rules say of each row
// today, and the rows, event and first task that are written. Inside flows/ only.
#pragma once

#include <string>
#include <vector>

#include "benefits/assessment.hpp"
#include "flows/case_store.hpp"

namespace leye::flows {

inline constexpr std::size_t rows_max = 1000;  // of a case: what a person can still look through

// A subject that may become a row, as its finder knows it.
struct Candidate {
  std::string subject_kind;
  std::int64_t subject = 0;
  std::optional<std::int64_t> person;
  std::optional<std::int64_t> organisation;
  std::int64_t place = 0;  // jurisdiction; 0: not known
};

struct Draft {
  CaseRecord record;
  std::vector<RowRecord> rows;
};

// Takes in what is pushed, screened or asked for at the window.
const policy::Step& take_in_step(const policy::Path& path);

// A list of units needs no single applicant.
bool is_list(const policy::Path& path);

// The person applies, else the employer: a roster is the employer's, and so is what it is paid.
bool person_applies(const policy::Measure& measure);

// invalid_input: several places, or none.
Result<std::int64_t> common_place(const Bureau& bureau, const policy::Path& path,
                                  const std::vector<Candidate>& candidates);
// invalid_input: several employers (or people) in one case.
Status check_one_applicant(const policy::Measure& measure,
                           const std::vector<Candidate>& candidates);

// Rows with names and with what the rules find as of today: amount, reasons, missing facts. The
// transaction must see all places. conflict: a subject is no longer in the register.
Result<std::vector<RowRecord>> find_rows(store::Transaction& reader, const Bureau& bureau,
                                         const policy::Measure& measure,
                                         const std::vector<Candidate>& candidates);

// The same from what was just found of the candidates, in their order.
Result<std::vector<RowRecord>> rows_of(store::Transaction& reader, const Bureau& bureau,
                                       const policy::Measure& measure,
                                       const std::vector<Candidate>& candidates,
                                       const std::vector<benefits::Assessment>& assessed);

// Who applies: the only employer or person of the rows.
Status name_applicant(store::Transaction& reader, const Bureau& bureau,
                      const policy::Measure& measure, Draft& draft);

// The case's id. conflict: a row is in another open case.
Result<std::int64_t> insert_case(store::Transaction& transaction, const Bureau& bureau,
                                 const Actor& actor, const policy::Measure& measure,
                                 const policy::Step& first, Draft& draft);

}  // namespace leye::flows
