#ifndef CREDITGRAPH_BYTE_SCAN_H
#define CREDITGRAPH_BYTE_SCAN_H
/* Structural masks of 64 bytes of CSV: bit i is set where byte i is a quote, a comma, a newline.
   All 64 bytes must be readable. SSE2 is in every x86-64, so one binary runs everywhere. */
#include <stdint.h>
#include "free_memory.h"
#if defined(__SSE2__)
#include <emmintrin.h>
static inline uint64_t byte_scan_equal(const uint8_t *bytes, char wanted) {
  const __m128i value = _mm_set1_epi8(wanted);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    __m128i part = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part, value)) << (16 * i);
  }
  return mask;
}
#else
/* Eight bytes at a time: the high bit of each byte that equals, gathered by a multiplication. */
static inline uint64_t byte_scan_equal(const uint8_t *bytes, char wanted) {
  uint64_t mask = 0;
  for (int i = 0; i < 8; i++) {
    uint64_t word = 0;
    for (int j = 0; j < 8; j++) word |= (uint64_t)bytes[8 * i + j] << (8 * j);
    word ^= 0x0101010101010101u * (uint8_t)wanted;
    uint64_t rest = (word & 0x7F7F7F7F7F7F7F7Fu) + 0x7F7F7F7F7F7F7F7Fu;
    uint64_t equal = ~(rest | word | 0x7F7F7F7F7F7F7F7Fu);
    mask |= ((equal >> 7) * 0x0102040810204080u >> 56) << (8 * i);
  }
  return mask;
}
#endif
static inline void byte_scan_csv_masks(const uint8_t *bytes, uint64_t *quotes, uint64_t *commas, uint64_t *newlines) {
  *quotes = byte_scan_equal(bytes, '"');
  *commas = byte_scan_equal(bytes, ',');
  *newlines = byte_scan_equal(bytes, '\n');
}
/* The same without the commas, where only the ends of records are wanted. */
static inline void byte_scan_csv_ends(const uint8_t *bytes, uint64_t *quotes, uint64_t *newlines) {
  *quotes = byte_scan_equal(bytes, '"');
  *newlines = byte_scan_equal(bytes, '\n');
}
#endif
