// One SQL statement, known when the program is built.
//
// The constructors are consteval, so a text put together at run time does not compile: values go
// in as parameters ($1, $2 …). Longer statements live in `.sql` files beside their use; a block
//
//     -- name: find_person
//     select id from person where id = $1
//
// in src/registers/person.sql becomes leye::registers::sql::find_person in the generated header
// "registers/person.sql.hpp" (cmake/sql.awk).
#pragma once

namespace leye::store {

class Statement {
 public:
  consteval Statement(const char* text) : text_(text) {}
  consteval Statement(const char* name, const char* text) : name_(name), text_(text) {}

  constexpr const char* name() const { return name_; }  // "registers/find_person", or ""
  constexpr const char* text() const { return text_; }

 private:
  const char* name_ = "";
  const char* text_;
};

}  // namespace leye::store
