#include "access/whole_run.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include "store/private_cluster.hpp"

namespace leye::access_tests {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

template <class T>
T must(Result<T> result) {
  if (!result.ok()) fmt::print(stderr, "whole run: {}\n", to_text(result.error()));
  CHECK(result.ok());
  return std::move(result).value();
}

// One line for each table: its name, how many rows it has, and who wrote the last of them. Tries to
// sign in are counted whatever becomes of them, and when a session was last used says nothing.
constexpr auto state_function = R"(
  create or replace function public.probed_state() returns text language plpgsql as $$
  declare
    one record;
    line text;
    told text := '';
  begin
    for one in select schemaname as s, tablename as t from pg_tables
               where (schemaname = 'leye' or schemaname like 'area%')
                 and tablename !~ '^audit_' and tablename <> 'sign_in_attempt'
               order by 1, 2 loop
      if one.t = 'session' then
        select count(*) into line from leye.session where ended_at is null;
      else
        execute format('select count(*) || ''/'' || coalesce(max(xmin::text::bigint), 0) '
                       'from %I.%I', one.s, one.t) into line;
      end if;
      told := told || one.t || ' ' || line || E'\n';
    end loop;
    return told;
  end $$;
  -- A try that is undone leaves numbers given out, and the tables name rows by their numbers.
  create table if not exists public.numbers_given as
    select schemaname::text s, sequencename::text n, start_value f, last_value l from pg_sequences;
  create or replace function public.keep_numbers() returns void language sql as $$
    truncate public.numbers_given;
    insert into public.numbers_given
      select schemaname, sequencename, start_value, last_value from pg_sequences $$;
  create or replace function public.give_numbers_again() returns bigint language sql as $$
    select count(setval(format('%I.%I', s, n)::regclass, coalesce(l, f), l is not null))
    from public.numbers_given g join pg_sequences p on p.schemaname = s and p.sequencename = n
    where p.last_value is distinct from g.l and n !~ 'sign_in_attempt' $$;)";  // those stay

// The tables whose lines differ.
std::string difference(const std::string& before, const std::string& after) {
  std::istringstream left(before);
  std::istringstream right(after);
  std::string told;
  for (std::string a, b; std::getline(left, a) && std::getline(right, b);)
    if (a != b) told += (told.empty() ? "" : ", ") + b;
  return told;
}

