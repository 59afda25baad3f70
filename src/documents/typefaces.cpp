#include "documents/typefaces.hpp"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

#include <filesystem>
#include <string>

#include "base/resources.hpp"

namespace leye::documents {
namespace {

// Of the package fonts-hanazono; without them rare names are refused by Paper::finish, not printed
// wrong.
constexpr const char* rare_faces[] = {"/usr/share/fonts/truetype/hanazono/HanaMinA.ttf",
                                      "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"};

Result<std::filesystem::path> font_folder() {
  auto installed = resource("fonts");
  if (installed.ok()) return installed;
  return resource("build/fonts");
}

}  // namespace

Result<FontMap> load_typefaces() {
  const std::filesystem::path folder = TRY(font_folder());
  FcConfig* config = FcConfigCreate();
  const std::string regular = folder / "NotoSerifCJKsc-Regular.otf";
  const std::string bold = folder / "NotoSerifCJKsc-Bold.otf";
  for (const std::string& file : {regular, bold}) {
    if (FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(file.c_str()))) continue;
    FcConfigDestroy(config);
    return Error{ErrorCode::not_found,
                 "cannot read the font " + file,
                 {},
                 "build the target leye_fonts, or install the fonts of the package"};
  }
  for (const char* file : rare_faces)
    FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(file));
  FontMap map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  CHECK(map != nullptr);
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map.get()), config);
  FcConfigDestroy(config);  // the map holds its own reference
  return map;
}

}  // namespace leye::documents
