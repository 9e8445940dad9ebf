// Headers, and what Swift's importer can't read: macros with casts, and fields that are arrays.
#include <png.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>
#include <webp/decode.h>
#include <webp/demux.h>

static const unsigned cpictures_PNG_VERSION = PNG_IMAGE_VERSION;
static const unsigned cpictures_PNG_RGBA = PNG_FORMAT_RGBA;
static const unsigned cpictures_PNG_RGB = PNG_FORMAT_RGB;
static const unsigned cpictures_PNG_PALETTE = PNG_FORMAT_RGB_COLORMAP;
/// What libpng said of the picture, valid as long as it.
static inline const char *cpictures_png_message(const png_image *image) { return image->message; }
static inline int cpictures_png_failed(const png_image *image) { return PNG_IMAGE_FAILED(*image); }
static inline int cpictures_png_finish(png_image *image, void *pixels) {
    return png_image_finish_read(image, NULL, pixels, 0, NULL);
}
