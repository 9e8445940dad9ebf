#ifdef TATECAST_OPENCV

#include "depthwise.hpp"

#include <opencv2/dnn/all_layers.hpp>
#include <opencv2/dnn/layer.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace eyes {
namespace {

/// So many samples of a row are worked out side by side.
constexpr int block = 16;

/// A channel with its padding. Each row has its columns 0, `stride`, 2 × `stride` … first, then 1, 1 + `stride` …: so whatever the stride, what
/// neighbouring results need lies side by side. Rows are longer than they need be, since the last block reads beyond.
struct Plane {
    const float *samples;
    /// Of a row, and of one of its `stride` parts.
    std::size_t row_length, part_length;
};

struct Kernel {
    const float *weights;
    float bias;
};

struct Result {
    float *samples;
    int width, height;
};

template <int size, int stride>
__attribute__((always_inline)) inline void convolve(const Plane &plane, const Kernel &kernel, const Result &result) {
    float *to = result.samples;
    for (int y = 0; y < result.height; y++, to += result.width) {
        const float *top = plane.samples + static_cast<std::size_t>(y * stride) * plane.row_length;
        for (int x = 0; x < result.width; x += block) {
            float sums[block];
            for (float &sum : sums) sum = kernel.bias;
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < size; column++) {
                    const float weight = kernel.weights[row * size + column];
                    const float *from = top + row * plane.row_length + column % stride * plane.part_length + column / stride + x;
                    for (int index = 0; index < block; index++) sums[index] += weight * from[index];
                }
            }
            // The usual case by itself, which the compiler then needs no loop for.
            if (x + block <= result.width) std::copy(sums, sums + block, to + x);
            else std::copy(sums, sums + (result.width - x), to + x);
        }
    }
}

using Convolve = void (*)(const Plane &, const Kernel &, const Result &);

template <int size, int stride> void convolve_anywhere(const Plane &plane, const Kernel &kernel, const Result &result) {
    convolve<size, stride>(plane, kernel, result);
}

#if defined(__x86_64__)
template <int size, int stride>
__attribute__((target("avx2,fma"))) void convolve_with_avx2(const Plane &plane, const Kernel &kernel, const Result &result) {
    convolve<size, stride>(plane, kernel, result);
}
#endif

template <int size, int stride> Convolve best_for_this_cpu() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return convolve_with_avx2<size, stride>;
#endif
    return convolve_anywhere<size, stride>;
}

/// Samples around a picture that count as zeros.
struct Padding {
    int top, left, bottom, right;
};

/// OpenCV's parameters of a convolution; `size` is 0 if this layer isn't for it.
struct Depthwise {
    int size = 0, stride = 0;
    Padding padding{};

    explicit Depthwise(const cv::dnn::LayerParams &params) {
        const auto numbers = [&params](const char *name) {
            std::vector<int> numbers;
            if (!params.has(name)) return numbers;
            const cv::dnn::DictValue &values = params.get(name);
            for (int index = 0; index < values.size(); index++) numbers.push_back(values.get<int>(index));
            return numbers;
        };
        const auto sizes = numbers("kernel_size"), strides = numbers("stride"), pads = numbers("pad"), dilations = numbers("dilation");
        if (params.blobs.size() != 2 || sizes.size() != 2 || strides.size() != 2 || pads.size() != 4) return;
        if (std::any_of(dilations.begin(), dilations.end(), [](int dilation) { return dilation != 1; })) return;
        const cv::Mat &weights = params.blobs[0], &biases = params.blobs[1];
        const int channels = params.get<int>("group", 1);
        if (channels < 2 || weights.type() != CV_32F || biases.type() != CV_32F) return;
        if (weights.dims != 4 || weights.size[0] != channels || weights.size[1] != 1) return;
        if (biases.total() != static_cast<std::size_t>(channels) || !weights.isContinuous() || !biases.isContinuous()) return;
        if (sizes[0] != sizes[1] || (sizes[0] != 3 && sizes[0] != 5) || weights.size[2] != sizes[0] || weights.size[3] != sizes[0]) return;
        if (strides[0] != strides[1] || (strides[0] != 1 && strides[0] != 2)) return;
        if (std::any_of(pads.begin(), pads.end(), [&sizes](int pad) { return pad < 0 || pad >= sizes[0]; })) return;
        size = sizes[0];
        stride = strides[0];
        padding = {pads[0], pads[1], pads[2], pads[3]};
    }
};

