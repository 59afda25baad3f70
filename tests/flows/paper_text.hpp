// For tests: the words of a PDF, by pdftotext, without the breaks of its lines.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>

namespace leye::flows {

inline std::string text_of_pdf(const std::string& pdf) {
  const auto path =
      std::filesystem::temp_directory_path() / fmt::format("leye-paper-{}.pdf", ::getpid());
  std::ofstream(path, std::ios::binary) << pdf;
  std::FILE* pipe = ::popen(("pdftotext -layout " + path.string() + " -").c_str(), "r");
  std::string text;
  char part[4096];
  for (std::size_t count = 0; (count = std::fread(part, 1, sizeof part, pipe)) > 0;)
    text.append(part, count);
  ::pclose(pipe);
  std::filesystem::remove(path);
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\f'; });
  return text;
}

}  // namespace leye::flows
