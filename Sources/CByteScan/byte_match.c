#include "byte_scan.h"
#include <string.h>

static inline uint64_t word(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word;
}

/* Up to 16 bytes. Overlapping words instead of a tail keep the branches few. */
static inline int equal_short(const uint8_t *a, const uint8_t *b, size_t size) {
  if (size > 8) return ((word(a) ^ word(b)) | (word(a + size - 8) ^ word(b + size - 8))) == 0;
  uint64_t difference = word(a) ^ word(b);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  return size == 0 || difference >> (64 - 8 * size) == 0;
#else
  return size == 0 || difference << (64 - 8 * size) == 0;
#endif
}

static inline int equal_plain(const uint8_t *a, const uint8_t *b, size_t size) {
  if (size <= 16) return equal_short(a, b, size);
  uint64_t difference = (word(a + size - 16) ^ word(b + size - 16)) | (word(a + size - 8) ^ word(b + size - 8));
  for (size_t i = 0; i + 16 < size; i += 16)
    difference |= (word(a + i) ^ word(b + i)) | (word(a + i + 8) ^ word(b + i + 8));
  return difference == 0;
}

#define MATCH(name) name##_plain
#define MATCH_TARGET
#define MATCH_EQUAL equal_plain
#include "byte_match_kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,bmi2")))
AVX2 static inline int equal_avx2(const uint8_t *a, const uint8_t *b, size_t size) {
  if (size <= 16) return equal_short(a, b, size);
  if (size <= 32) return equal_plain(a, b, size);
#define DIFFERENCE(at) \
  _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(a + (at))), _mm256_loadu_si256((const __m256i *)(b + (at))))
  __m256i difference = DIFFERENCE(size - 32);
  for (size_t i = 0; i + 32 < size; i += 32) difference = _mm256_or_si256(difference, DIFFERENCE(i));
#undef DIFFERENCE
  return _mm256_testz_si256(difference, difference);
}
#define MATCH(name) name##_avx2
#define MATCH_TARGET AVX2
#define MATCH_EQUAL equal_avx2
#include "byte_match_kernel.h"

#define AVX512 __attribute__((target("avx2,bmi,bmi2,avx512f,avx512bw,avx512vl"), min_vector_width(512)))
AVX512 static inline int equal_avx512(const uint8_t *a, const uint8_t *b, size_t size) {
  while (size > 64) {
    if (_mm512_cmpneq_epi8_mask(_mm512_loadu_si512(a), _mm512_loadu_si512(b))) return 0;
    a += 64;
    b += 64;
    size -= 64;
  }
  __mmask64 mask = _bzhi_u64(~0ull, (unsigned)size);
  return _mm512_mask_cmpneq_epi8_mask(mask, _mm512_maskz_loadu_epi8(mask, a), _mm512_maskz_loadu_epi8(mask, b)) == 0;
}
#define MATCH(name) name##_avx512
#define MATCH_TARGET AVX512
#define MATCH_EQUAL equal_avx512
#include "byte_match_kernel.h"
#endif

size_t byte_match(const byte_match_texts *texts, size_t count, uint16_t *ids, uint16_t *missed) {
#if defined(__x86_64__)
  int level = byte_scan_level();
  if (level == 2) return match_avx512(texts, count, ids, missed);
  if (level == 1) return match_avx2(texts, count, ids, missed);
#endif
  return match_plain(texts, count, ids, missed);
}