// PostgreSQL as the program starts it, counting its statements, and with fsync off. For all tests
// of this program: it is there before any of their databases and goes after them.
class Server {
 public:
  static Server& only() {
    static Server server;
    return server;
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  const fs::path& folder() const { return folder_; }

 private:
  Server() : folder_(fs::path("/tmp") / fmt::format("leye-whole-run-{}", ::getpid())) {
    fs::create_directories(folder_);
    fs::permissions(folder_, fs::perms(0755));
    must(must(store::PrivateCluster::start(folder_, store::IfRunning::refuse)).stop());
    std::ofstream(folder_ / "postgres" / "local.conf")
        << "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
           "shared_preload_libraries = 'pg_stat_statements'\npg_stat_statements.max = 10000\n";
    fs::permissions(folder_ / "postgres" / "local.conf", fs::perms(0644));
    cluster_.emplace(must(store::PrivateCluster::start(folder_, store::IfRunning::refuse)));
    ::setenv("LEYE_TEST_DSN", cluster_->dsn("postgres").c_str(), 1);
  }
  ~Server() {
    static_cast<void>(cluster_->stop());
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  fs::path folder_;
  std::optional<store::PrivateCluster> cluster_;
};

class ServerFirst : public testing::Environment {
  void SetUp() override { Server::only(); }
};
const auto* const server_first = testing::AddGlobalTestEnvironment(new ServerFirst);

}  // namespace

bool is_of(const std::string& target, const std::string& route) {
  const auto path = target.substr(0, target.find('?'));
  std::size_t a = 0;
  std::size_t b = 0;
  while (a < path.size() && b < route.size()) {
    if (route[b] == '{') {
      b = route.find('}', b) + 1;
      while (a < path.size() && path[a] != '/') ++a;
    } else if (path[a++] != route[b++]) {
      return false;
    }
  }
  return a == path.size() && b == route.size();
}

std::string Exchange::where() const {
  return fmt::format("{} as {}: {} {} {}", expectation->from, who, block->method, request.path,
                     response.status);
}

WholeRun& WholeRun::only() {
  static WholeRun run;
  return run;
}

WholeRun::WholeRun()
    : blocks_(read_tables(LEYE_SOURCE_DIR "/tests/access")), routes_(api::all_routes()) {
  std::ostringstream log;
  const auto logger = spdlog::default_logger();
  spdlog::set_default_logger(std::make_shared<spdlog::logger>(
      "whole run", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
  register_ = make_register();
  for (const auto& who : register_->accounts()) ended_[who] = register_->renew(who);
  for (const auto& block : blocks_)
    for (const auto& expectation : block.lines)
      for (const auto& who : expectation.who) ask(block, expectation, who);
  spdlog::set_default_logger(logger);
  program_log_ = log.str();
}

WholeRun::~WholeRun() = default;

std::unique_ptr<Register> WholeRun::make_register() {
  auto made = std::make_unique<Register>();
  made->run(state_function);
  made->run("create extension pg_stat_statements schema public");
  return made;
}

std::unique_ptr<Register> WholeRun::another() {
  auto made = make_register();
  made->add_area();
  return made;
}

void WholeRun::ask(const Block& block, const Expectation& expectation, const std::string& who) {
  Exchange one;
  one.block = &block;
  one.expectation = &expectation;
  one.who = who;
  one.signed_in_as = register_->fill("{" + who + "}");
  for (const auto& route : routes_) {
    if (block.method != http::name(route.method) || !is_of(block.target, route.path)) continue;
    // A word of the path goes before a place in it, as the server has it.
    const bool plainer = one.route == nullptr || one.route->path.find('{') < route.path.find('{');
    if (plainer) one.route = &route;
  }
  one.request = register_->request(block.method, block.target, block.body, block.type);
  if (one.route != nullptr && expectation.status == 200 && !one.route->act.empty()) {
    const bool reads = one.route->effect == api::Effect::reads;
    const bool again = std::find(tried_blind_.begin(), tried_blind_.end(), one.route->path) !=
                       tried_blind_.end();
    if (!reads || !again) one.blind = ask_blind(who, one.request);
    if (reads) tried_blind_.push_back(one.route->path);
    if (!reads) ask_forged(one);
  }
  const auto number = register_->last_audited();
  one.response = register_->ask(who, one.request);
  one.audit = audit_since(number);
  exchanges_.push_back(std::move(one));
}

Blind WholeRun::ask_blind(const std::string& who, const http::Request& request) {
  const bool reads = request.method == http::Method::get;
  const auto before = reads ? "" : state();
  register_->run(
      "select public.keep_numbers(); revoke insert on audit_record from leye_app, leye_screen");
  Blind blind;
  blind.response = register_->ask(who, request);
  register_->run(
      "select public.give_numbers_again(); grant insert on audit_record to leye_app, leye_screen");
  if (!reads) blind.changed = difference(before, state());
  return blind;
}

std::string WholeRun::state_of(Register& people) {
  return people.text_of("select public.probed_state()");
}

void WholeRun::ask_forged(Exchange& one) {
  const auto& path = one.route->path;
  if (std::find(tried_forged_.begin(), tried_forged_.end(), path) != tried_forged_.end()) return;
  tried_forged_.push_back(path);
  const auto before = state();
  auto own = one.request;
  own.headers["idempotency-key"] = "forged-key-01";
  const bool signed_in = one.who != "signed_out";
  if (signed_in) {
    own.headers["cookie"] = register_->cookie(one.who);
    own.headers["x-csrf-token"] = register_->held(one.who).csrf;
  }
  const auto with = [&](const std::string& how, const auto& change) {
    auto request = own;
    change(request);
    one.forged.push_back({how, register_->ask_bare(request)});
  };
  const auto header = [&](const std::string& how, const std::string& name,
                          const std::string& value) {
    with(how, [&](http::Request& request) { request.headers[name] = value; });
  };
  if (signed_in) {
    const auto& ended = ended_.at(one.who);
    with("no session", [](http::Request& request) { request.headers.erase("cookie"); });
    with("no token", [](http::Request& request) { request.headers.erase("x-csrf-token"); });
    header("a wrong token", "x-csrf-token", std::string(32, '0'));
    header("the token of an ended session", "x-csrf-token", ended.csrf);
    with("an ended session", [&](http::Request& request) {
      request.headers["cookie"] = "leye_session=" + ended.token;
      request.headers["x-csrf-token"] = ended.csrf;
    });
  }
  header("a foreign origin", "origin", "https://elsewhere.test");
  header("an origin like ours", "origin", "https://leye.test.elsewhere.test");
  header("no origin to be told", "origin", "null");
  header("cross-site", "sec-fetch-site", "cross-site");
  header("same-site", "sec-fetch-site", "same-site");
  for (const char* type :
       {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""})
    with(fmt::format("a form of '{}'", type), [&](http::Request& request) {
      if (request.body.empty()) request.body = "a=b";
      request.headers["content-type"] = type;
    });
  const auto get = [](http::Request& request) { request.method = http::Method::get; };
  with("GET", get);
  with("HEAD", [](http::Request& request) { request.method = http::Method::head; });
  for (const char* name : {"x-http-method-override", "x-http-method", "x-method-override"})
    with(fmt::format("GET and {}", name), [&](http::Request& request) {
      get(request);
      request.headers[name] = "POST";
    });
  with("GET and _method", [&](http::Request& request) {
    get(request);
    request.query["_method"] = "POST";
  });
  one.forged_changed = difference(before, state());
}

std::vector<AuditLine> WholeRun::audit_since(std::int64_t number) {
  auto connection = register_->connect();
  const std::vector<store::Parameter> parameters{store::parameter(number)};
  const auto rows = must(connection.run(
      store::Statement("select account_id, act, object, outcome, address, area_schema, role, "
                       "detail from leye.audit_record where number > $1 and outcome <> 'abandoned' "
                       "order by number"),
      parameters));
  std::vector<AuditLine> lines;
  for (const store::Row row : rows)
    lines.push_back({row.get<std::optional<std::int64_t>>("account_id"),
                     row.get<std::string>("act"), row.get<std::string>("object"),
                     row.get<std::string>("outcome"), row.get<std::string>("address"),
                     row.get<std::string>("area_schema"), row.get<std::string>("role"),
                     row.get<std::string>("detail")});
  return lines;
}

std::string WholeRun::database_log() const {
  return content(Server::only().folder() / "postgres.log");
}

std::string WholeRun::statements() const {
  return register_->text_of(
      "select string_agg(query, E'\\n') from public.pg_stat_statements s "
      "join pg_database d on d.oid = s.dbid where d.datname = current_database()");
}

std::string WholeRun::dump() const {
  const auto file = Server::only().folder() / "dump.sql";
  const auto command = fmt::format("pg_dump --dbname='{}' > {}", register_->dsn(), file.string());
  CHECK(std::system(command.c_str()) == 0);
  return content(file);
}

}  // namespace leye::access_tests
