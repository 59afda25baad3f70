#include "city/sent_files.hpp"

#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include <fmt/format.h>

#include "city/sent_files.sql.hpp"
#include "city/table.hpp"
#include "exchange/deliveries.hpp"
#include "intake/csv_writer.hpp"
#include "registers/identity.hpp"

namespace leye::city {
namespace {

// Who brought the files, by which they are found again.
constexpr const char* sender = "合成样例数据";

// deliveries.csv, one line.
struct Planting {
  const exchange::Feed* feed = nullptr;
  std::string fact, change;
  std::int64_t rows = 0, differing = 0, refused = 0;
  bool held = false;
};

Error wrong_line(std::size_t row, const char* what) {
  return {ErrorCode::invalid_input, what, {fmt::format("deliveries.csv:{}", row + 2)},
          "correct data/city and start again"};
}

Result<std::vector<Planting>> read_plantings(const FileSource& source) {
  const Table table = TRY(Table::read(source.setting.folder / "deliveries.csv"));
  std::vector<Planting> all;
  for (std::size_t row = 0; row < table.size(); ++row) {
    Planting one{source.catalogue.find(table.at(row, "feed")), table.at(row, "fact"),
                 table.at(row, "change"),                      table.number(row, "rows"),
                 table.number(row, "differing"),               table.number(row, "refused"),
                 table.at(row, "stands") == "register"};
    if (one.feed == nullptr) return wrong_line(row, "no such feed in data/exchange");
    if (source.vocabulary.find_entity(one.feed->kind)->find_fact(one.fact) == nullptr)
      return wrong_line(row, "no such fact of the feed's kind");
    if (one.rows < one.differing || one.differing < 1 || one.refused < 0)
      return wrong_line(row, "at least one row differs, and no more than there are");
    all.push_back(std::move(one));
  }
  return all;
}

// One row as it is sent, by fact; and the value of the planted fact, if it can differ.
struct Line {
  std::int64_t subject = 0;
  std::map<std::string, std::string> cells;
  std::string known, said;
};

// Reads whom a feed is about, and changes what the planting says.
class Lines {
 public:
  Lines(store::Transaction& transaction, const FileSource& source, const Planting& planting,
        Day today)
      : transaction_(transaction), source_(source), planting_(planting), today_(today) {}

  Result<std::vector<Line>> read() {
    const std::string& kind = planting_.feed->kind;
    if (kind == "person") return people();
    if (kind == "unemployment_registration") return registrations();
    if (kind == "organisation_year") return years();
    if (kind == "organisation") return employers();
    return Error{ErrorCode::invalid_input, "the city has no rows of " + kind + " to send",
                 {"deliveries.csv"}, "plant in another feed"};
  }

 private:
  // With a resident's number; the planted duplicate file has a wrong one.
  Result<std::optional<std::string>> number_of(const store::Row& row) const {
    const auto number =
        TRY(source_.cipher.open(row.get<Bytes>("salt"), row.get<Bytes>("number_cipher")));
    if (!registers::canonical_id_number(number).ok()) return std::optional<std::string>();
    return std::optional(number);
  }

  Result<std::vector<Line>> people() {
    const bool disabled = planting_.feed->id == "disabled_certificates";
    std::vector<Line> lines;
    std::string other;  // of the row before
    for (const store::Row row :
         TRY(transaction_.query(sql::people_of_feed, planting_.rows, disabled))) {
      const auto number = TRY(number_of(row));
      if (!number) continue;
      Line line;
      line.subject = row.get<std::int64_t>("subject");
      const auto place = std::to_string(row.get<std::int64_t>("place"));
      line.cells = {{"id_number", *number},
                    {"name", row.get<std::string>("name")},
                    {"residence_place", place}};
      if (disabled) line.cells["disability_grade"] = row.get<std::string>("disability_grade");
      line.known = line.cells[planting_.fact];
      line.said = planting_.change == "other" ? other : line.known + planting_.change;
      other = place;
      lines.push_back(std::move(line));
    }
    return lines;
  }

