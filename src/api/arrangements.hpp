// Exchange with other systems: who keeps which kind of record, what goes out and what came back.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct ModeSince {
  Day since;
  std::string mode;  // own | collaborate | read_only
  std::string mode_label;
};
BOOST_DESCRIBE_STRUCT(ModeSince, (), (since, mode, mode_label))

struct SentField {
  std::string field;  // their name
  std::string label;  // their heading
  std::string value;  // what of ours stands there
};
BOOST_DESCRIBE_STRUCT(SentField, (), (field, label, value))

struct ArrangedKind {
  std::string kind;
  std::string kind_label;
  std::string kind_label_en;
  std::string system;
  std::string system_label;
  std::string system_label_en;
  std::string interface;  // http | sheet
  std::string mode;       // on the business day
  std::string mode_label;
  std::vector<ModeSince> periods;  // earliest first
  std::string serial_label;        // what their number is called; empty: none comes back
  std::string serial_label_en;
  std::vector<SentField> fields;
  bool sheet_feeds = false;  // read only, and its list comes in as a sheet
};
BOOST_DESCRIBE_STRUCT(ArrangedKind, (),
                      (kind, kind_label, kind_label_en, system, system_label, system_label_en,
                       interface, mode, mode_label, periods, serial_label, serial_label_en, fields,
                       sheet_feeds))

struct ArrangedKinds {
  std::vector<ArrangedKind> items;  // of all other kinds our record is the record
};
BOOST_DESCRIBE_STRUCT(ArrangedKinds, (), (items))

}  // namespace leye::api
