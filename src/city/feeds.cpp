#include "city/feeds.hpp"

#include <fstream>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "city/setting.hpp"
#include "city/table.hpp"
#include "intake/csv.hpp"
#include "intake/csv_writer.hpp"
#include "registers/identity.hpp"
#include "registers/layout.hpp"

namespace leye::city {
namespace {

namespace fs = std::filesystem;
using Cells = std::map<std::string, std::string>;  // by fact

struct Fault {
  std::string name;
  std::int64_t every = 0;
};

// Nobody in the city has it: its people are of later years.
constexpr const char* number_of_nobody = "000000190001010017";

std::string* first_of(Cells& cells, std::initializer_list<const char*> facts) {
  for (const char* fact : facts) {
    const auto found = cells.find(fact);
    if (found != cells.end() && !found->second.empty()) return &found->second;
  }
  return nullptr;
}

// The fact that contradicts the register then, or empty where the row is to be refused. Nothing
// where the row has no place for the fault.
std::optional<std::string> plant(const std::string& fault, const std::string& other_place,
                                 Cells& cells) {
  const auto id = {"id_number", "person", "householder", "uscc", "organisation"};
  if (fault == "check_digit") {
    std::string* number = first_of(cells, id);
    if (number == nullptr) return std::nullopt;
    number->back() = number->back() == '1' ? '2' : '1';
    return "";
  }
  if (fault == "nobody") {
    std::string* number = first_of(cells, {"person", "householder"});
    if (number == nullptr) return std::nullopt;
    *number = number_of_nobody;
    return "";
  }
  if (fault == "impossible_day") {
    std::string* day = first_of(cells, {"graduated_on", "first_month", "start_date"});
    if (day == nullptr) return std::nullopt;
    *day = "2023-13-01";
    return "";
  }
  if (fault == "impossible_year") {
    std::string* year = first_of(cells, {"year"});
    if (year == nullptr) return std::nullopt;
    year->erase(0, 2);
    return "";
  }
  if (fault == "residence") {
    std::string* place = first_of(cells, {"residence_place"});
    if (place == nullptr || *place == other_place || other_place.empty()) return std::nullopt;
    *place = other_place;
    return "residence_place";
  }
  if (fault == "name") {
    std::string* name = first_of(cells, {"name"});
    if (name == nullptr) return std::nullopt;
    *name += "某";
    return "name";
  }
  std::string* end = fault == "end" ? first_of(cells, {"end_date"}) : nullptr;
  if (end == nullptr) return std::nullopt;
  const auto day = Day::parse(*end);
  if (!day.ok()) return std::nullopt;
  *end = to_text(day.value() + 1);
  return "end_date";
}

// A feed about some people only has only those. Nobody sends the one whose number is wrong in the
// city's own sheets.
bool is_of(const std::string& feed, Cells& cells) {
  const std::string* number = first_of(cells, {"id_number", "person", "householder"});
  if (number != nullptr && !registers::canonical_id_number(*number).ok()) return false;
  const auto says = [&](const char* fact) {
    const auto found = cells.find(fact);
    return found == cells.end() ? std::string() : found->second;
  };
  if (feed == "disabled_certificates") return !says("disability_grade").empty();
  if (feed == "veterans_register") return says("veteran") == "是";
  return true;
}

class OneFeed {
 public:
  OneFeed(const exchange::Feed& feed, const Entity& entity, std::vector<Fault> faults)
      : feed_(feed), entity_(entity), faults_(std::move(faults)) {}

  Status write(const fs::path& sheet, const fs::path& file, std::vector<PlantedFault>& planted) {
    auto looking = TRY(intake::bytes_of_file(sheet.string()));
    intake::CsvReader first(std::move(looking));
    const auto layout = registers::find_layout(entity_, TRY(registers::first_rows(first)));
    auto bytes = TRY(intake::bytes_of_file(sheet.string()));
    intake::CsvReader rows(std::move(bytes));
    std::ofstream out(file, std::ios::binary);
    intake::CsvWriter writer(out, intake::Encoding::utf8);
    std::vector<std::string> line;
    for (const std::string& fact : feed_.facts) line.push_back(entity_.find_fact(fact)->zh);
    writer.write(line);
    intake::Row row;
    while (TRY(rows.next(row))) {
      if (row.number <= layout.heading_last) continue;
      Cells cells;
      for (const std::string& fact : feed_.facts) {
        const auto* column = layout.of(*entity_.find_fact(fact));
        if (column == nullptr || column->column >= row.cells.size()) continue;
        std::string text(row.cells[column->column].text);
        if (text.starts_with('\'')) text.erase(0, 1);
        cells[fact] = std::move(text);
      }
      if (is_of(feed_.id, cells)) add(cells, writer, planted);
    }
    out.flush();
    if (!out) return Error{ErrorCode::unavailable, "cannot write " + file.string()};
    return Done{};
  }

 private:
  void add(Cells& cells, intake::CsvWriter& writer, std::vector<PlantedFault>& planted) {
    ++number_;
    const std::string place = cells["residence_place"];
    for (const Fault& fault : faults_) {
      if (number_ % fault.every != 0) continue;
      const auto fact = plant(fault.name, other_place_, cells);
      if (!fact) continue;
      planted.push_back({feed_.id, number_ + 1, fault.name, *fact});
      break;
    }
    if (!place.empty()) other_place_ = place;  // of the row before
    std::vector<std::string> line;
    for (const std::string& fact : feed_.facts) line.push_back(cells[fact]);
    writer.write(line);
  }

  const exchange::Feed& feed_;
  const Entity& entity_;
  std::vector<Fault> faults_;
  std::string other_place_;
  std::int64_t number_ = 0;
};

}  // namespace

Result<std::vector<PlantedFault>> write_feeds(const fs::path& sheets, const fs::path& feeds,
                                              const exchange::Catalogue& catalogue,
                                              const Vocabulary& vocabulary) {
  const auto setting = TRY(Setting::load());
  const Table table = TRY(Table::read(setting.folder / "feed_faults.csv"));
  fs::create_directories(feeds);
  std::vector<PlantedFault> planted;
  for (const exchange::Feed& feed : catalogue.feeds()) {
    const Entity& entity = *vocabulary.find_entity(feed.kind);
    const fs::path sheet = sheets / (entity.plural + ".csv");
    if (!fs::exists(sheet)) continue;
    std::vector<Fault> faults;
    for (std::size_t row = 0; row < table.size(); ++row) {
      if (table.at(row, "feed") == feed.id)
        faults.push_back({table.at(row, "fault"), table.number(row, "every")});
    }
    OneFeed one(feed, entity, std::move(faults));
    TRY(one.write(sheet, feeds / (feed.id + ".csv"), planted));
  }
  return planted;
}

}  // namespace leye::city
