#include "exchange/catalogue.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <boost/describe/class.hpp>

#include "base/json_read.hpp"
#include "base/json_write.hpp"
#include "base/resources.hpp"

namespace leye::exchange {

BOOST_DESCRIBE_STRUCT(Department, (), (id, zh, en))
BOOST_DESCRIBE_STRUCT(Feed, (),
                      (id, department, kind, zh, en, purpose, basis, facts, every, due_day,
                       settle_days, approver, owner))
BOOST_DESCRIBE_STRUCT(Priority, (), (entity, fact, departments))

namespace {

constexpr const char* window = "window";  // who is no department

struct File {
  std::vector<Department> departments;
  std::vector<Feed> feeds;
  std::vector<Priority> priorities;
};
BOOST_DESCRIBE_STRUCT(File, (), (departments, feeds, priorities))

// The file as it was written, to name the line of what is wrong.
struct Source {
  std::string name, text;

  // Of the `number`th place, from 0, where that stands; the file alone where it does not.
  std::string where(const std::string& words, std::size_t number) const {
    auto at = text.find(words);
    while (number-- > 0 && at != text.npos) at = text.find(words, at + 1);
    if (at == text.npos) return name;
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(at), '\n');
    return fmt::format("{}:{}", name, line);
  }
};

Error wrong(std::string where, std::string what) {
  return {ErrorCode::invalid_input,
          std::move(what),
          {std::move(where)},
          "correct the file and start again"};
}

template <class Named>
bool has(const std::vector<Named>& all, std::string_view id) {
  return std::any_of(all.begin(), all.end(), [&](const Named& each) { return each.id == id; });
}

Status check(const Feed& feed, const File& file, const Vocabulary& vocabulary,
             const std::string& where) {
  const Entity* entity = vocabulary.find_entity(feed.kind);
  if (entity == nullptr || entity->id != feed.kind)
    return wrong(where, fmt::format("{}: no entity is called {}", feed.id, feed.kind));
  if (!has(file.departments, feed.department))
    return wrong(where, fmt::format("{}: no department is called {}", feed.id, feed.department));
  for (const std::string& fact : feed.facts) {
    if (entity->find_fact(fact) == nullptr)
      return wrong(where, fmt::format("{}: {} has no fact {}", feed.id, feed.kind, fact));
  }
  for (const Fact& fact : entity->facts) {
    const bool has_it =
        std::find(feed.facts.begin(), feed.facts.end(), fact.id) != feed.facts.end();
    if (fact.required && !has_it)
      return wrong(where, fmt::format("{}: {} is required and missing", feed.id, fact.id));
  }
  if (feed.every != "month" && feed.every != "quarter" && feed.every != "year")
    return wrong(where, fmt::format("{}: every {}? month, quarter, year", feed.id, feed.every));
  if (feed.due_day < 0 || feed.settle_days < 1) return wrong(where, feed.id + ": days");
  return Done{};
}

Status check(const Priority& priority, const File& file, const Vocabulary& vocabulary,
             const std::string& where) {
  const Entity* entity = vocabulary.find_entity(priority.entity);
  if (entity == nullptr || (priority.fact != "*" && entity->find_fact(priority.fact) == nullptr))
    return wrong(where, fmt::format("priorities: no {}.{}", priority.entity, priority.fact));
  for (const std::string& department : priority.departments) {
    if (department != window && !has(file.departments, department))
      return wrong(where, "priorities: no department is called " + department);
  }
  return Done{};
}

Status check(const Source& source, const File& file, const Vocabulary& vocabulary) {
  for (const Feed& feed : file.feeds)
    TRY(check(feed, file, vocabulary, source.where(fmt::format("\"id\": \"{}\"", feed.id), 0)));
  for (std::size_t at = 0; at < file.priorities.size(); ++at)
    TRY(check(file.priorities[at], file, vocabulary, source.where("\"entity\":", at)));
  return Done{};
}

Day month_begins(int year, int month) {
  constexpr int months = 12;
  year += (month - 1 + months * 100) / months - 100;
  month = (month - 1 + months * 100) % months + 1;
  return Day::from_civil(year, month, 1).value();
}

}  // namespace

