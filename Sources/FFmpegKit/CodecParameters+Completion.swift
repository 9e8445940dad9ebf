import CFFmpeg

extension CodecParameters {
    /// Finds out what a container must say, and what RTMP doesn't: how large pictures are, and how sound is sampled.
    ///
    /// - Parameter packet: One that decoding can start at.
    /// - Throws: ``FFmpegError``; with `.invalidData` if neither configuration nor packet tells.
    public mutating func complete(with packet: borrowing Packet) throws(FFmpegError) {
        if pointer.pointee.codec_type == AVMEDIA_TYPE_VIDEO {
            if pointer.pointee.width <= 0 || pointer.pointee.height <= 0 { try completePicture(with: packet) }
            return
        }
        try describeADTS(packet)
        if pointer.pointee.sample_rate <= 0 || pointer.pointee.ch_layout.nb_channels <= 0 {
            try completeSound(with: packet)
        }
    }

    /// MPEG-TS has AAC with a head on each frame (ISO 13818-7, 6.2); elsewhere the same stands in the configuration (ISO 14496-3, 1.6.2.1).
    private func describeADTS(_ packet: borrowing Packet) throws(FFmpegError) {
        guard pointer.pointee.codec_id == AV_CODEC_ID_AAC, pointer.pointee.extradata_size == 0 else { return }
        let configuration = packet.withBytes { bytes -> [UInt8]? in
            guard bytes.count >= 7, bytes[0] == 0xFF, bytes[1] & 0xF0 == 0xF0 else { return nil }
            let (objectType, rate) = ((bytes[2] >> 6) + 1, bytes[2] >> 2 & 0x0F)
            let channels = (bytes[2] & 1) << 2 | bytes[3] >> 6
            return [objectType << 3 | rate >> 1, rate << 7 | channels << 3]
        }
        if let configuration { try setConfiguration(configuration.span) }
    }

    private func completePicture(with packet: borrowing Packet) throws(FFmpegError) {
        guard let parser = av_parser_init(Int32(bitPattern: pointer.pointee.codec_id.rawValue)) else {
            throw FFmpegError(operation: "av_parser_init", subject: codecName, code: .invalidData)
        }
        defer { av_parser_close(parser) }
        // A parser looks at the packet and decodes nothing.
        parser.pointee.flags |= PARSER_FLAG_COMPLETE_FRAMES
        var context = avcodec_alloc_context3(nil)
        defer { avcodec_free_context(&context) }
        try check(avcodec_parameters_to_context(context, pointer), "avcodec_parameters_to_context", on: codecName)
        var (bytes, count): (UnsafeMutablePointer<UInt8>?, Int32) = (nil, 0)
        _ = av_parser_parse2(
            parser, context, &bytes, &count, packet.pointer.pointee.data, packet.pointer.pointee.size,
            cffmpeg_AV_NOPTS_VALUE, cffmpeg_AV_NOPTS_VALUE, -1)
        // Some parsers tell by themselves, others through the decoder's context.
        let width = parser.pointee.width > 0 ? parser.pointee.width : context!.pointee.width
        let height = parser.pointee.height > 0 ? parser.pointee.height : context!.pointee.height
        guard width > 0, height > 0 else {
            throw FFmpegError(operation: "finding the size of pictures", subject: codecName, code: .invalidData)
        }
        (pointer.pointee.width, pointer.pointee.height) = (width, height)
    }

    private func completeSound(with packet: borrowing Packet) throws(FFmpegError) {
        var context: UnsafeMutablePointer<AVCodecContext>? = try openDecoder(self) { _ in }
        defer { avcodec_free_context(&context) }
        // What the configuration leaves open, as AAC's may, is settled by the first packet.
        try check(avcodec_send_packet(context, packet.pointer), "avcodec_send_packet", on: codecName)
        let frame = AudioFrame()
        _ = avcodec_receive_frame(context, frame.pointer)
        guard let opened = context, opened.pointee.sample_rate > 0, opened.pointee.ch_layout.nb_channels > 0 else {
            throw FFmpegError(operation: "finding the sampling of sound", subject: codecName, code: .invalidData)
        }
        pointer.pointee.sample_rate = opened.pointee.sample_rate
        pointer.pointee.frame_size = opened.pointee.frame_size
        try check(
            av_channel_layout_copy(pointer.pointer(to: \.ch_layout), opened.pointer(to: \.ch_layout)),
            "av_channel_layout_copy")
    }

    /// Another owner of the same facts.
    public func makeCopy() throws(FFmpegError) -> CodecParameters { try CodecParameters(copying: pointer) }

    /// Returns these parameters with the configuration that a packet brought along; `nil` if it brought none, or the one that is known.
    public func changed(by packet: borrowing Packet) throws(FFmpegError) -> CodecParameters? {
        var count = 0
        guard let bytes = av_packet_get_side_data(packet.pointer, AV_PKT_DATA_NEW_EXTRADATA, &count), count > 0 else {
            return nil
        }
        let known = UnsafeBufferPointer(start: pointer.pointee.extradata, count: Int(pointer.pointee.extradata_size))
        let new = UnsafeBufferPointer(start: bytes, count: count)
        guard !known.elementsEqual(new) else { return nil }
        let changed = try CodecParameters(copying: pointer)
        try changed.setConfiguration(new.span)
        // To be found out anew.
        (changed.pointer.pointee.width, changed.pointer.pointee.height) = (0, 0)
        changed.pointer.pointee.sample_rate = 0
        return changed
    }
}