class DepthwiseLayer final : public cv::dnn::Layer {
public:
    DepthwiseLayer(const cv::dnn::LayerParams &params, Depthwise shape) : Layer(params), shape(shape) {
        // OpenCV takes whatever is called a convolution for its own.
        type = "TatecastDepthwise";
        if (shape.size == 3) method = shape.stride == 1 ? best_for_this_cpu<3, 1>() : best_for_this_cpu<3, 2>();
        else method = shape.stride == 1 ? best_for_this_cpu<5, 1>() : best_for_this_cpu<5, 2>();
    }

    bool getMemoryShapes(
        const std::vector<cv::dnn::MatShape> &inputs, const int, std::vector<cv::dnn::MatShape> &outputs,
        std::vector<cv::dnn::MatShape> &) const override {
        CV_CheckEQ(inputs.size(), std::size_t{1}, "a depthwise convolution has one input");
        const cv::dnn::MatShape &input = inputs[0];
        CV_CheckEQ(input.size(), std::size_t{4}, "a depthwise convolution is of pictures");
        CV_CheckEQ(input[1], blobs[0].size[0], "a depthwise convolution has a kernel for each channel");
        const int height = input[2] + shape.padding.top + shape.padding.bottom - shape.size;
        const int width = input[3] + shape.padding.left + shape.padding.right - shape.size;
        CV_Check(height, height >= 0 && width >= 0, "a picture is smaller than the kernel");
        outputs = {{input[0], input[1], height / shape.stride + 1, width / shape.stride + 1}};
        return false;
    }

    void forward(
        cv::InputArrayOfArrays input_arrays, cv::OutputArrayOfArrays output_arrays, cv::OutputArrayOfArrays) override {
        std::vector<cv::Mat> inputs, outputs;
        input_arrays.getMatVector(inputs);
        output_arrays.getMatVector(outputs);
        const cv::Mat &input = inputs[0];
        cv::Mat &output = outputs[0];
        const int height = input.size[2], width = input.size[3];
        Result result{nullptr, output.size[3], output.size[2]};
        const std::size_t part = static_cast<std::size_t>((result.width + block - 1) / block * block + shape.size);
        const std::size_t row = part * static_cast<std::size_t>(shape.stride);
        // The padding stays as it is from channel to channel.
        padded.assign(row * static_cast<std::size_t>(height + shape.padding.top + shape.padding.bottom), 0);
        for (int picture = 0; picture < input.size[0]; picture++) {
            for (int channel = 0; channel < input.size[1]; channel++) {
                const float *from = input.ptr<float>(picture, channel);
                for (int y = 0; y < height; y++, from += width)
                    place(from, width, padded.data() + static_cast<std::size_t>(y + shape.padding.top) * row, part);
                result.samples = output.ptr<float>(picture, channel);
                method(
                    {padded.data(), row, part}, {blobs[0].ptr<float>(channel), blobs[1].ptr<float>()[channel]}, result);
            }
        }
    }

private:
    /// Copies a row, part by part.
    void place(const float *from, int width, float *to, std::size_t part) const {
        if (shape.stride == 1) {
            std::copy(from, from + width, to + shape.padding.left);
            return;
        }
        for (int x = 0; x < width; x++) {
            const int column = x + shape.padding.left;
            to[static_cast<std::size_t>(column % 2) * part + static_cast<std::size_t>(column / 2)] = from[x];
        }
    }

    Depthwise shape;
    Convolve method;
    std::vector<float> padded;
};

cv::Ptr<cv::dnn::Layer> make_convolution(cv::dnn::LayerParams &params) {
    const Depthwise shape(params);
    if (shape.size == 0) return cv::dnn::ConvolutionLayer::create(params);
    return cv::makePtr<DepthwiseLayer>(params, shape);
}

} // namespace

void use_quick_depthwise() {
    // Of several layers of a name OpenCV makes the one that came last.
    static const bool is_registered = [] {
        cv::dnn::LayerFactory::registerLayer("Convolution", make_convolution);
        return true;
    }();
    static_cast<void>(is_registered);
}

} // namespace eyes

#endif
