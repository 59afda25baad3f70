#include "reports/steps.hpp"

#include <fstream>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "intake/csv.hpp"

namespace leye::reports {
namespace {

constexpr std::size_t columns = 9;

Result<StepSource> source_of(const Vocabulary& vocabulary, const std::string& kind,
                             const std::string& on, const std::string& at) {
  StepSource source;
  source.entity = vocabulary.find_entity(kind);
  if (source.entity != nullptr) {
    source.on = source.entity->find_fact(on);
    source.at = at.empty() ? nullptr : source.entity->find_fact(at);
  }
  if (source.entity == nullptr || !source.entity->is_record() || source.on == nullptr ||
      source.on->type != FactType::day || (source.at == nullptr) != at.empty())
    return Error{ErrorCode::invalid_input, fmt::format("no record {} with a day {}", kind, on), {},
                 "name a record of vocabulary/, one of its days and where it was done"};
  return source;
}

}  // namespace

Result<Steps> Steps::load(const Vocabulary& vocabulary) {
  return read(TRY(resource("data/registers/graduate_steps.csv")), vocabulary);
}

Result<Steps> Steps::read(const std::filesystem::path& path, const Vocabulary& vocabulary) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return Error{ErrorCode::not_found, "cannot read the file", {path.string()}, {}};
  Steps steps;
  intake::CsvReader reader(intake::bytes_of(text));
  intake::Row row;
  while (TRY(reader.next(row))) {
    if (row.number == 1 || row.cells.empty()) continue;
    const auto where = fmt::format("{}:{}", path.filename().string(), row.number);
    if (row.cells.size() != columns)
      return Error{ErrorCode::invalid_input,
                   "nine columns: step,zh,en,entity,on,at,next,next_en,why",
                   {where},
                   {}};
    const auto cell = [&row](std::size_t at) { return std::string(row.cells[at].text); };
    const auto source = TRY(source_of(vocabulary, cell(3), cell(4), cell(5)).at(where));
    if (steps.all_.empty() || steps.all_.back().id != cell(0))
      steps.all_.push_back({cell(0), cell(1), cell(2), {}, cell(6), cell(7), cell(8)});
    steps.all_.back().sources.push_back(source);
  }
  return steps;
}

}  // namespace leye::reports
