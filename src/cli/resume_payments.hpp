// At start: finish every payment batch that a server before us had begun.
#pragma once

#include <filesystem>
#include <string>

#include "base/cipher.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace leye::cli {

// In every area of the database; files go to data_folder/payments. A batch that cannot be finished
// now (a full disk, payments stopped after a restore) stays as it is and is logged.
Status resume_payments(const std::string& dsn, const Cipher& cipher, const Clock& clock,
                       const std::filesystem::path& data_folder);

}  // namespace leye::cli
