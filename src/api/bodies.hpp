// The organisation tree: bodies with their words, history, who works there; sheets of them.
#pragma once

#include "access/body_tree.hpp"
#include "api/call.hpp"

namespace leye::api {

struct BodyNode {
  Id id;
  std::string code;
  std::string kind;
  std::string kind_label;
  bool outside = false;
  std::string name;
  std::string short_name;
  std::optional<Id> parent;
  Id place;
  std::string place_label;
  std::string uscc;
  std::string address;
  std::string phone;
  std::string hours;
  Day first_day;
  std::optional<Day> last_day;
  std::string state;  // open, planned, closing, closed
  std::string state_label;
  std::int64_t children = 0;
};
BOOST_DESCRIBE_STRUCT(BodyNode, (),
                      (id, code, kind, kind_label, outside, name, short_name, parent, place,
                       place_label, uscc, address, phone, hours, first_day, last_day, state,
                       state_label, children))

struct BodyKind {
  std::string kind;
  std::string label;
  bool outside = false;
};
BOOST_DESCRIBE_STRUCT(BodyKind, (), (kind, label, outside))

struct BodyKinds {
  std::vector<BodyKind> items;
  Day today;  // by which bodies begin and end
};
BOOST_DESCRIBE_STRUCT(BodyKinds, (), (items, today))

struct BodyAbove {
  Id id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(BodyAbove, (), (id, name))

struct BodyChange {
  Day from_day;
  std::string name;
  std::string short_name;
  std::string parent_name;
  std::string place_label;
  std::string uscc;
  std::string address;
  std::string phone;
  std::string hours;
  std::string written_by;
  std::string written_at;
  bool corrected = false;  // by a later one for the same day
};
BOOST_DESCRIBE_STRUCT(BodyChange, (),
                      (from_day, name, short_name, parent_name, place_label, uscc, address, phone,
                       hours, written_by, written_at, corrected))

struct BodyMember {
  Id account;
  std::string login;
  std::string name;
  std::string role_label;
  std::string place_label;
  std::string since;
};
BOOST_DESCRIBE_STRUCT(BodyMember, (), (account, login, name, role_label, place_label, since))

struct BodyFile {
  BodyNode body;
  std::vector<BodyAbove> path;      // from the top to the body
  std::vector<BodyChange> changes;  // the latest first
  std::string close_reason;
  std::string closed_by;
  bool members_shown = false;  // to those who give posts or lead
  std::vector<BodyMember> members;
  bool may_change = false;
};
BOOST_DESCRIBE_STRUCT(BodyFile, (),
                      (body, path, changes, close_reason, closed_by, members_shown, members,
                       may_change))

struct BodyWording {
  std::string name;
  std::optional<std::string> short_name;
  std::optional<Id> parent;
  Id place;
  std::optional<std::string> uscc;
  std::optional<std::string> address;
  std::optional<std::string> phone;
  std::optional<std::string> hours;
};
BOOST_DESCRIBE_STRUCT(BodyWording, (),
                      (name, short_name, parent, place, uscc, address, phone, hours))

struct NewBodyNode {
  std::string code;
  std::string kind;
  Day first_day;
  BodyWording words;
};
BOOST_DESCRIBE_STRUCT(NewBodyNode, (), (code, kind, first_day, words))

struct ChangeBodyNode {
  Day from_day;
  BodyWording words;
};
BOOST_DESCRIBE_STRUCT(ChangeBodyNode, (), (from_day, words))

struct CloseBodyNode {
  Day last_day;  // included
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(CloseBodyNode, (), (last_day, reason))

struct BodySheetLine {
  std::int64_t row = 0;
  std::string code;
  std::string name;
  std::string outcome;  // added, changed, closed, same, refused
  std::string outcome_label;
  std::string message;
  std::string fix;
};
BOOST_DESCRIBE_STRUCT(BodySheetLine, (), (row, code, name, outcome, outcome_label, message, fix))

struct BodySheetReport {
  bool stored = false;  // only what has no refused row is
  std::int64_t added = 0, changed = 0, closed = 0, same = 0, refused = 0;
  std::vector<BodySheetLine> lines;  // what is not the same; the first five hundred
};
BOOST_DESCRIBE_STRUCT(BodySheetReport, (),
                      (stored, added, changed, closed, same, refused, lines))

// The kinds that bodies may be of: those of the bureau, then those outside.
std::vector<BodyKind> body_kinds(const Call& call);
// With the canonical USCC; invalid_input where it is none (GB 32100).
Result<access::BodyWords> body_words(const BodyWording& asked);

Result<http::Response> body_sheet(Call& call);
Result<http::Response> take_body_sheet(Call& call);

std::vector<Route> body_routes();

}  // namespace leye::api
