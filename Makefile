# Plain `make` lists the verbs. Whatever a verb needs, it sets up by itself.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# What to run, e.g. `make run SAMPLE=bbb`.
SAMPLE ?= seller
# What to call the image.
IMAGE ?= tatecast
# Whose tests to run, e.g. `make test-on SUITE=noble`.
SUITE ?= trixie
# The preset that fits a sample; flash-sale for those that aren't named.
preset-bbb := minimal
preset = presets/$(or $(preset-$(1)),flash-sale).yaml

# For the package trait OpenCV: faces and hands that a crop follows.
OPENCV_PACKAGES := libopencv-core-dev libopencv-imgproc-dev libopencv-dnn-dev
BUILD_PACKAGES := pkg-config libavformat-dev libavcodec-dev libavutil-dev libswscale-dev libswresample-dev \
    libpango1.0-dev libcairo2-dev libpng-dev libturbojpeg0-dev libwebp-dev libqrencode-dev zlib1g-dev \
    libzimg-dev $(OPENCV_PACKAGES)
FONT_PACKAGES := fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho fonts-mplus fonts-noto-color-emoji
TEST_PACKAGES := ffmpeg openssl

TATECAST := .build/release/tatecast
# Tests that all begin at once wait for the few cores, and those with time limits run out of them.
AT_ONCE := --experimental-maximum-parallelization-width 4
# Warnings are errors in `make lint`, which changes every compiler call; in a folder of its own it doesn't
# undo the everyday build. Where all builds are strict, as in .ci/run, one folder does.
LINT_SCRATCH := $(if $(TATECAST_STRICT),.build,.build-lint)

.PHONY: help
help: ## List the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | \
	    while IFS=$$'\t' read -r verb words; do printf '  make %-14s %s\n' "$$verb" "$$words"; done

# --- Use

.PHONY: run
run: build ## Render a sample and say how to watch it (SAMPLE=seller)
	@$(TATECAST) render samples/$(SAMPLE).mp4 --preset $(call preset,$(SAMPLE)) \
	    --events samples/$(SAMPLE).events.ndjson --output out/$(SAMPLE) --overwrite --mp4 out/$(SAMPLE).mp4
	@scripts/say-how-to-watch $(TATECAST) out/$(SAMPLE)

.PHONY: samples
samples: build ## Render every sample show into out/samples, with out/samples/report.html about them
	@scripts/install-packages python3
	@scripts/render-samples $(TATECAST) out/samples

.PHONY: sheets
sheets: build ## Draw each preset's contact sheet into docs/presets (PRESET=all)
	@scripts/install-packages python3
	@scripts/render-sheets $(TATECAST) docs/presets $(PRESET)

.PHONY: schemas
schemas: build ## Make the schemas and the references of events and presets anew, from the types
	@for subject in preset events; do \
	    $(TATECAST) schema $$subject > schemas/$$(sed s/events/event/ <<< $$subject).schema.json; \
	done
	@$(TATECAST) schema openapi > schemas/openapi.json
	@$(TATECAST) schema events --markdown > docs/events.md
	@$(TATECAST) schema preset --markdown > docs/presets.md
	@scripts/render-layers $(TATECAST) docs/layers

.PHONY: goldens
goldens: build ## Make the golden pictures anew; look at them before you commit (SHOW=all)
	@scripts/install-packages python3
	@scripts/renew-goldens $(TATECAST) $(SHOW)

