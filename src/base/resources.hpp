// Where the program's data files are: vocabulary/, packs/, schema/, data/, web/dist.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.hpp"

namespace leye {

// The file or folder `name` under $LEYE_HOME, else the checkout the program was built from,
// else /usr/share/leye. not_found, naming the places tried, if it is in none of them.
Result<std::filesystem::path> resource(std::string_view name);

}  // namespace leye