  Result<std::vector<Line>> registrations() {
    const int days = std::atoi(planting_.change.c_str());
    std::vector<Line> lines;
    for (const store::Row row :
         TRY(transaction_.query(sql::registrations_of_feed, planting_.rows, today_ - days))) {
      const auto number = TRY(number_of(row));
      if (!number) continue;
      Line line;
      line.subject = row.get<std::int64_t>("subject");
      const Day end = row.get<Day>("end_date");
      line.cells = {{"person", *number},
                    {"start_date", to_text(row.get<Day>("start_date"))},
                    {"end_date", to_text(end)},
                    {"place", std::to_string(row.get<std::int64_t>("place"))}};
      line.known = to_text(end);
      line.said = to_text(end + days);
      lines.push_back(std::move(line));
    }
    return lines;
  }

  Result<std::vector<Line>> years() {
    const std::int64_t more = std::atoll(planting_.change.c_str());
    const std::int64_t year = today_.civil().year - 1;
    std::vector<Line> lines;
    for (const store::Row row :
         TRY(transaction_.query(sql::years_of_feed, planting_.rows, year))) {
      const auto headcount = row.get<std::int64_t>("headcount_year_end");
      Line line;
      line.subject = row.get<std::int64_t>("subject");
      line.known = std::to_string(headcount);
      line.said = std::to_string(headcount + more);
      line.cells = {{"organisation", row.get<std::string>("uscc")},
                    {"year", std::to_string(year)},
                    {"headcount_year_end", line.known}};
      lines.push_back(std::move(line));
    }
    return lines;
  }

  Result<std::vector<Line>> employers() {
    std::vector<Line> lines;
    for (const store::Row row : TRY(transaction_.query(sql::employers_of_feed, planting_.rows))) {
      Line line;
      line.subject = row.get<std::int64_t>("subject");
      line.cells = {{"uscc", row.get<std::string>("uscc")},
                    {"name", row.get<std::string>("name")},
                    {"registered_place", std::to_string(row.get<std::int64_t>("place"))}};
      line.known = line.cells[planting_.fact];
      line.said = line.known + planting_.change;
      lines.push_back(std::move(line));
    }
    return lines;
  }

