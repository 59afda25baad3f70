#include "documents/paper.hpp"

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <qrencode.h>

#include <algorithm>

#include "documents/typefaces.hpp"

namespace leye::documents {
namespace {

// A4 in points, with the margins of the official paper format (GB/T 9704) narrowed for tables.
constexpr double page_width = 595.28;
constexpr double page_height = 841.89;
constexpr double margin = 62;
constexpr double text_width = page_width - 2 * margin;
constexpr double bottom = page_height - 70;
constexpr double cell_padding = 4;

struct Face {
  double points = 12;
  bool bold = false;
};
constexpr Face body_face{12, false};
constexpr Face title_face{20, true};
constexpr Face heading_face{13, true};
constexpr Face table_face{9.5, false};
constexpr Face table_head_face{9.5, true};
constexpr Face foot_face{8.5, false};

struct DestroyCairo {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
struct DestroySurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};

cairo_status_t append(void* text, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

PangoAlignment pango_align(Align align) {
  switch (align) {
    case Align::left: return PANGO_ALIGN_LEFT;
    case Align::center: return PANGO_ALIGN_CENTER;
    case Align::right: return PANGO_ALIGN_RIGHT;
  }
  return PANGO_ALIGN_LEFT;
}

}  // namespace

struct Paper::State {
  PaperName name;
  std::string bytes;
  FontMap fonts;
  std::unique_ptr<PangoContext, Unref> context;
  std::unique_ptr<cairo_surface_t, DestroySurface> surface;
  std::unique_ptr<cairo_t, DestroyCairo> cairo;
  double y = margin;
  int page = 1;
  std::string unknown;  // the first text with a character that no typeface has

  using Layout = std::unique_ptr<PangoLayout, Unref>;

