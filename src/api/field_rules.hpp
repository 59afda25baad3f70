// Which role reads and writes facts of which class (data/access/field_classes.csv). A fact's class
// is what its sensitivity in the vocabulary names, or a narrower one of fact_classes.csv: a new
// fact has a rule for every role from its first day. They are the installation's: every version of
// the policy has the same.
//
//   个人信息保护法 第二十八条、第五十一条: sensitive information only as far as a duty needs it, by
//   classes, with rights of those who work with it. GB/T 35273-2020 7.1, 7.2.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/roles.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::api {

// The words of the classes are the code table field_class.
enum class FieldClass {
  open,
  identity,
  account,
  income,
  financial,
  health,
  criminal,
  sensitive,
};
inline constexpr std::size_t field_classes_count = 8;
const char* name(FieldClass of);

enum class MayRead { shown, masked, refused };  // shown: as the fact's own mask says

struct FieldRule {
  MayRead read = MayRead::refused;
  bool write = false;
};
using FieldRow = std::array<FieldRule, field_classes_count>;

class FieldRules {
 public:
  // Of data/access/, and in force from now on. The error names file and line; a role without a row
  // for a class is one.
  static Status put_in_force(const Vocabulary& vocabulary);
  static std::shared_ptr<const FieldRules> in_force();

  FieldClass class_of(const Fact& fact) const;

  // Of a kind of body only where the role is outside_body; that of all kinds where it has none.
  const FieldRow& of(access::Role role, std::string_view body) const;

  // Of the bureau and its offices, in the order of the roles: who reads (not refused), who writes.
  std::vector<access::Role> readers(FieldClass of) const;
  std::vector<access::Role> writers(FieldClass of) const;

 private:
  Status read_facts(const std::filesystem::path& file, const Vocabulary& vocabulary);
  Status read_classes(const std::filesystem::path& file, const Vocabulary& vocabulary);

  // By id and label, as facts of the same name may differ.
  std::map<std::pair<std::string, std::string>, FieldClass> narrower_;
  std::map<access::Role, FieldRow> of_roles_;
  std::map<std::string, FieldRow, std::less<>> of_bodies_;
};

}  // namespace leye::api