Result<Catalogue> Catalogue::load(const Vocabulary& vocabulary) {
  const auto file = TRY(resource("data/exchange/feeds.json"));
  return read(file, vocabulary);
}

Result<Catalogue> Catalogue::read(const std::filesystem::path& file, const Vocabulary& vocabulary) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{ErrorCode::not_found, "cannot read " + file.string()};
  const Source source{file.filename().string(), {std::istreambuf_iterator<char>(in), {}}};
  File read = TRY(json::read<File>(source.text).at(source.name));
  TRY(check(source, read, vocabulary));
  Catalogue catalogue;
  catalogue.departments_ = std::move(read.departments);
  catalogue.feeds_ = std::move(read.feeds);
  catalogue.priorities_ = std::move(read.priorities);
  return catalogue;
}

const Feed* Catalogue::find(std::string_view id) const {
  const auto found =
      std::find_if(feeds_.begin(), feeds_.end(), [&](const Feed& feed) { return feed.id == id; });
  return found == feeds_.end() ? nullptr : &*found;
}

const Department& Catalogue::department_of(const Feed& feed) const {
  const auto found =
      std::find_if(departments_.begin(), departments_.end(),
                   [&](const Department& department) { return department.id == feed.department; });
  CHECK(found != departments_.end());
  return *found;
}

std::vector<std::string> Catalogue::order_of(std::string_view entity, std::string_view fact) const {
  const Priority* others = nullptr;
  for (const Priority& priority : priorities_) {
    if (priority.entity != entity) continue;
    if (priority.fact == fact) return priority.departments;
    if (priority.fact == "*") others = &priority;
  }
  return others == nullptr ? std::vector<std::string>() : others->departments;
}

std::string Catalogue::who_said(std::string_view source) const {
  for (const Department& department : departments_)
    if (source.starts_with(source_prefix(department))) return department.id;
  return window;
}

const Department* Catalogue::find_department(std::string_view id) const {
  const auto found = std::find_if(departments_.begin(), departments_.end(),
                                  [&](const Department& one) { return one.id == id; });
  return found == departments_.end() ? nullptr : &*found;
}

// Who is not listed comes last; the window too, unless it is.
std::string Catalogue::ranks_for(const Feed& feed) const {
  const auto rank_in = [](const Priority& priority, const std::string& who) {
    const auto& all = priority.departments;
    return static_cast<int>(std::find(all.begin(), all.end(), who) - all.begin());
  };
  std::string others = "{\"known\":{},\"other\":0,\"own\":0}";  // nobody before anybody
  std::string ranks;
  for (const Priority& priority : priorities_) {
    if (priority.entity != feed.kind) continue;
    std::string known;
    for (const Department& department : departments_) {
      known += fmt::format("{}\"{}\":{}", known.empty() ? "" : ",", source_prefix(department),
                           rank_in(priority, department.id));
    }
    const std::string entry =
        fmt::format("{{\"known\":{{{}}},\"other\":{},\"own\":{}}}", known,
                    rank_in(priority, window), rank_in(priority, feed.department));
    if (priority.fact == "*")
      others = entry;
    else
      ranks += fmt::format(",\"{}\":{}", priority.fact, entry);
  }
  return fmt::format("{{\"*\":{}{}}}", others, ranks);
}

std::string source_prefix(const Department& department) { return department.zh + "部门数据交换 "; }

Period last_period(const Feed& feed, Day today) {
  const YearMonthDay now = today.civil();
  constexpr int months_of_quarter = 3;
  if (feed.every == "year") {
    const Day first = month_begins(now.year - 1, 1);
    return {first, month_begins(now.year, 1) + (static_cast<int>(feed.due_day) - 1)};
  }
  const int span = feed.every == "quarter" ? months_of_quarter : 1;
  const int begins = (now.month - 1) / span * span + 1;  // of the running period
  const Day end = month_begins(now.year, begins);
  return {month_begins(now.year, begins - span), end + (static_cast<int>(feed.due_day) - 1)};
}

}  // namespace leye::exchange
