// One person, one file (一人一档): cards for lists, the file, who looked, unmasking.
#pragma once

#include "api/entitlements.hpp"

namespace leye::api {

struct PersonCard {
  Id id;
  std::string name;
  std::string id_number;  // masked
  std::optional<Day> birth_date;
  std::string sex_label;
  std::string place_label;
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(PersonCard, (),
                      (id, name, id_number, birth_date, sex_label, place_label, tags))

// One fact as it stands now, where it came from, since when we know it.
struct FactLine {
  std::string fact;
  std::string label;
  std::string label_en;
  std::string value;  // as written in rules; masked when `masked`
  std::string label_value;
  std::string label_value_en;  // of a code that has an English label; else empty
  std::string source;
  std::string source_label;
  std::optional<Day> valid_from;
  std::optional<Day> known_from;
  bool masked = false;
};
BOOST_DESCRIBE_STRUCT(FactLine, (),
                      (fact, label, label_en, value, label_value, label_value_en, source,
                       source_label, valid_from, known_from, masked))

// What a record said until it was corrected or withdrawn.
struct PastRecordLine {
  std::vector<FactLine> facts;
  std::string source;
  std::string known_until;  // 2023-08-01T09:30:00+08:00
  std::string reason;       // of a change by hand; else empty
  std::string made_by;      // who gave it
};
BOOST_DESCRIBE_STRUCT(PastRecordLine, (), (facts, source, known_until, reason, made_by))

// A record of the generic register; only the facts that are known.
struct RecordLine {
  Id id;
  std::optional<Day> first_day;
  std::optional<Day> last_day;
  std::vector<FactLine> facts;
  std::string source;
  std::optional<Day> known_from;
  std::vector<PastRecordLine> past;  // latest first
};
BOOST_DESCRIBE_STRUCT(RecordLine, (), (id, first_day, last_day, facts, source, known_from, past))

// All records of one entity that somebody has.
struct RecordListLine {
  std::string kind;
  std::string label;
  std::string label_en;
  std::int64_t total = 0;
  std::vector<RecordLine> items;
  std::vector<PastRecordLine> withdrawn;  // latest first
};
BOOST_DESCRIBE_STRUCT(RecordListLine, (), (kind, label, label_en, total, items, withdrawn))

struct EmploymentLine {
  Id id;
  std::optional<Id> person_id;
  std::string person_label;
  std::optional<Id> organisation_id;
  std::string organisation_label;
  std::optional<Day> start_date;
  std::optional<Day> end_date;
  std::optional<Day> signed_on;
  std::string contract_kind;
  std::string contract_kind_label;
  std::string contract_kind_label_en;
  std::string occupation;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(EmploymentLine, (),
                      (id, person_id, person_label, organisation_id, organisation_label, start_date,
                       end_date, signed_on, contract_kind, contract_kind_label,
                       contract_kind_label_en, occupation, source))

struct UnemploymentLine {
  std::optional<Day> start_date;
  std::optional<Day> end_date;
  std::string reason_label;
  std::string reason_label_en;
  std::string place_label;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(UnemploymentLine, (),
                      (start_date, end_date, reason_label, reason_label_en, place_label, source))

struct EducationLine {
  std::string level_label;
  std::string level_label_en;
  std::string school;
  std::optional<Day> graduated_on;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(EducationLine, (),
                      (level_label, level_label_en, school, graduated_on, source))

struct InsuranceLine {
  std::string kind;
  std::string kind_label;
  std::string kind_label_en;
  std::optional<Id> organisation_id;
  std::string organisation_label;
  std::string first_month;  // "2023-01"
  std::optional<std::string> last_month;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(InsuranceLine, (),
                      (kind, kind_label, kind_label_en, organisation_id, organisation_label,
                       first_month, last_month, source))

struct GrantLine {
  Id id;
  std::string measure;
  std::string measure_label;
  Money amount;
  std::string state;
  std::string state_label;
  std::optional<Day> granted_on;
  std::optional<Id> case_id;
};
BOOST_DESCRIBE_STRUCT(GrantLine, (),
                      (id, measure, measure_label, amount, state, state_label, granted_on, case_id))

struct TimelineLine {
  Day on;
  std::string kind;
  std::string title, title_en;
  std::string detail, detail_en;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(TimelineLine, (), (on, kind, title, title_en, detail, detail_en, source))

// A record that was entered late: when and by whom it was truly done, and why.
struct LateLine {
  std::string kind;
  std::string label;
  std::string label_en;
  Day happened_on;
  std::string done_at;  // 2023-08-01T09:30:00+08:00
  std::string done_by;
  std::string reason;
  std::string recorded_by;
  Day known_from;
};
BOOST_DESCRIBE_STRUCT(LateLine, (),
                      (kind, label, label_en, happened_on, done_at, done_by, reason, recorded_by,
                       known_from))

struct ReaderLine {
  std::string at;  // 2023-08-01T09:30:00+08:00
  std::string account;
  std::string name;
  std::string role_label;
  std::string act;
  std::string act_label;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReaderLine, (), (at, account, name, role_label, act, act_label, reason))

// Who destroyed the person's data, when and on what ground.
struct ErasureNote {
  std::string ground_label;
  std::string asked_by;
  std::string asked_at;
  std::string decided_by;
  std::string erased_at;
};
BOOST_DESCRIBE_STRUCT(ErasureNote, (), (ground_label, asked_by, asked_at, decided_by, erased_at))

struct PersonFile {
  PersonCard card;
  std::optional<ErasureNote> erased;  // then nothing else is told
  std::vector<FactLine> facts;
  std::vector<EmploymentLine> employments;
  std::vector<UnemploymentLine> unemployment;
  std::vector<EducationLine> education;
  std::vector<InsuranceLine> insurance;
  std::vector<GrantLine> grants;
  std::vector<RecordListLine> records;
  std::vector<Entitlement> entitlements;
  std::vector<TimelineLine> timeline;
  std::vector<LateLine> late_entries;
  std::vector<ReaderLine> readers;
};
BOOST_DESCRIBE_STRUCT(PersonFile, (),
                      (card, erased, facts, employments, unemployment, education, insurance, grants,
                       records, entitlements, timeline, late_entries, readers))

struct Unmask {
  std::string field;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(Unmask, (), (field, reason))

struct Unmasked {
  std::string value;
};
BOOST_DESCRIBE_STRUCT(Unmasked, (), (value))

}  // namespace leye::api
