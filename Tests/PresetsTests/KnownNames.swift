/// All keys of a preset, as errors list them.
let keys = """
    name, extends, canvas, reframe, sound, captions, latency, ladder, locale, timeZone, words, maskedWords, safeArea, style, layers
    """

/// All types of layers, as errors list them.
let types = """
    price, hearts, comment, poll, countdown, coupon, auction, nameplate, recap, stamp, captions, image, text, clock, slate
    """
