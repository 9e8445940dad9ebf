// Neural nets that find things in a picture, run by OpenCV. Plain C: no exception leaves it.
//
// Without the package trait OpenCV none of this is compiled.
#ifndef TATECAST_COPENCV_H
#define TATECAST_COPENCV_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The models that the program contains, as ONNX. Models/NOTICE.md says whose they are.
typedef struct {
    const uint8_t *bytes;
    size_t count;
} eyes_model;

/// Faces that fill a good part of the region, 128×128.
eyes_model eyes_face_near(void);
/// Faces from a twentieth of the region, 192×192.
eyes_model eyes_face_far(void);
/// Palms, 128×128.
eyes_model eyes_palm(void);

/// An 8-bit 4:2:0 picture, borrowed for a call. Sizes are in luma samples, strides in bytes.
typedef struct {
    const uint8_t *luma, *blue, *red;
    size_t luma_stride, chroma_stride;
    int width, height;
} eyes_picture;

/// A square of a picture, in luma samples. What lies outside of the picture is black.
typedef struct {
    double x, y, side;
} eyes_region;

/// What a net says: a row of `box_width` numbers and a score for each anchor. It is the net's, and good until it runs again.
typedef struct {
    const float *boxes, *scores;
    int count, box_width;
} eyes_answer;

/// What a call says that failed: UTF-8 with a zero at its end.
typedef struct {
    char text[256];
} eyes_error;

typedef struct eyes_net eyes_net;

/// Makes a net of a model.
///
/// - `side`: of its square input, in samples.
/// - `low`: what black is to the net; white is 1.
///
/// Returns NULL, and says why in `error`, if the model is no such net. Ends with `eyes_net_free`. A net belongs to one thread at a time.
eyes_net *eyes_net_make(eyes_model model, int side, float low, eyes_error *error);

void eyes_net_free(eyes_net *net);

/// Looks at a region of a picture. Returns 0; -1 if it couldn't, and says why in `error`.
int eyes_net_look(
    eyes_net *net, const eyes_picture *picture, eyes_region region, eyes_answer *answer, eyes_error *error);

/// OpenCV's version, e.g. "4.6.0".
const char *eyes_opencv_version(void);

#ifdef __cplusplus
}
#endif

#endif
