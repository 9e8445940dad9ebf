// Swift's importer leaves out zimg's image buffers, whose planes are an array of unnamed structs.
#include <stddef.h>
#include <zimg.h>

/// Runs a graph over whole planes of one row each; nothing else is done here.
///
/// Both arrays have three planes. zimg.h says how they and the scratch memory must be aligned.
static inline zimg_error_code_e czimg_process_row(
    const zimg_filter_graph *graph, unsigned version, const void *const *from, void *const *to, ptrdiff_t stride,
    void *scratch) {
    zimg_image_buffer_const source = {version};
    zimg_image_buffer target = {version};
    for (int plane = 0; plane < 3; plane++) {
        source.plane[plane].data = from[plane];
        target.plane[plane].data = to[plane];
        source.plane[plane].stride = target.plane[plane].stride = stride;
        source.plane[plane].mask = target.plane[plane].mask = ZIMG_BUFFER_MAX;
    }
    return zimg_filter_graph_process(graph, &source, &target, scratch, 0, 0, 0, 0);
}
