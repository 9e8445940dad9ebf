// Headers, and constants whose macros Swift's importer can't read.
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <pango/pangocairo.h>
static const int cpango_SCALE = PANGO_SCALE;
static const PangoGlyph cpango_GLYPH_EMPTY = PANGO_GLYPH_EMPTY;
static const PangoGlyph cpango_GLYPH_UNKNOWN_FLAG = PANGO_GLYPH_UNKNOWN_FLAG;
static const PangoGlyph cpango_GLYPH_INVALID_INPUT = PANGO_GLYPH_INVALID_INPUT;

// The same functions under the types that we hold: g_object_unref() takes anything at all.
static inline PangoContext *cpango_context_new(PangoFontMap *map) { return pango_font_map_create_context(map); }
static inline void cpango_unref_map(PangoFontMap *map) { g_object_unref(map); }
static inline void cpango_unref_context(PangoContext *context) { g_object_unref(context); }
static inline void cpango_unref_layout(PangoLayout *layout) { g_object_unref(layout); }

// Swift sees no bit-fields.
static inline int cpango_may_break_before(const PangoLogAttr *attributes, int index) {
    return attributes[index].is_line_break;
}

// PangoFont's type is opaque in some versions and not in others.
typedef PangoFont *cpango_font;

/// What a font has of its letters.
enum cpango_letters {
    /// Shapes to fill.
    cpango_LETTERS_SHAPES,
    /// A picture of some, as fonts of emoji mostly do, and shapes of others.
    cpango_LETTERS_PICTURES,
    /// Coloured shapes in layers, or documents.
    cpango_LETTERS_PAINTED,
};
static inline enum cpango_letters cpango_letters_of(PangoFont *font) {
    hb_face_t *face = hb_font_get_face(pango_font_get_hb_font(font));
    if (hb_ot_color_has_png(face)) return cpango_LETTERS_PICTURES;
    if (hb_ot_color_has_layers(face) || hb_ot_color_has_svg(face)) return cpango_LETTERS_PAINTED;
#if HB_VERSION_ATLEAST(7, 0, 0)
    if (hb_ot_color_has_paint(face)) return cpango_LETTERS_PAINTED;
#endif
    return cpango_LETTERS_SHAPES;
}
