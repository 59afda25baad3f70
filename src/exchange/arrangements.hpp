// Which system is master (主系统) of each kind of record, from which day on: ours, theirs with our
// clerks doing the work (协同), or theirs alone (只读). Data of a pack, read from its folder
// exchange/, one file for each other system (docs/guide/outbox.md has the form):
//
//   # 省就业信息系统 · province · provincial employment system
//   interface: http
//
//   ## employment
//   serial: 就业登记号 · employment registration number
//   since 2023-01-01: collaborate
//   | field | label | value |
//   |---|---|---|
//   | AAC002 | 身份证号码 | person.id_number |
//
//   const Arrangements arrangements = TRY(Arrangements::load(pack, vocabulary));
//   arrangements.mode_of("employment", today)   // own where no file says otherwise
//
// A kind changes its mode on a day by a further line `since`; the lines before it stay, so that
// what was recorded under them can be explained.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary/vocabulary.hpp"

namespace leye::exchange {

enum class Mode {
  own,          // 主系统: our record is the record
  collaborate,  // 协同: worked on here, kept there; each change goes out
  read_only,    // 只读: kept there, read here
};
const char* name(Mode mode);
const char* label(Mode mode);

enum class Interface {
  http,      // signed JSON, one request for each change
  sheet,     // workbooks in their template, carried over by a person (sheets.hpp)
};
const char* name(Interface kind);

struct Named {
  std::string zh;
  std::string en;
};

// Another system with which records are exchanged.
struct System {
  std::string id;
  Named name;
  Interface interface = Interface::http;
};

struct ModePeriod {
  Day since;
  Mode mode = Mode::own;
};

// One column or member of what goes out.
struct SentField {
  std::string field;      // their name: "AAC002"
  std::string label;      // their heading: "身份证号码"
  std::string reference;  // the record's fact that names whose value it is; empty: the record's own
  std::string fact;
};

struct Arrangement {
  const Entity* entity = nullptr;
  System system;
  std::vector<ModePeriod> periods;  // earliest first
  Named serial;                     // what their number of a record is called
  std::vector<SentField> fields;
  bool sheet_feeds = false;  // read only: their list comes in as a sheet

  Mode mode_on(Day day) const;  // own before the first line
};

class Arrangements {
 public:
  // Reads pack/exchange/*.md; a pack without that folder is master of everything. The error names
  // file, line and the way to mend it.
  static Result<Arrangements> load(const std::filesystem::path& pack,
                                   const Vocabulary& vocabulary);
  // One file; `file` is named in errors.
  static Result<Arrangements> parse(std::string_view text, const std::string& file,
                                    const Vocabulary& vocabulary);

  const std::vector<Arrangement>& all() const { return all_; }
  std::vector<System> systems() const;
  const Arrangement* find(std::string_view entity) const;  // null: always our own
  Mode mode_of(std::string_view entity, Day day) const;

  // conflict, with where the record is kept, when the kind is read only on that day. A sheet of a
  // kind that sheets feed may come in.
  Status check_written_by_hand(std::string_view entity, Day day) const;
  Status check_taken_from_sheet(std::string_view entity, Day day) const;

 private:
  std::vector<Arrangement> all_;
};

}  // namespace leye::exchange
