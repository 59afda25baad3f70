#include "access/register.hpp"

#include <fmt/format.h>

#include "access/body_tree.hpp"
#include "access/session.hpp"
#include "api/rulebook.hpp"
#include "audit/seal.hpp"
#include "http/head.hpp"
#include "policy/pack_vocabulary.hpp"
#include "registers/bulk.hpp"
#include "registers/import.hpp"

namespace leye::access_tests {
namespace {

constexpr auto password = "Chun-feng-2023";
constexpr std::int64_t own_town = 1'000;
constexpr std::int64_t other_town = 2'000;

template <class T>
T must(Result<T> result) {
  if (!result.ok()) fmt::print(stderr, "{}\n", to_text(result.error()));
  CHECK(result.ok());
  return std::move(result).value();
}

registers::PersonRow person(std::int64_t id, const char* name, const char* number,
                            std::int64_t place) {
  registers::PersonRow row;
  row.id = id;
  row.name = name;
  row.number = number;
  row.phone = "13800001234";
  row.valid_from = must(Day::parse("2020-01-01"));
  row.birth_date = must(Day::parse("1990-01-01"));
  row.sex = "1";
  row.residence_place = place;
  return row;
}

registers::OrganisationRow organisation(std::int64_t id, const char* name, std::int64_t place) {
  registers::OrganisationRow row;
  row.id = id;
  row.name = name;
  row.uscc = id == 1 ? "91000000MA0000001R" : "91000000MA0000002W";
  row.valid_from = must(Day::parse("2020-01-01"));
  row.account_number = "6222020000001234567";
  row.registered_place = place;
  return row;
}

std::vector<std::filesystem::path> folders(const std::filesystem::path& more) {
  std::vector<std::filesystem::path> all{must(resource("vocabulary"))};
  if (!more.empty()) all.push_back(more);
  return all;
}

// Those of the pack, and of a folder `vocabulary/` that a test wrote.
Vocabulary words(const std::filesystem::path& more) {
  const auto installed = must(Vocabulary::load(must(resource("vocabulary"))));
  auto of_pack = must(policy::vocabulary_of_pack(installed, must(resource("packs/qingyang-2023"))));
  return more.empty() ? of_pack : must(of_pack.extended_by(more));
}

// Bytes beyond ASCII as they travel in a target.
std::string escaped(const std::string& target) {
  std::string out;
  for (const char c : target) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x80 ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

}  // namespace

Register::Register(const std::filesystem::path& more)
    : business_day_(must(Day::parse("2023-10-16"))),
      cipher_(Cipher::from_master(Secret(Bytes(32, 5)))),
      connection_(database_.connect()),
      pool_(database_.dsn(), 4),
      vocabulary_(words(more)),
      pack_(policy::read_pack(must(resource("packs/qingyang-2023")), vocabulary_)),
      calendar_(must(WorkingDays::load())),
      arrangements_(
          must(exchange::Arrangements::load(must(resource("packs/qingyang-2023")), vocabulary_))) {
  CHECK(pack_.plan.has_value());
  ledgers_ = must(ledgers::Ledgers::load(folders(more), vocabulary_));
  sweep_ = must(sweeps::Rules::load(must(resource("packs/qingyang-2023")), vocabulary_));
  rulebook_ = std::make_shared<const api::Rulebook>(
      must(api::Rulebook::load(must(resource("packs/qingyang-2023")), vocabulary_, ledgers_)));
  texts_ = api::read_measure_texts(pack_, vocabulary_);
  add_places();
  add_people();
  audit_ = must(audit::Writer::open({database_.dsn(), "access_test"}, cipher_, clock_));
  folder_ = std::filesystem::temp_directory_path() / ("leye_access_" + database_.name());
  screenings_ = std::make_unique<api::ScreeningRunner>(database_.dsn(), *pack_.plan, vocabulary_);
  trials_ = std::make_unique<api::TrialRunner>(database_.dsn(), clock_);
  workbench_ = std::make_unique<workbench::Workbench>(
      must(Vocabulary::load(must(resource("vocabulary")))), must(resource("packs/qingyang-2023")),
      folder_ / "policies");
  const auto in_force = open_workbench();
  backend_.reset(new api::Backend{.dsn = database_.dsn(),
                                  .area_schema = store::TestDatabase::area,
                                  .area_place = 0,
                                  .area_name = "示例县",
                                  .machine_clock = clock_,
                                  .business_clock = moments_,
                                  .set_clock = &business_day_,
                                  .cipher = cipher_,
                                  .pool = pool_,
                                  .audit = *audit_,
                                  .web = web_,
                                  .vocabulary = vocabulary_,
                                  .ledgers = ledgers_,
                                  .plan = *pack_.plan,
                                  .texts = texts_,
                                  .calendar = calendar_,
                                  .arrangements = arrangements_,
                                  .sweep = sweep_,
                                  .rulebook = *rulebook_,
                                  .screenings = *screenings_,
                                  .trials = *trials_,
                                  .pack = must(resource("packs/qingyang-2023")),
                                  .workbench = *workbench_,
                                  .policy_version = in_force,
                                  .payments_folder = folder_ / "payments",
                                  .imports_folder = folder_ / "imports"});
  dispatcher_ = std::make_unique<api::Dispatcher>(*backend_);
  for (const auto role : access::all_roles()) {
    const bool of_town = role == access::Role::window_clerk ||
                         role == access::Role::first_checker ||
                         role == access::Role::second_checker;
    std::optional<access::Subject> subject;
    if (role == access::Role::citizen) {
      subject = access::Subject{store::TestDatabase::area, "person", 1};
    }
    if (role == access::Role::employer) {
      subject = access::Subject{store::TestDatabase::area, "organisation", 1};
    }
    if (role == access::Role::outside_body) continue;
    add_account(access::name(role), role, of_town ? own_town : 0, subject);
  }
  add_account("other_clerk", access::Role::window_clerk, other_town);
  add_outside("outside_body", "guarantee_body", 0);
  add_outside("tax_bureau", "tax_bureau", 0);
  add_outside("bank", "bank", 0);
  add_outside("far_bank", "bank", 1'000'000);
  add_outside("school", "school", 0);
  add_cases();
  sign_in_all();
}

// The installed pack as version 1.
std::int64_t Register::open_workbench() {
  store::Scope scope = store::Scope::whole_area(store::TestDatabase::area);
  scope.bypass = true;
  auto transaction = must(store::Transaction::begin(connection_, scope));
  const auto in_force =
      must(workbench_->open(transaction, business_day_.today(), business_day_.now()));
  must(transaction.commit());
  return in_force.number;
}

void Register::add_places() {
  must(connection_.run_script(
      "insert into leye.place (code, name, level, parent) values (0, '示例县', 3, null), "
      "(1000, '甲镇', 4, 0), (2000, '乙镇', 4, 0) on conflict do nothing;"
      "insert into leye.area (place, schema_name, name) values (0, 'area_000000', '示例县') "
      "on conflict do nothing"));
}

void Register::add_people() {
  const registers::IdentityCipher identity(cipher_);
  auto load = must(registers::RegisterLoad::begin(connection_, store::TestDatabase::area, identity,
                                                  {"示例数据", business_day_.now()}));
  must(load.add(person(1, "张小明", "000000199001010018", own_town)));
  must(load.add(person(2, "李小红", "000000199001010026", other_town)));
  auto twice = person(3, "张小明", "passport:E12345678", own_town);  // the first person once more
  twice.birth_date = must(Day::parse("1990-01-01"));
  must(load.add(twice));
  must(load.add(organisation(1, "甲镇示例有限公司", own_town)));
  must(load.add(organisation(2, "乙镇示例有限公司", other_town)));
  registers::EmploymentRow job;
  job.id = 1;
  job.person_id = 1;
  job.employer_id = 1;
  job.start_date = must(Day::parse("2023-03-01"));
  job.contract_kind = "open_ended";
  job.place = own_town;
  must(load.add(job));
  must(load.finish());
  must(connection_.run_script(
      "insert into area_000000.duplicate_pair (id, first_id, second_id, reasons, score, place, "
      "second_place, found_at) overriding system value "
      "values (900, 1, 2, '{similar_name}', 70, 1000, 2000, '2023-10-01')"));
  names_ = {{"own_person", "1"},          {"other_person", "2"}, {"own_organisation", "1"},
            {"other_organisation", "2"},  {"own_pair", "1"},  // once they were looked for
            {"pair_of_two_towns", "900"},                     // until they were looked for
            {"own_household", "2"},                           // once it was made
            {"own_merge", "1"},                               // once it was merged
            {"absent", "999999"},
            {"machine_day", to_text(clock_.today())}};
  add_record(identity);
}

// A recognition of the first person, as a clerk of his town entered it.
void Register::add_record(const registers::IdentityCipher& identity) {
  store::Scope scope = store::Scope::whole_area(store::TestDatabase::area);
  scope.bypass = true;
  auto transaction = must(store::Transaction::begin(connection_, scope));
  registers::Import import(transaction, vocabulary_, identity,
                           {"recognition", "窗口录入", business_day_.now(), business_day_.today()});
  const auto report =
      must(import.run(intake::bytes_of("身份证号码,认定类别,认定日期\n"
                                       "000000199001010018,monitored_household,2023-02-01\n")));
  CHECK(report.added == 1);
  must(import.store());
  const auto rows = must(transaction.query("select max(id) as id from register_record"));
  names_["own_record"] = std::to_string(rows[0].get<std::int64_t>("id"));
  must(transaction.commit());
}

void Register::add_outside(const std::string& login, const std::string& body, std::int64_t place) {
  add_account(login, access::Role::outside_body, place, {}, body);
}

// Two loans of the other town on their way, one at the guarantee body, one at the bank, with a
// clerk's remark; a family of the own town that nobody has confirmed.
void Register::add_cases() {
  must(connection_.run_script(R"(
    set search_path = area_000000, leye;
    insert into flow_case (id, number, measure, pack, place, applicant_kind, organisation_id,
                           applicant, state, step, amount_fen, row_count, opened_at, opened_by,
                           taken_in_at, taken_in_by)
    overriding system value values
      (901, 'DK-901', 'small_firm_loan', '', 2000, 'organisation', 1, '甲镇示例有限公司', 'open',
       'guarantee', 0, 1, '2023-10-10', 1, '2023-10-10', 1),
      (902, 'DK-902', 'small_firm_loan', '', 2000, 'organisation', 2, '乙镇示例有限公司', 'open',
       'lend', 0, 1, '2023-10-11', 1, '2023-10-11', 1);
    insert into case_event (case_id, place, version, passed, step, action, actor, role,
                            happened_at, opinion)
    values (901, 2000, 1, true, 'first_check', 'pass', 1, 'first_checker', '2023-10-10', '内部意见'),
           (902, 2000, 1, true, 'first_check', 'pass', 1, 'first_checker', '2023-10-11', '内部意见');
    insert into task (case_id, step, role, place, state, created_at)
    values (901, 'guarantee', 'guarantee_body', 0, 'open', '2023-10-10'),
           (902, 'lend', 'bank', 0, 'open', '2023-10-11');
    insert into household (id, householder_id, kind, place, source, known_from)
    overriding system value values (900, 3, 'resident', 1000, '示例数据', '2023-10-01');
    insert into family_case (id, rule, household_id, place, people, state, since, due_on, found_on,
                             found_at)
    overriding system value values
      (901, 'without_work', 900, 1000, 2, 'found', '2023-10-09', '2023-11-06', '2023-10-09',
       '2023-10-09');
    reset search_path;)"));
  names_["own_family"] = "901";
  names_["case_at_guarantee"] = "901";
  names_["case_at_bank"] = "902";
}

void Register::add_account(const std::string& login, access::Role role, std::int64_t place,
                           std::optional<access::Subject> subject, const std::string& body,
                           const std::string& area) {
  auto transaction = must(store::Transaction::begin(connection_, {}));
  access::NewAccount account{login, login, password, access::standing_of(role)};
  // The first checker is the first person of the register.
  const auto holder = login == "first_checker" ? "000000199001010018" : login;
  if (!subject) account.holder = cipher_.blind_index("account.holder", holder);
  account.subject = subject;
  const auto id = must(access::make_account(transaction, account, clock_.now()));
  std::optional<std::int64_t> stands_at;
  if (!body.empty()) {
    access::NewBody made{store::TestDatabase::area, fmt::format("B{}", id), body, true,
                         must(Day::parse("2020-01-01")), {}};
    made.words.name = "示例县" + login;
    made.words.place = place;
    stands_at = must(access::make_body(transaction, made, {0, clock_.now()}));
    names_["body_of_" + login] = std::to_string(*stands_at);
  }
  const auto held = must(access::give_role_at(transaction,
                                              {id, role, area, place, {}},
                                              stands_at, clock_.now()));
  names_["role_of_" + login] = std::to_string(held);
  must(transaction.commit());
  accounts_.push_back(login);
  names_[login] = std::to_string(id);
  roles_[login] = role;
}

void Register::add_area() {
  must(store::migrate(connection_, must(resource("schema")),
                      {store::TestDatabase::area, another_area()}));
  must(connection_.run_script(
      "insert into leye.place (code, name, level, parent) values (630200000000, '邻县', 3, null) "
      "on conflict do nothing; insert into leye.area (place, schema_name, name) values "
      "(630200000000, 'area_000001', '邻县')"));
}

void Register::add_clerk(const std::string& login, access::Role role, const std::string& area,
                         std::int64_t place) {
  add_account(login, role, place, {}, {}, area);
  enter(login);
}

std::optional<access::Role> Register::role_of(const std::string& who) const {
  const auto found = roles_.find(who);
  if (found == roles_.end()) return std::nullopt;
  return found->second;
}

void Register::sign_in_all() {
  for (const auto& login : accounts_) enter(login);
}

void Register::enter(const std::string& login) {
  const auto entered =
      must(access::sign_in(connection_, cipher_, {login, password, "10.0.0.1"}, clock_.now()));
  tokens_[login] = entered.token;
  csrf_[login] = entered.caller.csrf_token;
}

Register::Held Register::renew(const std::string& who) {
  const auto before = held(who);
  auto transaction = must(store::Transaction::begin(connection_, {}));
  must(access::sign_out(transaction, before.token, clock_.now()));
  must(transaction.commit());
  enter(who);
  return before;
}

http::Request Register::request(const std::string& method, const std::string& target,
                                const std::string& body, const std::string& type) const {
  http::Request made;
  made.method = method == "POST" ? http::Method::post : http::Method::get;
  CHECK(http::read_target(escaped(fill(target)), made));
  made.headers["host"] = "leye.test";
  made.body = fill(body);
  if (!made.body.empty()) made.headers["content-type"] = type;
  made.peer = "10.0.0.1";
  return made;
}

http::Response Register::ask(const std::string& who, http::Request request) {
  if (who != "signed_out") {
    request.headers["idempotency-key"] = fmt::format("key-{:08}", ++keys_);
  }
  return ask_without_key(who, std::move(request));
}

http::Request Register::signed_request(const std::string& who, http::Request request) {
  request.headers["idempotency-key"] = fmt::format("key-{:08}", ++keys_);
  request.headers["cookie"] = cookie(who);
  request.headers["x-csrf-token"] = csrf_.at(who);
  return request;
}

http::Response Register::ask_without_key(const std::string& who, http::Request request) {
  if (who != "signed_out") {
    request.headers["cookie"] = cookie(who);
    request.headers["x-csrf-token"] = csrf_.at(who);
  }
  return dispatcher_->answer(request);
}

std::string Register::fill(std::string text) const {
  for (const auto& [name, value] : names_) {
    const auto wanted = "{" + name + "}";
    for (auto at = text.find(wanted); at != text.npos; at = text.find(wanted)) {
      text.replace(at, wanted.size(), value);
    }
  }
  return text;
}

std::int64_t Register::audited(const std::string& act) {
  auto transaction = must(store::Transaction::begin(connection_, {}));
  const auto rows = must(transaction.query(
      "select count(*) as count from audit_record where act = $1 and outcome = 'done'", act));
  return rows[0].get<std::int64_t>("count");
}

void Register::run(const std::string& sql) {
  connection_.set_deadline(std::chrono::steady_clock::time_point::max());
  must(connection_.run_script("set search_path = area_000000, leye, public; " + sql +
                              "; reset search_path"));
}

// The text is a test's own, never a user's.
std::string Register::text_of(const std::string& query) {
  auto connection = database_.connect();
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(
      PQexec(connection.raw(), query.c_str()), PQclear);
  CHECK(PQresultStatus(result.get()) == PGRES_TUPLES_OK && PQntuples(result.get()) == 1);
  return PQgetvalue(result.get(), 0, 0);
}

std::int64_t Register::last_audited() {
  return std::stoll(text_of("select coalesce(max(number), 0) from leye.audit_record"));
}

std::vector<std::string> Register::audit_problems() {
  return must(audit::verify(connection_, cipher_)).problems;
}

}  // namespace leye::access_tests
