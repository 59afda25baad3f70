// Drafts: what somebody would change in a version. Only the files that differ are kept.
//
// Every change counts the revision up; who writes from an older one is told so and loses nothing:
// what he wrote is still on his screen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "workbench/versions.hpp"

namespace leye::workbench {

inline constexpr std::int64_t open_drafts_max = 100;    // of an area
inline constexpr std::size_t draft_files_max = 200;     // that differ
inline constexpr std::size_t draft_bytes_max = std::size_t{4} << 20;

struct Draft {
  std::int64_t id = 0;
  std::string pack;
  std::int64_t base = 0;
  std::string title;
  Person owner;
  std::string state = "open";  // submitted, published, withdrawn
  std::int64_t revision = 1;
  std::int64_t changed_files = 0;
  std::optional<Day> in_force_from;  // wished
  std::string note;
  std::optional<Person> asked_by;
  std::optional<Instant> asked_at;
  std::optional<std::string> submission;  // JSON: what the asker had before him
  std::optional<std::int64_t> version;    // that it became
  std::string changed_by;
  Instant changed_at{};

  bool open() const { return state == "open"; }
};

struct DraftEvent {
  Instant at{};
  std::string by;
  // made, saved, ticked, moved, submitted, returned, approved, taken_back, withdrawn
  std::string act;
  std::string text;
};

// By path; no text: the file is left out.
using Changes = std::map<std::string, std::optional<std::string>>;

// How a file of a draft stands to its base.
enum class FileChange { none, changed, added, deleted };
const char* name(FileChange change);  // "", "changed" …

class Drafts {
 public:
  explicit Drafts(store::Transaction& transaction) : transaction_(transaction) {}

  // invalid_input: no title. conflict: too many are open.
  Result<std::int64_t> make(const Version& base, const std::string& title, const Person& owner,
                            Instant now);
  Result<std::vector<Draft>> list(const std::string& pack, int count);
  // not_found: no such draft.
  Result<Draft> find(std::int64_t id);
  // The same, and nobody else changes it until the transaction ends.
  Result<Draft> lock(std::int64_t id);
  // And it is open, and as it was looked at. conflict: it is not (who and when).
  Result<Draft> lock_open(std::int64_t id, std::int64_t revision);
  Result<Changes> changes(std::int64_t id);
  // All of them at once, within the room of a draft; counts no revision.
  Status replace_changes(std::int64_t id, const Changes& changes);
  Result<std::vector<DraftEvent>> events(std::int64_t id);

  // The base with the changes.
  Result<Files> files(const Draft& draft);

  // Text equal to the base is no change. conflict: written from another revision (who and when), or
  // the draft is not open. invalid_input: path or text as files.hpp says; too much.
  struct Saved {
    std::int64_t revision = 0;
    FileChange change = FileChange::none;
  };
  Result<Saved> save(std::int64_t id, const std::string& path,
                     const std::optional<std::string>& text, std::int64_t revision,
                     const Person& by, Instant now, const std::string& act = "saved");

  Status note_event(std::int64_t id, const Person& by, Instant now, const std::string& act,
                    const std::string& text);

 private:
  store::Transaction& transaction_;
};

Files with_changes(Files base, const Changes& changes);

}  // namespace leye::workbench
