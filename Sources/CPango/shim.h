// Headers, and constants whose macros Swift's importer can't read.
#include <cairo.h>
#include <fontconfig/fontconfig.h>
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
