// A region of a 4:2:0 picture, as red, green and blue planes of a net's input.
#ifndef TATECAST_CROP_HPP
#define TATECAST_CROP_HPP

#include "COpenCV.h"

#include <opencv2/core.hpp>

#include <cstdint>
#include <vector>

namespace eyes {

/// Cuts squares out of pictures. It keeps its memory from picture to picture.
class Crop {
public:
    /// - `low`: what black becomes; white becomes 1.
    Crop(int side, float low) : side(side), low(low) {}

    /// Writes three planes of `side` × `side` numbers.
    void cut(const eyes_picture &picture, eyes_region region, float *planes);

private:
    struct Plane {
        const std::uint8_t *samples;
        std::size_t stride;
        int width, height;
    };

    void reduce(const Plane &plane, double x, double y, double length, std::uint8_t outside, cv::Mat &target);

    int side;
    float low;
    cv::Mat luma, blue, red, reduced;
    std::vector<std::uint16_t> sums;
};

} // namespace eyes

#endif