  store::Transaction& transaction_;
  const FileSource& source_;
  const Planting& planting_;
  Day today_;
};

// Its first cell is a number with a check digit.
std::string other_last_digit(std::string number) {
  number.back() = number.back() == '1' ? '2' : '1';
  return number;
}

// The heading, the rows, and at the end again the first ones with a wrong number.
SentFile write_file(const FileSource& source, const Planting& planting,
                    const std::vector<Line>& lines) {
  const Entity& entity = *source.vocabulary.find_entity(planting.feed->kind);
  SentFile file{planting.feed->id, planting.fact, "", 0, 0, planting.held, {}};
  std::vector<std::string> facts;
  for (const std::string& fact : planting.feed->facts)
    if (!lines.empty() && lines.front().cells.contains(fact)) facts.push_back(fact);
  std::ostringstream out;
  intake::CsvWriter writer(out, intake::Encoding::utf8);
  std::vector<std::string> row;
  for (const std::string& fact : facts) row.push_back(entity.find_fact(fact)->zh);
  writer.write(row);
  const auto every = static_cast<std::size_t>(planting.rows / planting.differing);
  for (std::size_t at = 0; at < lines.size(); ++at) {
    auto cells = lines[at].cells;
    const bool differs = at % every == every - 1 && !lines[at].said.empty() &&
                         lines[at].said != lines[at].known &&
                         static_cast<std::int64_t>(file.claims.size()) < planting.differing;
    if (differs) {
      cells[planting.fact] = lines[at].said;
      file.claims.push_back({lines[at].subject, lines[at].said});
    }
    row.clear();
    for (const std::string& fact : facts) row.push_back(cells[fact]);
    writer.write(row);
    ++file.rows;
  }
  for (std::size_t at = 0; at < lines.size() && file.refused < planting.refused; ++at) {
    row.clear();
    for (const std::string& fact : facts) row.push_back(lines[at].cells.at(fact));
    row.front() = other_last_digit(row.front());
    writer.write(row);
    ++file.rows;
    ++file.refused;
  }
  file.sheet = out.str();
  return file;
}

using Held = std::tuple<std::string, std::string, std::int64_t, std::string>;

}  // namespace

Result<std::vector<SentFile>> plant_files(store::Transaction& transaction,
                                          const FileSource& source) {
  std::vector<SentFile> files;
  const auto plantings = TRY(read_plantings(source));
  for (const Planting& planting : plantings) {
    Lines lines(transaction, source, planting, source.today);
    files.push_back(write_file(source, planting, TRY(lines.read())));
  }
  return files;
}

Status take_files(store::Transaction& transaction, const FileSource& source,
                  const std::vector<SentFile>& files, Instant now) {
  exchange::Deliveries deliveries(transaction, source.vocabulary, source.cipher, source.catalogue,
                                  source.arrangements);
  for (const SentFile& file : files) {
    const exchange::Feed& feed = *source.catalogue.find(file.feed);
    exchange::Incoming incoming;
    const Day period = exchange::last_period(feed, source.today).first;
    incoming.file_name = fmt::format("{}-{}.csv", feed.id, to_text(period).substr(0, 7));
    incoming.bytes = file.sheet;
    incoming.via = "folder";
    incoming.sender = sender;
    incoming.now = incoming.recorded_at = now;
    incoming.today = source.today;
    TRY(deliveries.receive(feed, incoming));
  }
  return Done{};
}

Result<FileFindings> compare_files(store::Transaction& transaction,
                                   const std::vector<SentFile>& files) {
  FileFindings findings;
  std::set<Held> expected;
  std::map<std::string, const SentFile*> by_feed;
  for (const SentFile& file : files) {
    by_feed[file.feed] = &file;
    const auto count = static_cast<std::int64_t>(file.claims.size());
    (file.held ? findings.planted : findings.changes) += count;
    for (const PlantedClaim& claim : file.claims)
      if (file.held) expected.insert({file.feed, file.fact, claim.subject, claim.said});
  }
  for (const store::Row row : TRY(transaction.query(sql::delivered_files, sender))) {
    ++findings.files;
    const auto found = by_feed.find(row.get<std::string>("feed"));
    const bool stored = row.get<std::string>("state") == "stored";
    const bool same = found != by_feed.end() && stored &&
                      row.get<std::int64_t>("row_count") == found->second->rows &&
                      row.get<std::int64_t>("refused") == found->second->refused;
    if (!same) ++findings.wrong;
    findings.taken += row.get<std::int64_t>("changed");
  }
  if (findings.files == 0)
    return Error{ErrorCode::not_found, "the planted files were not taken in"};
  for (const store::Row row : TRY(transaction.query(sql::held_values, sender))) {
    ++findings.held;
    const Held held{row.get<std::string>("feed"), row.get<std::string>("fact"),
                    row.get<std::int64_t>("subject"),
                    row.get<std::optional<std::string>>("said_value").value_or("")};
    if (expected.erase(held) == 0) ++findings.wrong;
  }
  findings.wrong += static_cast<std::int64_t>(expected.size());
  return findings;
}

std::string describe(const FileFindings& findings) {
  return fmt::format(
      "部门数据 {} 份：埋设不一致 {} 处，查得待核实 {} 处；埋设以部门为准 {} 条，采用 {} 条；不符 {} 处",
      findings.files, findings.planted, findings.held, findings.changes, findings.taken,
      findings.wrong);
}

}  // namespace leye::city
