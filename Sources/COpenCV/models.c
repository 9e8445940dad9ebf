// The models lie within the program, so that wherever it is, they are there.
#ifdef TATECAST_OPENCV

#include "COpenCV.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t face_near[] = {
#embed "Models/face-near.onnx"
};

static const uint8_t face_far[] = {
#embed "Models/face-far.onnx"
};

static const uint8_t palm[] = {
#embed "Models/palm.onnx"
};

eyes_model eyes_face_near(void) { return (eyes_model){face_near, sizeof face_near}; }
eyes_model eyes_face_far(void) { return (eyes_model){face_far, sizeof face_far}; }
eyes_model eyes_palm(void) { return (eyes_model){palm, sizeof palm}; }

#endif
