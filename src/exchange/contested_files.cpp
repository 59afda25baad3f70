#include "exchange/contested_files.hpp"

#include <sstream>

#include "exchange/contested_files.sql.hpp"

namespace leye::exchange {
namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(std::move(word));
  return words;
}

}  // namespace

Result<ContestedFiles> contested_files(store::Transaction& transaction,
                                       const ContestedFilter& filter, std::int64_t limit,
                                       std::int64_t offset) {
  ContestedFiles found;
  const auto rows = TRY(transaction.query(sql::contested_files, filter.entity, filter.feed,
                                          filter.owner, filter.due_before, limit, offset));
  for (const store::Row row : rows) {
    ContestedFile file;
    file.person = row.get<std::optional<std::int64_t>>("person_id");
    file.organisation = row.get<std::optional<std::int64_t>>("organisation_id");
    file.name = row.get<std::string>("name");
    file.facts = words_of(row.get<std::string>("facts"));
    file.owners = words_of(row.get<std::string>("owners"));
    file.open = row.get<std::int64_t>("open");
    file.due_on = row.get<Day>("due_on");
    found.total = row.get<std::int64_t>("total");
    found.files.push_back(std::move(file));
  }
  return found;
}

}  // namespace leye::exchange
