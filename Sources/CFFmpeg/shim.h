// Headers, and what Swift's importer can't read: constants behind macros, and fields that FFmpeg renamed
// between 5.1 (Debian 12) and 7.
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/cpu.h>
#include <libavutil/dovi_meta.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
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
/// In the machine's own byte order.
static const enum AVPixelFormat cffmpeg_AV_PIX_FMT_YUV420P10 = AV_PIX_FMT_YUV420P10;

/// Whether the decoder says that the picture's lines belong to two instants.
static inline int cffmpeg_is_interlaced(const AVFrame *frame) {
#if LIBAVUTIL_VERSION_MAJOR >= 59
    return (frame->flags & AV_FRAME_FLAG_INTERLACED) != 0;
#else
    return frame->interlaced_frame;
#endif
}

/// Whether the field of the first line is the earlier one.
static inline int cffmpeg_is_top_field_first(const AVFrame *frame) {
#if LIBAVUTIL_VERSION_MAJOR >= 59
    return (frame->flags & AV_FRAME_FLAG_TOP_FIELD_FIRST) != 0;
#else
    return frame->top_field_first;
#endif
}

/// How long the source shows the picture, in the unit of its packets' times; 0 if unknown.
static inline int64_t cffmpeg_duration(const AVFrame *frame) {
#if LIBAVUTIL_VERSION_MAJOR >= 58
    return frame->duration;
#else
    return frame->pkt_duration;
#endif
}

/// Nine numbers in 16.16 and 2.30 fixed point (libavutil/display.h), or null for an upright picture.
static inline const int32_t *cffmpeg_display_matrix(const AVStream *stream) {
    // FFmpeg 6.1 moved what a container says to the codec's parameters; 7 has it there alone.
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 30, 100)
    const AVPacketSideData *data = av_packet_side_data_get(
        stream->codecpar->coded_side_data, stream->codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    return data && data->size >= 9 * sizeof(int32_t) ? (const int32_t *)data->data : 0;
#else
    size_t size = 0;
    const uint8_t *data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    return data && size >= 9 * sizeof(int32_t) ? (const int32_t *)data : 0;
#endif
}

/// Whether the container says that the track is encrypted, and how to begin to decrypt it.
static inline int cffmpeg_is_encrypted(const AVStream *stream) {
#if LIBAVFORMAT_VERSION_MAJOR >= 61
    return av_packet_side_data_get(
        stream->codecpar->coded_side_data, stream->codecpar->nb_coded_side_data,
        AV_PKT_DATA_ENCRYPTION_INIT_INFO) != 0;
#else
    size_t size = 0;
    return av_stream_get_side_data(stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, &size) != 0;
#endif
}

/// The calling thread, as a number.
static inline unsigned long cffmpeg_thread(void) { return (unsigned long)pthread_self(); }

/// Receives one complete line of FFmpeg's log.
typedef void (*cffmpeg_log_receiver)(int level, const char *component, const char *line);

/// Formats FFmpeg's printf-like log calls, since Swift can't read a va_list: that is all it does.
static inline cffmpeg_log_receiver *cffmpeg_receiver(void) {
    // Inside a function, as the importer doesn't emit a header's own variables.
    static cffmpeg_log_receiver receiver;
    return &receiver;
}
static inline void cffmpeg_log_callback(void *object, int level, const char *format, va_list arguments) {
    cffmpeg_log_receiver receiver = __atomic_load_n(cffmpeg_receiver(), __ATOMIC_ACQUIRE);
    if (level > av_log_get_level() || !receiver) return;
    char line[1024];
    vsnprintf(line, sizeof line, format, arguments);
    AVClass *class = object ? *(AVClass **)object : 0;
    receiver(level, class ? class->item_name(object) : "", line);
}
static inline void cffmpeg_set_log_receiver(cffmpeg_log_receiver receiver) {
    __atomic_store_n(cffmpeg_receiver(), receiver, __ATOMIC_RELEASE);
    av_log_set_callback(cffmpeg_log_callback);
}

/// The Dolby Vision profile of a stream whose base layer nothing but Dolby Vision shows rightly: 5, or one from 8 whose record says
/// that it is compatible with nothing (libavutil/dovi_meta.h); -1 for all others.
static inline int cffmpeg_closed_dolby_vision_profile_of_stream(const AVStream *stream) {
#if LIBAVFORMAT_VERSION_MAJOR >= 61
    const AVPacketSideData *data = av_packet_side_data_get(
        stream->codecpar->coded_side_data, stream->codecpar->nb_coded_side_data, AV_PKT_DATA_DOVI_CONF);
    if (!data || data->size < sizeof(AVDOVIDecoderConfigurationRecord)) return -1;
    const AVDOVIDecoderConfigurationRecord *record = (const void *)data->data;
#else
    size_t size = 0;
    const uint8_t *data = av_stream_get_side_data(stream, AV_PKT_DATA_DOVI_CONF, &size);
    if (!data || size < sizeof(AVDOVIDecoderConfigurationRecord)) return -1;
    const AVDOVIDecoderConfigurationRecord *record = (const void *)data;
#endif
    // 4 and 7 have a compatible base layer by definition, and old records of theirs say nothing.
    int is_closed = record->dv_profile == 5 || (record->dv_profile >= 8 && record->dv_bl_signal_compatibility_id == 0);
    return is_closed ? record->dv_profile : -1;
}

/// The same by a picture's own metadata: 5, or -1. Profiles 7 and 8 have another `vdr_rpu_profile`, and 4 limited range
/// (libavcodec/dovi_rpu.c, ff_dovi_guess_profile_hevc).
static inline int cffmpeg_closed_dolby_vision_profile(const AVFrame *frame) {
    const AVFrameSideData *data = av_frame_get_side_data(frame, AV_FRAME_DATA_DOVI_METADATA);
    if (!data || data->size < sizeof(AVDOVIMetadata)) return -1;
    const AVDOVIRpuDataHeader *header = av_dovi_get_header((const AVDOVIMetadata *)data->data);
    return header->vdr_rpu_profile == 0 && header->bl_video_full_range_flag ? 5 : -1;
}
