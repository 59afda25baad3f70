// What can be imported, filled in and shown, as the vocabulary in force has it; and writing one
// record, or a pack's facts, from a form.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct CodeChoice {
  std::string code;
  std::string label;
  std::string label_en;
};
BOOST_DESCRIBE_STRUCT(CodeChoice, (), (code, label, label_en))

struct KindFact {
  std::string fact;
  std::string label;
  std::string label_en;
  std::string type;       // the vocabulary's word
  std::string refers_to;  // of a reference: the kind
  bool required = false;
  bool own = false;               // a pack added it to an entity with a table
  std::int32_t late_after = 0;    // days after it a new record says why it comes late; 0: never
  std::vector<CodeChoice> codes;  // of a short code table; empty: write the code or its name
};
BOOST_DESCRIBE_STRUCT(KindFact, (), (fact, label, label_en, type, refers_to, required, own,
                       late_after, codes))

struct Kind {
  std::string kind;
  std::string label;
  std::string label_en;
  bool record = false;          // a form can add one; else only facts that a pack added
  bool read_only = false;       // kept in another system
  std::string kept_in;          // which, where another keeps it too
  std::string kept_in_en;
  std::vector<KindFact> facts;  // in the order of the vocabulary
};
BOOST_DESCRIBE_STRUCT(Kind, (),
                      (kind, label, label_en, record, read_only, kept_in, kept_in_en, facts))

struct Kinds {
  std::vector<Kind> items;
};
BOOST_DESCRIBE_STRUCT(Kinds, (), (items))

struct WrittenFact {
  std::string fact;
  std::string value;  // as a file would have it
};
BOOST_DESCRIBE_STRUCT(WrittenFact, (), (fact, value))

struct WriteFacts {
  std::vector<WrittenFact> facts;
};
BOOST_DESCRIBE_STRUCT(WriteFacts, (), (facts))

// When and by whom the work at the counter was truly done, and why it is entered only now.
struct CounterWork {
  std::string done_at;  // 2023-10-14T09:30, in China
  std::string done_by;  // empty: the caller
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(CounterWork, (), (done_at, done_by, reason))

struct AddRecord {
  std::vector<WrittenFact> facts;
  std::optional<CounterWork> counter;  // of a late entry
};
BOOST_DESCRIBE_STRUCT(AddRecord, (), (facts, counter))

struct CorrectRecord {
  std::vector<WrittenFact> facts;  // an empty value leaves what is known
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(CorrectRecord, (), (facts, reason))

struct WithdrawRecord {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawRecord, (), (reason))

struct FactsWritten {
  bool added = false;    // a new record
  bool changed = false;  // one that was there; what it said is kept
};
BOOST_DESCRIBE_STRUCT(FactsWritten, (), (added, changed))

}  // namespace leye::api
