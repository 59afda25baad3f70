// A small register with one account for each role, served in this process.
//
// Two towns, 甲镇 and 乙镇, in a made-up area. Accounts are named like their roles; clerks work
// for 甲镇, `other_clerk` for 乙镇, offices and the auditor for the whole area. `citizen` is
// own_person, `employer` is own_organisation.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "access/session.hpp"
#include "api/dispatch.hpp"
#include "base/moments_of_day.hpp"
#include "policy/pack.hpp"
#include "registers/identity_cipher.hpp"
#include "store/test_database.hpp"
#include "workbench/workbench.hpp"

namespace leye::access_tests {

class Register {
 public:
  // `more`: a folder of vocabulary beyond that of the installation and of the pack.
  explicit Register(const std::filesystem::path& more = {});

  // As the account, or as nobody for "signed_out"; with CSRF token and a fresh Idempotency-Key.
  http::Response ask(const std::string& who, http::Request request);
  http::Response ask_without_key(const std::string& who, http::Request request);
  // The same request made ready, to be sent by several at once.
  http::Request signed_request(const std::string& who, http::Request request);
  // The request as it is.
  http::Response ask_bare(const http::Request& request) { return dispatcher_->answer(request); }

  http::Request request(const std::string& method, const std::string& target,
                        const std::string& body, const std::string& type) const;
  std::string fill(std::string text) const;  // {names} replaced
  std::int64_t audited(const std::string& act);
  void run(const std::string& sql);  // in the area
  void add_area();                   // a second one beside it
  static const char* another_area() { return "area_000001"; }
  // One more account, signed in.
  void add_clerk(const std::string& login, access::Role role, const std::string& area,
                 std::int64_t place);
  std::optional<access::Role> role_of(const std::string& who) const;
  std::string text_of(const std::string& query);  // the one value of one row
  std::int64_t last_audited();                    // the number of the newest record
  std::vector<std::string> audit_problems();  // of the whole audit; empty: it is verified
  store::Connection connect() const { return database_.connect(); }
  std::string dsn() const { return database_.dsn(); }
  const std::filesystem::path& folder() const { return folder_; }  // of the program's files
  const std::vector<std::string>& accounts() const { return accounts_; }
  std::string cookie(const std::string& who) const { return "leye_session=" + tokens_.at(who); }
  // A session: its token and that of its pages.
  struct Held {
    std::string token, csrf;
  };
  Held held(const std::string& who) const { return {tokens_.at(who), csrf_.at(who)}; }
  Held renew(const std::string& who);  // signs out and in again; the session that ended

 private:
  std::int64_t open_workbench();
  void add_places();
  void add_people();
  void add_record(const registers::IdentityCipher& identity);
  void add_account(const std::string& login, access::Role role, std::int64_t place,
                   std::optional<access::Subject> subject = {}, const std::string& body = {},
                   const std::string& area = store::TestDatabase::area);
  void add_outside(const std::string& login, const std::string& body, std::int64_t place);
  void add_cases();
  void sign_in_all();
  void enter(const std::string& login);

  store::TestDatabase database_;
  SystemClock clock_;
  SetClock business_day_;
  MomentsOfDay moments_{business_day_, clock_};
  Cipher cipher_;
  store::Connection connection_;
  store::Pool pool_;
  std::unique_ptr<audit::Writer> audit_;
  http::WebFiles web_;
  Vocabulary vocabulary_;
  ledgers::Ledgers ledgers_;
  policy::LoadedPack pack_;
  api::MeasureTexts texts_;
  std::unique_ptr<api::ScreeningRunner> screenings_;
  std::unique_ptr<api::TrialRunner> trials_;
  std::unique_ptr<workbench::Workbench> workbench_;
  std::filesystem::path folder_;
  WorkingDays calendar_;
  exchange::Arrangements arrangements_;
  sweeps::Rules sweep_;
  std::shared_ptr<const api::Rulebook> rulebook_;
  std::unique_ptr<api::Backend> backend_;
  std::unique_ptr<api::Dispatcher> dispatcher_;
  std::vector<std::string> accounts_;
  std::map<std::string, std::string> tokens_;
  std::map<std::string, std::string> csrf_;
  std::map<std::string, std::string> names_;
  std::map<std::string, access::Role> roles_;
  int keys_ = 0;
};

}  // namespace leye::access_tests