  Layout layout(const std::string& text, Face face, double width, Align align) {
    Layout made(pango_layout_new(context.get()));
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family(font, "Noto Serif CJK SC, HanaMinA, HanaMinB");
    pango_font_description_set_absolute_size(font, face.points * PANGO_SCALE);
    pango_font_description_set_weight(font, face.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(made.get(), font);
    pango_font_description_free(font);
    pango_layout_set_text(made.get(), text.c_str(), static_cast<int>(text.size()));
    pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(made.get(), pango_align(align));
    if (unknown.empty() && pango_layout_get_unknown_glyphs_count(made.get()) > 0) unknown = text;
    return made;
  }

  static double height(PangoLayout* layout) {
    int pixels = 0;
    pango_layout_get_size(layout, nullptr, &pixels);
    return static_cast<double>(pixels) / PANGO_SCALE;
  }

  void show(PangoLayout* layout, double x, double top) {
    cairo_move_to(cairo.get(), x, top);
    pango_cairo_show_layout(cairo.get(), layout);
    cairo_new_path(cairo.get());  // text leaves a current point: else the next line starts there
  }

  void foot() {
    const auto number = layout(name.number, foot_face, text_width, Align::left);
    show(number.get(), margin, page_height - 46);
    const auto count = layout(fmt::format("第 {} 页", page), foot_face, text_width, Align::right);
    show(count.get(), margin, page_height - 46);
  }

  void new_page() {
    foot();
    cairo_show_page(cairo.get());
    ++page;
    y = margin;
  }

  void need(double points) {
    if (y + points > bottom && y > margin) new_page();
  }

  // Sets lines one by one, so that a long paragraph goes on over the page.
  void lines(PangoLayout* layout, double after) {
    PangoLayoutIter* at = pango_layout_get_iter(layout);
    do {
      PangoRectangle extents;
      pango_layout_iter_get_line_extents(at, nullptr, &extents);
      const double line_height = static_cast<double>(extents.height) / PANGO_SCALE;
      need(line_height);
      const double base = static_cast<double>(pango_layout_iter_get_baseline(at) - extents.y);
      cairo_move_to(cairo.get(), margin + static_cast<double>(extents.x) / PANGO_SCALE,
                    y + base / PANGO_SCALE);
      pango_cairo_show_layout_line(cairo.get(), pango_layout_iter_get_line_readonly(at));
      cairo_new_path(cairo.get());
      y += line_height * 1.25;
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
    y += after;
  }

  void row(const std::vector<double>& widths, const std::vector<TableColumn>& columns,
           const std::vector<std::string>& texts, Face face);
};

void Paper::State::row(const std::vector<double>& widths, const std::vector<TableColumn>& columns,
                       const std::vector<std::string>& texts, Face face) {
  CHECK(texts.size() == columns.size());
  std::vector<Layout> cells;
  double tallest = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Align align = face.bold ? Align::center : columns[i].align;
    cells.push_back(layout(texts[i], face, widths[i] - 2 * cell_padding, align));
    tallest = std::max(tallest, height(cells.back().get()));
  }
  const double row_height = tallest + 2 * cell_padding;
  double x = margin;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double slack = (tallest - height(cells[i].get())) / 2;
    show(cells[i].get(), x + cell_padding, y + cell_padding + slack);
    cairo_rectangle(cairo.get(), x, y, widths[i], row_height);
    cairo_stroke(cairo.get());
    x += widths[i];
  }
  y += row_height;
}

Paper::Paper(std::unique_ptr<State> state) : state_(std::move(state)) {}
Paper::Paper(Paper&&) noexcept = default;
Paper& Paper::operator=(Paper&&) noexcept = default;
Paper::~Paper() = default;

Result<Paper> Paper::begin(const PaperName& name) {
  auto state = std::make_unique<State>();
  state->name = name;
  state->fonts = TRY(load_typefaces());
  state->context.reset(pango_font_map_create_context(state->fonts.get()));
  pango_context_set_language(state->context.get(), pango_language_from_string("zh-cn"));
  state->surface.reset(
      cairo_pdf_surface_create_for_stream(append, &state->bytes, page_width, page_height));
  cairo_pdf_surface_set_metadata(state->surface.get(), CAIRO_PDF_METADATA_TITLE,
                                 name.title.c_str());
  const std::string created = to_text(name.on) + "T00:00:00+08:00";
  cairo_pdf_surface_set_metadata(state->surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                 created.c_str());
  state->cairo.reset(cairo_create(state->surface.get()));
  cairo_set_line_width(state->cairo.get(), 0.6);
  return Paper(std::move(state));
}

void Paper::title(const std::string& text) {
  const auto set = state_->layout(text, title_face, text_width, Align::center);
  state_->lines(set.get(), 6);
}

void Paper::subtitle(const std::string& text) {
  const auto set = state_->layout(text, body_face, text_width, Align::center);
  state_->lines(set.get(), 12);
}

void Paper::heading(const std::string& text) {
  state_->need(60);
  const auto set = state_->layout(text, heading_face, text_width, Align::left);
  state_->lines(set.get(), 2);
}

void Paper::paragraph(const std::string& text) {
  const auto set = state_->layout(text, body_face, text_width, Align::left);
  pango_layout_set_indent(set.get(), static_cast<int>(2 * body_face.points * PANGO_SCALE));
  state_->lines(set.get(), 4);
}

void Paper::plain(const std::string& text) {
  const auto set = state_->layout(text, body_face, text_width, Align::left);
  state_->lines(set.get(), 4);
}

void Paper::field(const std::string& label, const std::string& value) {
  plain(label + "：" + value);
}

void Paper::table(const std::vector<TableColumn>& columns,
                  const std::vector<std::vector<std::string>>& rows) {
  double shares = 0;
  for (const TableColumn& column : columns) shares += column.share;
  std::vector<double> widths;
  std::vector<std::string> headings;
  for (const TableColumn& column : columns) {
    widths.push_back(text_width * column.share / shares);
    headings.push_back(column.heading);
  }
  state_->need(60);
  state_->row(widths, columns, headings, table_head_face);
  for (const auto& texts : rows) {
    if (state_->y + 40 > bottom) {
      state_->new_page();
      state_->row(widths, columns, headings, table_head_face);
    }
    state_->row(widths, columns, texts, table_face);
  }
  state_->y += 10;
}

void Paper::signature(const std::string& office, Day on) {
  state_->need(90);
  state_->y += 40;
  const YearMonthDay date = on.civil();
  for (const std::string& text :
       {office, fmt::format("{}年{}月{}日", date.year, date.month, date.day)}) {
    const auto set = state_->layout(text, body_face, text_width - 30, Align::right);
    state_->show(set.get(), margin, state_->y);
    state_->y += 22;
  }
}

void Paper::code(const std::string& text) {
  if (text.empty()) return;
  QRcode* code = QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  CHECK(code != nullptr);  // bounded by our own short texts
  const double module = 60.0 / code->width;
  const double left = page_width - margin - 60;
  for (int y = 0; y < code->width; ++y)
    for (int x = 0; x < code->width; ++x)
      if (code->data[y * code->width + x] & 1)
        cairo_rectangle(state_->cairo.get(), left + x * module, 24 + y * module, module, module);
  cairo_fill(state_->cairo.get());
  QRcode_free(code);
}

void Paper::space(double points) { state_->y += points; }

Result<std::string> Paper::finish() && {
  if (!state_->unknown.empty())
    return Error{ErrorCode::invalid_input,
                 fmt::format("'{}' 含有字库没有的字，文书未生成", state_->unknown),
                 {},
                 "核对姓名用字；生僻字请安装花园明朝字体（fonts-hanazono）"};
  state_->foot();
  cairo_show_page(state_->cairo.get());
  state_->cairo.reset();
  cairo_surface_finish(state_->surface.get());
  if (const auto status = cairo_surface_status(state_->surface.get());
      status != CAIRO_STATUS_SUCCESS)
    return Error{ErrorCode::unavailable, cairo_status_to_string(status)};
  return std::move(state_->bytes);
}

}  // namespace leye::documents
