// Every table of this folder asked once, and what was to be seen of it: answers, records of the
// audit, and every act tried before while the audit took no record. The tests of this program have
// a PostgreSQL of their own, as the program starts it, whose log and statistics are theirs alone.
//
//   for (const Exchange& one : WholeRun::only().exchanges()) …
#pragma once

#include "access/register.hpp"
#include "access/table.hpp"
#include "api/route.hpp"

namespace leye::access_tests {

struct AuditLine {
  std::optional<std::int64_t> account;
  std::string act, object, outcome, address, area, role, detail;
};

// The same request with an audit that takes no record.
struct Blind {
  http::Response response;
  std::string changed;  // tables that were not as before
};

// The same request as another site, an old page or a clever proxy would send it.
struct Forged {
  std::string how;
  http::Response response;
};

struct Exchange {
  const Block* block = nullptr;
  const Expectation* expectation = nullptr;
  const api::Route* route = nullptr;  // none: an address that is none
  std::string who;
  std::string signed_in_as;  // number of the account
  http::Request request;
  http::Response response;
  std::vector<AuditLine> audit;
  std::optional<Blind> blind;
  std::vector<Forged> forged;   // of the first success of each changing route
  std::string forged_changed;   // tables that were not as before

  const std::string& text() const {
    return response.shared_body ? *response.shared_body : response.body;
  }
  std::string where() const;  // "persons.access:7 as director: GET /api/v1/… 200"
};

class WholeRun {
 public:
  static WholeRun& only();
  ~WholeRun();

  const std::vector<Exchange>& exchanges() const { return exchanges_; }
  const std::vector<api::Route>& routes() const { return routes_; }
  Register& people() { return *register_; }
  // One more on the same PostgreSQL, with a second area, before anything was done to it.
  static std::unique_ptr<Register> another();
  // One line for each table: its name, its rows, who wrote last.
  static std::string state_of(Register& people);
  const std::string& program_log() const { return program_log_; }
  std::string database_log() const;  // what PostgreSQL did
  std::string statements() const;    // texts that pg_stat_statements kept
  std::string dump() const;          // of the whole database, as pg_dump writes it

 private:
  WholeRun();
  void ask(const Block& block, const Expectation& expectation, const std::string& who);
  Blind ask_blind(const std::string& who, const http::Request& request);
  void ask_forged(Exchange& one);
  static std::unique_ptr<Register> make_register();
  std::string state() { return state_of(*register_); }
  std::vector<AuditLine> audit_since(std::int64_t number);

  std::vector<Block> blocks_;
  std::vector<api::Route> routes_;
  std::vector<std::string> tried_blind_;   // reading routes
  std::vector<std::string> tried_forged_;  // changing ones
  std::map<std::string, Register::Held> ended_;
  std::unique_ptr<Register> register_;
  std::vector<Exchange> exchanges_;
  std::string program_log_;
};

// "/api/v1/persons/{own_person}?x=1" is of the route "/api/v1/persons/{id}".
bool is_of(const std::string& target, const std::string& route);

}  // namespace leye::access_tests
