#include "exchange/simulator.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/json_write.hpp"
#include "exchange/message.hpp"
#include "exchange/wire.hpp"

namespace leye::exchange {
namespace {

constexpr std::int64_t serials_begin_at = 6'200'000'000;
constexpr std::size_t page_size = 2000;

struct Ground {
  const char* code;
  const char* reason;
};
constexpr Ground grounds[] = {{"E101", "身份证号码与姓名比对不一致，请核对证件"},
                              {"E205", "该人员在外省有在册的登记，请先在当地注销"},
                              {"E310", "统一社会信用代码在省库中不存在，请核对执照"},
                              {"E412", "登记日期早于上一次注销日期"}};

std::string late_json() { return R"({"outcome":"received"})"; }

std::string json_of(const wire::Answer& answer) { return json::write(answer); }

// Another value of the same look: of a day the next year, of anything else one sign more.
std::string altered(const std::string& value) {
  const auto day = Day::parse(value);
  if (day.ok()) return to_text(Day::from_number(day.value().number() + 31));
  return value + "1";
}

std::int64_t number_of(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

Simulator::Simulator(Secret secret, const Clock& clock, Faults faults,
                     std::filesystem::path memory)
    : secret_(std::move(secret)), clock_(clock), faults_(faults), memory_(std::move(memory)) {
  for (int at = 0; at < faults_.foreign_records; ++at) {
    Taken foreign;
    foreign.key = fmt::format("foreign-{}", at);
    foreign.kind = "employment";
    foreign.serial = fmt::format("9{:09}", at);
    foreign.outcome = "accepted";
    foreign.fields = {{"AAC003", fmt::format("外地人员{}", at + 1)}};
    listed_[foreign.serial] = foreign.key;
    taken_[foreign.key] = foreign;
    ++planted_.foreign;
  }
  if (!memory_.empty()) recall();
}

int Simulator::draw(std::string_view key, std::string_view what) const {
  const auto digest = sha256_hex(fmt::format("{}|{}|{}", faults_.seed, what, key));
  return static_cast<int>(std::strtoul(digest.substr(0, 7).c_str(), nullptr, 16) % 1000);
}

bool Simulator::is_closed() const {
  if (faults_.closed_days == 0 || recalling_) return false;
  const Day today = clock_.today();
  const auto month = to_text(today).substr(0, 7);
  const Day later = Day::from_number(today.number() + faults_.closed_days);
  return to_text(later).substr(0, 7) != month;
}

std::string Simulator::next_serial(const std::string& kind) {
  const char letter = kind.empty() ? 'X' : static_cast<char>(kind[0] - 'a' + 'A');
  return fmt::format("{}{}", letter, serials_begin_at + ++serials_);
}

void Simulator::set_away(bool away) {
  const std::lock_guard lock(mutex_);
  away_ = away;
}

Planted Simulator::planted() const {
  const std::lock_guard lock(mutex_);
  return planted_;
}

std::vector<std::string> Simulator::refused_keys() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> keys;
  for (const auto& [key, taken] : taken_)
    if (taken.outcome == "refused") keys.push_back(key);
  return keys;
}

std::vector<std::string> Simulator::taken_keys() const {
  const std::lock_guard lock(mutex_);
  return order_;
}

std::size_t Simulator::records() const {
  const std::lock_guard lock(mutex_);
  return listed_.size();
}

http::Response Simulator::answer(const http::Request& request, const std::string& body,
                                 int status) const {
  http::Response response;
  response.status = status;
  response.body = body;
  response.headers.emplace_back(
      signature_header,
      answer_signature(secret_, status, request.header(signature_header), body));
  return response;
}

http::Response Simulator::operator()(const http::Request& request) {
  const std::lock_guard lock(mutex_);
  if (away_) {
    http::Response nobody;
    nobody.status = 503;
    return nobody;
  }
  std::string target = request.path;
  const bool lists = request.path.ends_with("/records");
  const bool answers = request.path.ends_with("/answers");
  if (answers) target += fmt::format("?after={}", request.asked("after"));
  if (lists) {
    target.resize(target.size() - std::string_view("/records").size());
    target += wire::records_target(request.asked("kind"), request.asked("after"));
  }
  const auto moment = request.header(moment_header);
  const auto expected =
      request_signature(secret_, http::name(request.method), target, moment, request.body);
  if (!same_signature(request.header(signature_header), expected) ||
      !is_fresh(moment, clock_.now()))
    return answer(request, R"({"error":"signature"})", 401);
  if (answers) return answer(request, later(number_of(request.asked("after"))), 200);
  if (lists)
    return answer(
        request, list(std::string(request.asked("kind")), std::string(request.asked("after"))),
        200);
  if (!request.path.ends_with("/changes")) return answer(request, "{}", 404);
  int status = 200;
  const std::string body = take(request.body, status);
  return answer(request, body, status);
}

// What was planted for a message, decided when it comes for the first time.
std::string Simulator::take(const std::string& body, int& status) {
  const auto read = message_from(body);
  if (!read.ok()) {
    status = 400;
    return R"({"error":"unreadable"})";
  }
  const Message& message = read.value();
  const auto known = taken_.find(message.key);
  if (known != taken_.end()) {
    const Taken& before = known->second;
    wire::Answer again{before.outcome, {}, {}, {}, {}, {}};
    if (before.outcome == "refused") {
      again.code = before.code;
      again.reason = before.reason;
    } else {
      again.serial = before.serial;
    }
    return json_of(again);
  }
  if (is_closed()) {
    ++planted_.closed;
    const Day today = clock_.today();
    Day reopens = today;
    while (to_text(reopens).substr(0, 7) == to_text(today).substr(0, 7))
      reopens = Day::from_number(reopens.number() + 1);
    wire::Answer closed{"closed", {}, {}, {}, {}, {}};
    // Midnight in China.
    closed.until = std::int64_t{reopens.number()} * 86'400 - 8 * 3600;
    return json_of(closed);
  }
  if (!recalling_) remember(body);
  Taken taken;
  taken.key = message.key;
  taken.kind = message.kind;
  for (const auto& [field, value] : message.fields) taken.fields[field] = value;
  order_.push_back(message.key);
  ++planted_.taken;
  const bool unknown_serial =
      message.operation != "add" && !listed_.contains(message.serial) && message.serial.empty();
  if (unknown_serial || draw(message.key, "refused") < faults_.refused_per_thousand) {
    const auto& ground = grounds[static_cast<std::size_t>(draw(message.key, "ground")) % 4];
    taken.outcome = "refused";
    taken.code = ground.code;
    taken.reason = ground.reason;
    ++planted_.refused;
  } else {
    taken.outcome = "accepted";
    taken.serial = message.operation == "add" ? next_serial(message.kind) : message.serial;
  }
  store(taken, message.operation, message.serial);
  wire::Answer now{taken.outcome, {}, {}, {}, {}, {}};
  if (taken.outcome == "refused") {
    now.code = taken.code;
    now.reason = taken.reason;
  } else {
    now.serial = taken.serial;
  }
  const std::string json = json_of(now);
  if (taken.outcome == "accepted" && message.operation == "add" &&
      draw(message.key, "renumbered") < faults_.renumbered_per_thousand) {
    const std::string fresh = next_serial(message.kind);
    if (listed_.erase(taken.serial) > 0) listed_[fresh] = message.key;
    wire::Answer other{"renumbered", fresh, taken.serial, {}, {}, {}};
    taken_[message.key].serial = fresh;
    ++planted_.renumbered;
    waiting_.push_back({message.key, json_of(other)});
  }
  if (draw(message.key, "late") < faults_.late_per_thousand) {
    ++planted_.late;
    waiting_.push_back({message.key, json});
    return late_json();
  }
  if (draw(message.key, "twice") < faults_.twice_per_thousand) {
    ++planted_.twice;
    waiting_.push_back({message.key, json});
  }
  return json;
}

void Simulator::store(Taken taken, const std::string& operation, const std::string& serial) {
  if (taken.outcome == "accepted") {
    if (operation == "withdraw") {
      listed_.erase(serial);
    } else if (operation == "add" && draw(taken.key, "lost") < faults_.lost_per_thousand) {
      ++planted_.lost;
    } else {
      if (operation == "add" && draw(taken.key, "altered") < faults_.altered_per_thousand) {
        ++planted_.altered;
        for (auto at = taken.fields.rbegin(); at != taken.fields.rend(); ++at) {
          if (at->second.empty()) continue;
          at->second = altered(at->second);
          break;
        }
      }
      listed_[taken.serial] = taken.key;
    }
  }
  const std::string key = taken.key;
  taken_[key] = std::move(taken);
}

std::string Simulator::later(std::int64_t after) {
  if (faults_.out_of_order) std::reverse(waiting_.begin(), waiting_.end());
  for (auto& each : waiting_) later_.push_back(std::move(each));
  waiting_.clear();
  std::string items;
  for (std::size_t at = static_cast<std::size_t>(std::max<std::int64_t>(after, 0));
       at < later_.size() && at < static_cast<std::size_t>(after) + 500; ++at) {
    if (!items.empty()) items += ',';
    items += fmt::format(R"({{"number":{},"key":)", at + 1);
    json::append_quoted(items, later_[at].key);
    items += R"(,"answer":)" + later_[at].json + "}";
  }
  return R"({"items":[)" + items + "]}";
}

std::string Simulator::list(const std::string& kind, const std::string& after) {
  wire::Records page;
  for (auto at = listed_.upper_bound(after); at != listed_.end(); ++at) {
    const Taken& taken = taken_.at(at->second);
    if (taken.kind != kind) continue;
    if (page.items.size() == page_size) {
      page.more = true;
      break;
    }
    page.items.push_back({at->first, taken.key, taken.fields});
  }
  return json::write(page);
}

void Simulator::remember(const std::string& line) const {
  if (memory_.empty()) return;
  std::ofstream(memory_, std::ios::app | std::ios::binary) << line << "\n";
}

// What was taken before a restart, once more: numbers and faults come out the same.
void Simulator::recall() {
  std::ifstream in(memory_, std::ios::binary);
  recalling_ = true;
  int status = 200;
  for (std::string line; std::getline(in, line);) take(line, status);
  recalling_ = false;
}

}  // namespace leye::exchange
