// Cases and their rows as they are stored. Knows no rule of procedure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "benefits/assessment.hpp"
#include "flows/bureau.hpp"
#include "flows/transitions.hpp"

namespace leye::flows {

struct CaseRecord {
  std::int64_t id = 0;
  std::string number;
  std::string measure;
  std::string pack;
  std::int64_t place = 0;
  std::string applicant_kind;  // person, organisation, none
  std::optional<std::int64_t> person;
  std::optional<std::int64_t> organisation;
  std::string applicant;
  CaseState state = CaseState::open;
  std::string step;
  std::int64_t version = 1;
  Money amount;
  std::int64_t row_count = 0;
  Instant opened_at{};
  std::int64_t opened_by = 0;
  std::optional<Instant> taken_in_at;
  std::optional<std::int64_t> taken_in_by;
  std::optional<Instant> decided_at;
  std::optional<std::int64_t> decided_by;
  std::optional<std::int64_t> paid_by;
  std::optional<Instant> ended_at;
  std::optional<Day> due_on;
  bool due_unknown = false;
  std::string request;                       // what was asked for outside a list
  std::optional<std::int64_t> follows_case;  // reopened after an objection against that one

  // The day that decides about the rule's validity: taken in, or handed in so far.
  Day applied_on() const { return business_day(taken_in_at.value_or(opened_at)); }
};

struct RowRecord {
  std::int64_t id = 0;
  std::string subject_kind;
  std::int64_t subject = 0;
  std::optional<std::int64_t> person;
  std::optional<std::int64_t> organisation;
  std::string label;
  std::string id_number;  // masked
  Money amount;
  std::optional<Day> period_from;
  std::optional<Day> period_until;
  std::string state = "pending";  // pending, rejected, granted, withdrawn
  std::string opinion;
  std::string finding = "eligible";          // eligible, not_eligible, undetermined: at last look
  std::vector<std::string> refused_clauses;  // why not, each with its clause
  std::vector<std::string> missing;          // facts that would settle it, in Chinese
  std::vector<std::string> waiting;          // judgements of people that it waits for, by id
  std::int64_t facts_digest = 0;
  std::optional<std::string> changed;
  std::optional<std::int64_t> grant;
  std::string queue;  // its place in the queue of the measure at the last look; "": there is none

  bool pending() const { return state == "pending"; }
  bool eligible() const { return finding == "eligible"; }
};

struct Event {
  std::int64_t version = 0;
  bool passed = false;
  std::string step;
  std::string action;
  std::int64_t actor = 0;
  std::string role;
  Instant at{};
  std::string opinion;
  std::string detail;
};

// 工作表现突出（由县区人社局认定）
std::string judgement_text(const policy::Measure& measure, const std::string& id);

// What the rules say of the row now: amount, finding, reasons, missing facts, digest.
void set_finding(RowRecord& row, const Bureau& bureau, const policy::Measure& measure,
                 const benefits::Assessment& found);

// not_found if there is none, or the scope does not see it.
Result<CaseRecord> find_case(store::Transaction& transaction, std::int64_t id);
Result<CaseRecord> lock_case(store::Transaction& transaction, std::int64_t id);
Result<std::vector<RowRecord>> rows_of(store::Transaction& transaction, std::int64_t case_id);
Result<std::vector<Event>> events_of(store::Transaction& transaction, std::int64_t case_id);

// Writes the case as version + 1 and says so in `record`.
Status save_case(store::Transaction& transaction, CaseRecord& record);
Status save_row(store::Transaction& transaction, const RowRecord& row);
Status save_event(store::Transaction& transaction, const CaseRecord& record, const Event& event);

// Of the pending and granted rows.
Result<Money> amount_of(const std::vector<RowRecord>& rows);

// "〔2023〕17号": the next of its series and year.
Result<std::string> next_number(store::Transaction& transaction, const std::string& series,
                                Day day);

struct Named {
  std::string name;
  std::string id_number;  // masked ID number, or the credit code
};
// By id, of people and organisations; needs a scope that sees all places.
Result<std::map<std::int64_t, Named>> person_names(store::Transaction& transaction,
                                                   const Cipher& cipher,
                                                   const std::vector<std::int64_t>& ids);
Result<std::map<std::int64_t, Named>> organisation_names(store::Transaction& transaction,
                                                         const std::vector<std::int64_t>& ids);
Result<std::string> place_name(store::Transaction& transaction, std::int64_t code);

// First six and last four characters; never more than that on a board or a paper.
std::string masked(const std::string& number);

}  // namespace leye::flows
