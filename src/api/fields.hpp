// The one door by which values of facts leave to an account and come in from one: what the caller's
// role may read and write of each class (field_rules.hpp). Pages, ledgers, sheets and forms ask it,
// a column once.
//
//   const Fields fields(call);
//   line.value = fields.shown(*fact, value);   // 无权查看 where it is held back
//   TRY(fields.may_write(*fact));
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/call.hpp"
#include "api/field_rules.hpp"
#include "api/persons.hpp"
#include "api/records.hpp"
#include "registers/records.hpp"

namespace leye::api {

class Fields {
 public:
  // Of the post in which the call is served.
  explicit Fields(const Call& call);

  bool refused(const Fact& fact) const { return rule(fact).read == MayRead::refused; }
  // By the class, whatever the fact's own mask says: never in clear.
  bool always_masked(const Fact& fact) const { return rule(fact).read == MayRead::masked; }
  bool masked(const Fact& fact) const;

  // Of a fact that is not refused; masked where it has to be.
  std::string shown(const Fact& fact, const std::string& value) const;
  // "无权查看", for a cell that is held back.
  std::string held_word() const;
  // "可以查看：窗口经办、初审"
  std::string who_reads(const Fact& fact) const;

  // forbidden: held back, and who sees it.
  Status may_read(const Fact& fact) const;
  Status may_write(const Fact& fact) const;
  Status may_write(const Entity& entity, const std::vector<WrittenFact>& facts) const;
  // forbidden: held back, or seen masked only.
  Status may_unmask(const Fact& fact) const;

  // The record as the caller may read it: values held back are empty.
  registers::Record pass(const registers::Record& record) const;
  std::vector<registers::Record> pass(const std::vector<registers::Record>& records) const;
  std::vector<registers::RecordList> pass(const std::vector<registers::RecordList>& lists) const;
  // What is held back is said to be, whether there is a value or not.
  void say_held(const Entity& entity, std::vector<FactLine>& lines) const;
  void say_held(std::vector<RecordListLine>& lists) const;

 private:
  const FieldRule& rule(const Fact& fact) const {
    return row_[static_cast<std::size_t>(rules_->class_of(fact))];
  }
  const Call& call_;
  std::shared_ptr<const FieldRules> rules_;
  const FieldRow& row_;
};

}  // namespace leye::api
