// libFuzzer as a library: https://llvm.org/docs/LibFuzzer.html, "Using
// libFuzzer as a library". It comes with the toolchain, without a header.
#pragma once
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(
    int *argc, char ***argv, int (*entrance)(const uint8_t *data, size_t size));
