// The typefaces of printed papers: a private font set, so that a paper looks the same on every
// machine. Noto Serif CJK SC, flattened by the build (cmake/fonts.cmake), and Hanazono for the
// rare characters of names that Noto lacks.
#pragma once

#include <pango/pangocairo.h>

#include <memory>

#include "base/result.hpp"

namespace leye::documents {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
using FontMap = std::unique_ptr<PangoFontMap, Unref>;

// A font map of its own (Pango's is not shared between threads). not_found if the fonts have not
// been made or installed.
Result<FontMap> load_typefaces();

}  // namespace leye::documents
