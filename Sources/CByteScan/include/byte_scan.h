#ifndef CREDITGRAPH_BYTE_SCAN_H
#define CREDITGRAPH_BYTE_SCAN_H
/* Structural masks of 64 bytes of CSV: bit i is set where byte i is a quote, a comma, a newline. */
#include <stdint.h>
#if defined(__SSE2__)
#include <emmintrin.h>
static inline void byte_scan_csv_masks(const uint8_t *bytes, uint64_t *quotes, uint64_t *commas, uint64_t *newlines) {
  uint64_t q = 0, c = 0, n = 0;
  for (int i = 0; i < 4; i++) {
    __m128i v = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
    q |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('"'))) << (16 * i);
    c |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(','))) << (16 * i);
    n |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n'))) << (16 * i);
  }
  *quotes = q;
  *commas = c;
  *newlines = n;
}
#else
static inline void byte_scan_csv_masks(const uint8_t *bytes, uint64_t *quotes, uint64_t *commas, uint64_t *newlines) {
  uint64_t q = 0, c = 0, n = 0;
  for (int i = 0; i < 64; i++) {
    q |= (uint64_t)(bytes[i] == '"') << i;
    c |= (uint64_t)(bytes[i] == ',') << i;
    n |= (uint64_t)(bytes[i] == '\n') << i;
  }
  *quotes = q;
  *commas = c;
  *newlines = n;
}
#endif
#endif
