#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <map>

#include "base/resources.hpp"
#include "figures/new_jobs.hpp"

namespace leye::figures {
namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  while (!(text = trimmed(text)).empty()) {
    const auto end = text.find(' ');
    found.emplace_back(text.substr(0, end));
    text = end == text.npos ? std::string_view{} : text.substr(end);
  }
  return found;
}

// `line`: where the item stands; 0: nowhere.
Error cannot_read(std::string_view item, std::string_view value, int line) {
  constexpr std::string_view file = "vocabulary/indicators/new_jobs.md";
  return Error{ErrorCode::invalid_input,
               fmt::format("the item {} is '{}'", item, value),
               {line > 0 ? fmt::format("{}:{}", file, line) : std::string(file)},
               "see the table in that file"};
}

// The title and the table's items by id; the prose between them is for readers of the file.
struct Page {
  std::string label;
  struct Item {
    std::string text;
    int line = 0;
  };
  std::map<std::string, Item> items;

  Error wrong(const std::string& id, std::string_view value) const {
    const auto found = items.find(id);
    return cannot_read(id, value, found == items.end() ? 0 : found->second.line);
  }
  Result<std::string> text_of(const std::string& id) const {
    const auto found = items.find(id);
    if (found == items.end()) return wrong(id, "");
    return found->second.text;
  }
  Result<std::int64_t> number_of(const std::string& id) const {
    const std::string value = TRY(text_of(id));
    std::int64_t number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    if (read.ec != std::errc{} || read.ptr != value.data() + value.size()) {
      return wrong(id, value);
    }
    return number;
  }
};

Page read_page(std::string_view markdown) {
  Page page;
  for (int number = 1; !markdown.empty(); ++number) {
    const auto end = markdown.find('\n');
    const std::string_view line = trimmed(markdown.substr(0, end));
    markdown = end == markdown.npos ? std::string_view{} : markdown.substr(end + 1);
    if (line.starts_with("# ")) {
      const auto dot = line.find(" · ");
      page.label = line.substr(2, dot == line.npos ? dot : dot - 2);
    } else if (line.starts_with('|')) {
      std::vector<std::string_view> cells;
      for (std::string_view rest = line.substr(1); !rest.empty();) {
        const auto bar = rest.find('|');
        cells.push_back(trimmed(rest.substr(0, bar)));
        rest = bar == rest.npos ? std::string_view{} : rest.substr(bar + 1);
      }
      if (cells.size() >= 3) page.items[std::string(cells[1])] = {std::string(cells[2]), number};
    }
  }
  return page;
}

}  // namespace

Result<NewJobsDefinition> NewJobsDefinition::read(std::string_view markdown) {
  const Page page = read_page(markdown);
  NewJobsDefinition made;
  made.label = page.label;
  made.text = TRY(page.text_of("definition"));
  made.forms = words(TRY(page.text_of("forms")));
  made.contracts_left_out = words(TRY(page.text_of("contracts_left_out")));
  const std::string ranges = TRY(page.text_of("town_codes"));
  for (const std::string& range : words(ranges)) {
    int low = 0, high = 0;
    if (std::sscanf(range.c_str(), "%3d-%3d", &low, &high) != 2 || low > high) {
      return page.wrong("town_codes", range);
    }
    made.town_codes_low.push_back(low);
    made.town_codes_high.push_back(high);
  }
  made.age_from = TRY(page.number_of("age_from"));
  const std::string changers = TRY(page.text_of("changers_left_out"));
  if (changers != "yes" && changers != "no") return page.wrong("changers_left_out", changers);
  made.changers_left_out = changers == "yes";
  made.retirement_age_men = TRY(page.number_of("retirement_age_men"));
  made.retirement_age_women = TRY(page.number_of("retirement_age_women"));
  if (made.forms.empty()) return page.wrong("forms", "");
  return made;
}

Result<NewJobsDefinition> NewJobsDefinition::load() {
  const auto path = TRY(resource("vocabulary/indicators/new_jobs.md"));
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file) return Error{ErrorCode::not_found, "cannot read the file", {path.string()}, {}};
  return read(text);
}

}  // namespace leye::figures
