#ifdef TATECAST_OPENCV

#include "crop.hpp"
#include "depthwise.hpp"

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>

#include <cmath>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>

struct eyes_net {
    cv::dnn::Net net;
    eyes::Crop crop;
    cv::Mat input;
    std::vector<cv::Mat> outputs;
    std::vector<cv::String> names;

    eyes_net(eyes_model model, int side, float low)
        : crop(side, low), input(std::vector<int>{1, 3, side, side}, CV_32F, cv::Scalar(0)), names{"boxes", "scores"} {
        net = cv::dnn::readNetFromONNX(reinterpret_cast<const char *>(model.bytes), model.count);
        net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    }

    eyes_answer run() {
        net.setInput(input);
        net.forward(outputs, names);
        if (outputs.size() != 2 || outputs[0].dims != 3 || outputs[0].type() != CV_32F || outputs[1].type() != CV_32F)
            throw std::runtime_error("it answers otherwise than it should");
        const int count = outputs[0].size[1];
        if (outputs[1].total() != static_cast<std::size_t>(count) || !outputs[0].isContinuous() || !outputs[1].isContinuous())
            throw std::runtime_error("its boxes and its scores don't belong together");
        return {outputs[0].ptr<float>(), outputs[1].ptr<float>(), count, outputs[0].size[2]};
    }
};

/// Runs `body`, and says in `error` what it throws.
template <typename Body> static bool without_exceptions(eyes_error *error, Body body) {
    try {
        body();
        return true;
    } catch (const cv::Exception &exception) {
        std::snprintf(error->text, sizeof error->text, "%s", exception.err.c_str());
    } catch (const std::exception &exception) {
        std::snprintf(error->text, sizeof error->text, "%s", exception.what());
    } catch (...) {
        std::snprintf(error->text, sizeof error->text, "unknown");
    }
    return false;
}

eyes_net *eyes_net_make(eyes_model model, int side, float low, eyes_error *error) {
    eyes_net *made = nullptr;
    without_exceptions(error, [&] {
        // What it would print about a torn model is in the exception as well.
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        // One thread looks, and the others make pictures.
        cv::setNumThreads(1);
        eyes::use_quick_depthwise();
        auto net = std::make_unique<eyes_net>(model, side, low);
        // The first run allocates, and tells whether all fits together.
        net->run();
        made = net.release();
    });
    return made;
}

void eyes_net_free(eyes_net *net) { delete net; }

int eyes_net_look(
    eyes_net *net, const eyes_picture *picture, eyes_region region, eyes_answer *answer, eyes_error *error) {
    return without_exceptions(error, [&] {
        if (!(region.side >= 1 && region.side < 1e6 && std::abs(region.x) < 1e6 && std::abs(region.y) < 1e6))
            throw std::runtime_error("the region is no square in a picture");
        net->crop.cut(*picture, region, net->input.ptr<float>());
        *answer = net->run();
    }) ? 0 : -1;
}

const char *eyes_opencv_version(void) { return CV_VERSION; }

#endif