.PHONY: doctor
doctor: build ## Tell what this machine has, what is missing, and what mends it
	@$(TATECAST) doctor $(foreach preset,$(wildcard presets/*.yaml),--preset $(preset))

.PHONY: check
check: build ## Check the presets: contrast, overlaps, what apps cover
	@$(TATECAST) check presets/*.yaml

# By podman or docker, whichever is here.
.PHONY: image
image: ## Make the container's image, as tatecast:latest (IMAGE=tatecast); see docs/container.md
	@for maker in podman docker; do \
	    ! command -v $$maker >/dev/null || exec $$maker build $$([[ $$maker == docker ]] || echo --format docker) \
	        --build-arg REVISION="$$(git rev-parse HEAD 2>/dev/null || echo unknown)" -f deploy/Containerfile -t $(IMAGE) .; \
	done; \
	echo "Neither podman nor docker is on the PATH." >&2; exit 69

# --- Checks

.PHONY: test
test: setup ## Run the tests
	@swift build --build-tests
	@swift test --skip-build $(AT_ONCE)

.PHONY: test-on
test-on: swift ## Run the tests on another Debian or Ubuntu, in a chroot; needs root (SUITE=trixie)
	@scripts/test-on $(SUITE)

.PHONY: surface
surface: setup ## Record anew what users see: help, refusals, sentences, a render, a broadcast; look at what git says is different
	@swift build --build-tests
	@TATECAST_RECORD_SURFACE=1 swift test --skip-build --filter 'SurfaceTests'

.PHONY: test-peers
test-peers: build ## Work with real publishers and players; installs them if it can (GROUP=vod or live)
	@scripts/test-peers $(TATECAST) $(GROUP)

.PHONY: leaks
leaks: build ## Look for memory that the program loses: renders, a broadcast, the other commands
	@scripts/find-leaks $(TATECAST)

.PHONY: sanitize
sanitize: setup ## Look for data races: the tests of threads, a render, a broadcast
	@scripts/sanitize

.PHONY: sanitize-memory
sanitize-memory: setup ## Look for accesses outside of memory and what C leaves undefined: the tests of what lends memory to C
	@scripts/install-packages python3
	@scripts/sanitize-memory

.PHONY: fuzz
fuzz: swift ## Feed RTMP and viewers' sessions with mangled input (FUZZ_SECONDS=60 each)
	@scripts/fuzz

.PHONY: chaos
chaos: build ## By hand: kill broadcasts at 200 instants, eight at once; each must go on (10 minutes)
	@scripts/install-packages python3
	@scripts/chaos $(TATECAST)

.PHONY: test-container
test-container: build ## By hand: make the image around the built program and try it; needs root (5 minutes)
	@scripts/install-packages python3
	@scripts/test-container $(TATECAST)

.PHONY: test-overload
test-overload: build ## By hand: take the processor away from a broadcast; it leaves out what it says, and no tick (2 minutes)
	@scripts/install-packages python3 ffmpeg
	@scripts/test-overload $(TATECAST)

.PHONY: lint
lint: setup ## Check the rules, the format, and that nothing warns
	@scripts/install-packages python3
	@scripts/lint-rules
	@swift format lint --strict --recursive --parallel Sources Tests Package.swift
	@TATECAST_STRICT=1 swift build --build-tests --scratch-path $(LINT_SCRATCH)
	@TATECAST_STRICT=1 swift build --target Follow --disable-default-traits --scratch-path .build-plain
	@$(LINT_SCRATCH)/debug/tatecast check --quiet presets/*.yaml

.PHONY: format
format: swift ## Format the sources
	@swift format --in-place --recursive --parallel Sources Tests Package.swift

.PHONY: bench-render
bench-render: build ## Measure rendering against ffmpeg
	@scripts/install-packages python3
	@swift build -c release --product overlay-bench
	@scripts/bench-render

.PHONY: bench-overlay
bench-overlay: build ## Measure overlays: a frame, a change, three hours, events (4 minutes); and a sample
	@scripts/install-packages python3
	@swift build -c release --product overlay-bench
	@status=0; .build/release/overlay-bench || status=1; scripts/bench-render --only sample || status=1; exit $$status

.PHONY: bench-preview
bench-preview: build ## Measure how soon a saved preset is on the preview's page (1 minute)
	@scripts/bench-preview

.PHONY: bench-live
bench-live: build ## Measure a broadcast with a real publisher (12 minutes)
	@scripts/install-packages python3 ffmpeg
	@scripts/bench-live

.PHONY: bench-follow
bench-follow: build ## Measure how well the crop follows, on footage whose subjects are known (20 minutes)
	@scripts/install-packages python3 ffmpeg
	@swift build -c release --product follow-bench
	@status=0; .build/release/follow-bench paths || status=1; \
	    .build/release/follow-bench human scripts/bench_follow/retargetvid-centres.csv.gz || status=1; \
	    scripts/bench-follow || status=1; exit $$status

.PHONY: bench-sound
bench-sound: build ## Measure what is made of sounds whose levels are known (5 minutes)
	@scripts/install-packages python3-numpy ffmpeg espeak-ng alsa-utils libebur128-1
	@swift build -c release --product sound-bench
	@scripts/bench-sound

.PHONY: bench-captions
bench-captions: build ## Measure captions: in the picture, 20,000 of a long show, a quarter of an hour on air (25 minutes)
	@scripts/install-packages python3 python3-venv ffmpeg
	@scripts/bench-captions

.PHONY: bench-page
bench-page: build ## Measure the viewer's page: a crowd, viewers who tap, cheats, strangers, a tap's way to the picture (15 minutes)
	@scripts/install-packages python3 python3-venv ffmpeg chromium util-linux
	@swift build -c release --product origin-bench
	@scripts/bench-page

.PHONY: bench-report
bench-report: build ## Measure a report of three hours with a million hearts (a minute)
	@scripts/install-packages python3
	@scripts/bench-report

.PHONY: bench-control
bench-control: build ## Measure the control API: changes on screen, their frames, load (5 minutes)
	@scripts/install-packages python3 ffmpeg
	@scripts/bench-control

.PHONY: bench-reach
bench-reach: build ## Measure what going to other places costs: destinations (6 minutes)
	@scripts/install-packages python3 ffmpeg nginx-light libnginx-mod-rtmp
	@scripts/bench-reach

.PHONY: bench-after
bench-after: build ## Measure what is made of a show once it is over: clips, a report (4 minutes)
	@scripts/install-packages python3 ffmpeg
	@scripts/bench-after
	@scripts/bench-report

.PHONY: bench-latency
bench-latency: build ## Measure camera to screen, parts and starts, in Chromium with hls.js (25 minutes)
	@scripts/install-packages python3 python3-venv ffmpeg chromium
	@scripts/bench-latency

.PHONY: bench-origin
bench-origin: build ## Measure how many viewers the origin bears on one core (6 minutes)
	@scripts/install-packages python3 ffmpeg openssl util-linux nghttp2-client
	@swift build -c release --product origin-bench
	@scripts/bench-origin

# --- Set-up and clearing up

.PHONY: setup swift
setup: swift ## Install what builds and tests need, if it is missing (Debian, Ubuntu)
	@scripts/install-packages $(BUILD_PACKAGES) $(FONT_PACKAGES) $(TEST_PACKAGES)

swift:
	@command -v swift >/dev/null || { \
	    echo "Swift 6.2 or later is needed and isn't on the PATH: https://www.swift.org/install/linux" >&2; exit 69; }

.PHONY: build
build: setup ## Build the program: .build/release/tatecast
	@[[ -e $(TATECAST) ]] || echo "The first build takes a few minutes."
	@swift build -c release --product tatecast

.PHONY: clean
clean: ## Remove everything that was built or rendered
	@rm -rf .build .build-* out
