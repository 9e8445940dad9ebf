#ifdef TATECAST_OPENCV

#include "crop.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace eyes {

/// A square of one plane, `side` × `side`.
///
/// First whole samples are averaged, as many as go into one; then OpenCV takes the rest of the way, which is less than the half, between
/// neighbours. That is as good as a mean over the exact areas, and several times as quick.
void Crop::reduce(
    const Plane &plane, double x, double y, double length, std::uint8_t outside, cv::Mat &target) {
    const int step = std::max(1, static_cast<int>(length / side));
    // Where the square begins and ends, in whole steps; one more on each side, so that there are neighbours.
    const int left = static_cast<int>(std::floor(x / step)) - 1, top = static_cast<int>(std::floor(y / step)) - 1;
    const int columns = static_cast<int>(std::ceil((x + length) / step)) + 1 - left;
    const int rows = static_cast<int>(std::ceil((y + length) / step)) + 1 - top;
    // Of large pictures every other row is enough.
    const int skip = step >= 4 ? 2 : 1, taken = (step + skip - 1) / skip;
    reduced.create(rows, columns, CV_8UC1);
    reduced.setTo(outside);
    const int first_column = std::max(0, -left), end_column = std::min(columns, plane.width / step - left);
    const int first_row = std::max(0, -top), end_row = std::min(rows, plane.height / step - top);
    if (first_column < end_column) {
        const int start = (left + first_column) * step, width = (end_column - first_column) * step;
        sums.resize(static_cast<std::size_t>(width));
        const unsigned divisor = static_cast<unsigned>(taken * step);
        for (int row = first_row; row < end_row; row++) {
            const std::uint8_t *source = plane.samples + static_cast<std::size_t>((top + row) * step) * plane.stride + start;
            std::uint8_t *to = reduced.ptr<std::uint8_t>(row) + first_column;
            if (step == 1) {
                std::copy(source, source + width, to);
                continue;
            }
            std::fill(sums.begin(), sums.end(), std::uint16_t{0});
            for (int line = 0; line < step; line += skip) {
                const std::uint8_t *samples = source + static_cast<std::size_t>(line) * plane.stride;
                for (int index = 0; index < width; index++) sums[index] = static_cast<std::uint16_t>(sums[index] + samples[index]);
            }
            const std::uint16_t *sum = sums.data();
            for (int column = 0; column < end_column - first_column; column++, sum += step) {
                unsigned total = 0;
                for (int index = 0; index < step; index++) total += sum[index];
                to[column] = static_cast<std::uint8_t>((total + divisor / 2) / divisor);
            }
        }
    }
    // From the middle of each sample of the target to the place in `reduced`.
    const double scale = length / step / side;
    const cv::Matx23d place(
        scale, 0, x / step - left + scale / 2 - 0.5,
        0, scale, y / step - top + scale / 2 - 0.5);
    cv::warpAffine(
        reduced, target, place, cv::Size(side, side), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT,
        cv::Scalar(outside));
}

void Crop::cut(const eyes_picture &picture, eyes_region region, float *planes) {
    reduce(
        {picture.luma, picture.luma_stride, picture.width, picture.height}, region.x, region.y, region.side, 16, luma);
    const int width = picture.width / 2, height = picture.height / 2;
    reduce(
        {picture.blue, picture.chroma_stride, width, height}, region.x / 2, region.y / 2, region.side / 2, 128, blue);
    reduce(
        {picture.red, picture.chroma_stride, width, height}, region.x / 2, region.y / 2, region.side / 2, 128, red);
    // BT.709 with limited range. Another matrix shifts the colours a little, which no net here minds.
    const int count = side * side;
    const float range = (1 - low) / 255;
    const std::uint8_t *y = luma.ptr<std::uint8_t>(), *u = blue.ptr<std::uint8_t>(), *v = red.ptr<std::uint8_t>();
    const auto written = [this, range](float level) {
        return low + range * std::min(255.0f, std::max(0.0f, level));
    };
    for (int index = 0; index < count; index++) {
        const float light = 1.164f * static_cast<float>(y[index] - 16);
        const float b = static_cast<float>(u[index] - 128), r = static_cast<float>(v[index] - 128);
        planes[index] = written(light + 1.793f * r);
        planes[count + index] = written(light - 0.213f * b - 0.533f * r);
        planes[2 * count + index] = written(light + 2.112f * b);
    }
}

} // namespace eyes

#endif
