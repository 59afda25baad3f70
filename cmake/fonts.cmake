# The faces that papers are set in, flattened once into build/fonts (shared by all presets).
#
# Cairo's CFF subset of the collection files loses the glyph 如; one plain OpenType file a face,
# without subroutines, does not (documents_test rasterises it).
find_program(HB_SUBSET hb-subset REQUIRED)
set(LEYE_FONTS ${CMAKE_SOURCE_DIR}/build/fonts)
set(NOTO /usr/share/fonts/opentype/noto)
set(flattened)
foreach(face Regular Bold)
  set(font ${LEYE_FONTS}/NotoSerifCJKsc-${face}.otf)
  add_custom_command(
    OUTPUT ${font}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${LEYE_FONTS}
    COMMAND ${HB_SUBSET} --face-index=2 --desubroutinize --unicodes=* --layout-features=*
            --name-IDs=* --output-file=${font}.part ${NOTO}/NotoSerifCJK-${face}.ttc
    COMMAND ${CMAKE_COMMAND} -E rename ${font}.part ${font}
    DEPENDS ${NOTO}/NotoSerifCJK-${face}.ttc
    COMMENT "Flattening Noto Serif CJK SC ${face}" VERBATIM)
  list(APPEND flattened ${font})
endforeach()
add_custom_target(leye_fonts DEPENDS ${flattened})
