#include "byte_scan.h"

/* Bit i of the result is set where an odd number of bits stands at or below bit i. */
static inline uint64_t inside_plain(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

static inline void places_plain(uint32_t *to, uint32_t at, uint64_t marks) {
  /* Four at once without asking: most steps have about that many. */
  while (marks) {
    for (int i = 0; i < 4; i++) {
      to[i] = at + (uint32_t)(marks ? __builtin_ctzll(marks) : 0);
      marks &= marks - 1;
    }
    to += 4;
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

static inline uint64_t equal_sse2(const uint8_t *bytes, char wanted) {
  const __m128i value = _mm_set1_epi8(wanted);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    __m128i part = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part, value)) << (16 * i);
  }
  return mask;
}

#define SCAN(name) name##_plain
#define SCAN_TARGET
#define SCAN_EQUAL equal_sse2
#define SCAN_INSIDE inside_plain
#define SCAN_PLACES places_plain
#include "byte_scan_kernel.h"

#define AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,pclmul")))
AVX2 static inline uint64_t equal_avx2(const uint8_t *bytes, char wanted) {
  const __m256i value = _mm256_set1_epi8(wanted);
  __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
  __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, value)) |
         (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, value)) << 32;
}
AVX2 static inline uint64_t inside_avx2(uint64_t bits) {
  __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}
AVX2 static inline void places_avx2(uint32_t *to, uint32_t at, uint64_t marks) {
  while (marks) {
    for (int i = 0; i < 4; i++) {
      to[i] = at + (uint32_t)_tzcnt_u64(marks);
      marks = _blsr_u64(marks);
    }
    to += 4;
  }
}
#define SCAN(name) name##_avx2
#define SCAN_TARGET AVX2
#define SCAN_EQUAL equal_avx2
#define SCAN_INSIDE inside_avx2
#define SCAN_PLACES places_avx2
#include "byte_scan_kernel.h"

#define AVX512 \
  __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,pclmul,avx512f,avx512bw,avx512vl,avx512vbmi2"), \
                 min_vector_width(512)))
AVX512 static inline uint64_t equal_avx512(const uint8_t *bytes, char wanted) {
  return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(bytes), _mm512_set1_epi8(wanted));
}
AVX512 static inline uint64_t inside_avx512(uint64_t bits) {
  __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), _mm_set1_epi8((char)0xFF), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}
AVX512 static inline void places_avx512(uint32_t *to, uint32_t at, uint64_t marks) {
  const __m512i all = _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35,
      34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5,
      4, 3, 2, 1, 0);
  const __m512i base = _mm512_set1_epi32((int)at);
  __m512i packed = _mm512_maskz_compress_epi8(marks, all);
  int count = __builtin_popcountll(marks);
  _mm512_storeu_si512(to, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed)), base));
  if (count > 16) {
    _mm512_storeu_si512(to + 16, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1)), base));
    _mm512_storeu_si512(to + 32, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2)), base));
    _mm512_storeu_si512(to + 48, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3)), base));
  }
}
#define SCAN(name) name##_avx512
#define SCAN_TARGET AVX512
#define SCAN_EQUAL equal_avx512
#define SCAN_INSIDE inside_avx512
#define SCAN_PLACES places_avx512
#include "byte_scan_kernel.h"

static int best_level(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("bmi2") ||
      !__builtin_cpu_supports("lzcnt") || !__builtin_cpu_supports("popcnt") || !__builtin_cpu_supports("pclmul"))
    return 0;
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                 __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2")
             ? 2
             : 1;
}
#else
/* Eight bytes at a time: the high bit of each byte that equals, gathered by a multiplication. */
static inline uint64_t equal_words(const uint8_t *bytes, char wanted) {
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
#define SCAN(name) name##_plain
#define SCAN_TARGET
#define SCAN_EQUAL equal_words
#define SCAN_INSIDE inside_plain
#define SCAN_PLACES places_plain
#include "byte_scan_kernel.h"

static int best_level(void) { return 0; }
#endif

/* -1 until it is known; several threads may find it out at once. */
static _Atomic int known_level = -1;

int byte_scan_level(void) {
  int found = known_level;
  if (found < 0) {
    found = best_level();
    known_level = found;
  }
  return found;
}

int byte_scan_use(int wanted) {
  int best = best_level();
  known_level = wanted < 0 || wanted > best ? best : wanted;
  return known_level;
}

void byte_scan_find_cut(const uint8_t *bytes, size_t from, size_t to, byte_scan_cut *state) {
#if defined(__x86_64__)
  if (byte_scan_level() == 2) { find_cut_avx512(bytes, from, to, state); return; }
  if (byte_scan_level() == 1) { find_cut_avx2(bytes, from, to, state); return; }
#endif
  find_cut_plain(bytes, from, to, state);
}

size_t byte_scan_find_fields(const uint8_t *bytes, size_t from, size_t to, byte_scan_fields *state, uint32_t *places,
                             size_t place_capacity, uint32_t *record_ends, size_t record_capacity) {
#if defined(__x86_64__)
  if (byte_scan_level() == 2)
    return find_fields_avx512(bytes, from, to, state, places, place_capacity, record_ends, record_capacity);
  if (byte_scan_level() == 1)
    return find_fields_avx2(bytes, from, to, state, places, place_capacity, record_ends, record_capacity);
#endif
  return find_fields_plain(bytes, from, to, state, places, place_capacity, record_ends, record_capacity);
}
