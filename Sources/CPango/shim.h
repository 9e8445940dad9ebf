// Headers, and constants whose macros Swift's importer can't read.
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
static const int cpango_SCALE = PANGO_SCALE;
