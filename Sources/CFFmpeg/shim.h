// Headers, and what Swift's importer can't read: constants behind macros, and fields that FFmpeg renamed.
#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

static const int cffmpeg_AVERROR_EOF = AVERROR_EOF;
static const int cffmpeg_AVERROR_EAGAIN = AVERROR(EAGAIN);
static const int cffmpeg_AVERROR_ENOMEM = AVERROR(ENOMEM);
static const int cffmpeg_AVERROR_INVALIDDATA = AVERROR_INVALIDDATA;
static const int cffmpeg_AVERROR_EXIT = AVERROR_EXIT;
static const int64_t cffmpeg_AV_NOPTS_VALUE = AV_NOPTS_VALUE;
