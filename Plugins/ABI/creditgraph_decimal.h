/* creditgraph_decimal.h: exact decimals for plugins, header only. What C, the Swift SDK and Lua rules compute with, so that
 * all of them round alike.
 *
 * A number is value / 10^scale with a magnitude below 10^38 and a scale of 0 to 38. Nothing is ever rounded unless a
 * rounding is named at the call. Products and quotients are made in 256 bits. No function allocates, keeps state or waits;
 * any thread.
 *
 * Needs a compiler with __int128 (GCC, Clang).
 */
#ifndef CREDITGRAPH_DECIMAL_H
#define CREDITGRAPH_DECIMAL_H

#include "creditgraph_plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cg_number {
  cg_decimal value;
  uint32_t scale;
} cg_number;

/* How digits that do not fit are dropped. */
typedef enum cg_rounding {
  CG_ROUND_DOWN = 0,      /* toward zero: -1.239 becomes -1.23 */
  CG_ROUND_UP = 1,        /* away from zero */
  CG_ROUND_HALF_UP = 2,   /* to the nearest, a half away from zero */
  CG_ROUND_HALF_EVEN = 3, /* to the nearest, a half to the even digit */
  CG_ROUND_FLOOR = 4,     /* toward negative infinity */
  CG_ROUND_CEILING = 5    /* toward positive infinity */
} cg_rounding;

#define CG_MAXIMUM_SCALE 38u
/* Bytes that cg_format may write: sign, 39 digits, point, a leading zero. */
#define CG_FORMAT_CAPACITY 48

typedef unsigned __int128 cg_u128;
typedef __int128 cg_i128;

static inline cg_i128 cg_to_i128(cg_decimal d) { return (cg_i128)(((cg_u128)(uint64_t)d.hi << 64) | d.lo); }
static inline cg_decimal cg_from_i128(cg_i128 v) {
  cg_decimal d = {(uint64_t)v, (int64_t)(v >> 64)};
  return d;
}
static inline cg_u128 cg_magnitude(cg_i128 v) { return v < 0 ? (cg_u128)0 - (cg_u128)v : (cg_u128)v; }

static inline uint64_t cg_small_power(uint32_t exponent) { /* 0 to 19 */
  static const uint64_t powers[20] = {1ull, 10ull, 100ull, 1000ull, 10000ull, 100000ull, 1000000ull, 10000000ull,
    100000000ull, 1000000000ull, 10000000000ull, 100000000000ull, 1000000000000ull, 10000000000000ull,
    100000000000000ull, 1000000000000000ull, 10000000000000000ull, 100000000000000000ull, 1000000000000000000ull,
    10000000000000000000ull};
  return powers[exponent];
}

static inline cg_u128 cg_power(uint32_t exponent) { /* 0 to 38 */
  return exponent <= 19 ? (cg_u128)cg_small_power(exponent)
                        : (cg_u128)cg_small_power(19) * cg_small_power(exponent - 19);
}

/* 256 bits, the lowest word first. */
typedef struct cg_wide { uint64_t word[4]; } cg_wide;

static inline cg_wide cg_wide_product(cg_u128 a, cg_u128 b) {
  uint64_t a0 = (uint64_t)a, a1 = (uint64_t)(a >> 64), b0 = (uint64_t)b, b1 = (uint64_t)(b >> 64);
  cg_u128 p00 = (cg_u128)a0 * b0, p01 = (cg_u128)a0 * b1, p10 = (cg_u128)a1 * b0, p11 = (cg_u128)a1 * b1;
  cg_wide w;
  w.word[0] = (uint64_t)p00;
  cg_u128 middle = (p00 >> 64) + (uint64_t)p01 + (uint64_t)p10;
  w.word[1] = (uint64_t)middle;
  cg_u128 high = (middle >> 64) + (p01 >> 64) + (p10 >> 64) + (uint64_t)p11;
  w.word[2] = (uint64_t)high;
  w.word[3] = (uint64_t)(high >> 64) + (uint64_t)(p11 >> 64);
  return w;
}

/* Divides in place; the remainder. */
static inline uint64_t cg_wide_divide(cg_wide *w, uint64_t divisor) {
  int top = 3;
  while (top > 0 && w->word[top] == 0) top--;
  cg_u128 rest = 0;
  for (int i = top; i >= 0; i--) {
    cg_u128 current = (rest << 64) | w->word[i];
    if ((uint64_t)(current >> 64) == 0) {
      w->word[i] = (uint64_t)current / divisor;
      rest = (uint64_t)current % divisor;
    } else {
#if defined(__x86_64__)
      /* rest is below the divisor, so the quotient fits one word and the instruction cannot fault. */
      uint64_t quotient, remainder;
      __asm__("divq %4" : "=a"(quotient), "=d"(remainder)
              : "a"((uint64_t)current), "d"((uint64_t)(current >> 64)), "r"(divisor));
      w->word[i] = quotient;
      rest = remainder;
#else
      w->word[i] = (uint64_t)(current / divisor);
      rest = current % divisor;
#endif
    }
  }
  return (uint64_t)rest;
}

/* 10^k shifted to the top bit; (2^128 - 1) / that - 2^64; the shift. */
typedef struct cg_divisor { uint64_t divisor, reciprocal; uint32_t shift; } cg_divisor;

static inline const cg_divisor *cg_power_divisor(uint32_t exponent) { /* 0 to 19 */
  static const cg_divisor powers[20] = {
    {0x8000000000000000ull, 0xFFFFFFFFFFFFFFFFull, 63},
    {0xA000000000000000ull, 0x9999999999999999ull, 60},
    {0xC800000000000000ull, 0x47AE147AE147AE14ull, 57},
    {0xFA00000000000000ull, 0x0624DD2F1A9FBE76ull, 54},
    {0x9C40000000000000ull, 0xA36E2EB1C432CA57ull, 50},
    {0xC350000000000000ull, 0x4F8B588E368F0846ull, 47},
    {0xF424000000000000ull, 0x0C6F7A0B5ED8D36Bull, 44},
    {0x9896800000000000ull, 0xAD7F29ABCAF48578ull, 40},
    {0xBEBC200000000000ull, 0x5798EE2308C39DF9ull, 37},
    {0xEE6B280000000000ull, 0x12E0BE826D694B2Eull, 34},
    {0x9502F90000000000ull, 0xB7CDFD9D7BDBAB7Dull, 30},
    {0xBA43B74000000000ull, 0x5FD7FE17964955FDull, 27},
    {0xE8D4A51000000000ull, 0x19799812DEA11197ull, 24},
    {0x9184E72A00000000ull, 0xC25C268497681C26ull, 20},
    {0xB5E620F480000000ull, 0x6849B86A12B9B01Eull, 17},
    {0xE35FA931A0000000ull, 0x203AF9EE756159B2ull, 14},
    {0x8E1BC9BF04000000ull, 0xCD2B297D889BC2B6ull, 10},
    {0xB1A2BC2EC5000000ull, 0x70EF54646D496892ull, 7},
    {0xDE0B6B3A76400000ull, 0x2725DD1D243ABA0Eull, 4},
    {0x8AC7230489E80000ull, 0xD83C94FB6D2AC34Aull, 0}};
  return &powers[exponent];
}

/* (rest * 2^64 + next) / by.divisor and its remainder, where rest is below the divisor: two multiplications with the
 * reciprocal (Moeller and Granlund, "Improved division by invariant integers"). */
static inline uint64_t cg_divide_step(uint64_t *rest, uint64_t next, const cg_divisor *by) {
  cg_u128 estimate = (cg_u128)by->reciprocal * *rest + (((cg_u128)*rest << 64) | next);
  uint64_t quotient = (uint64_t)(estimate >> 64) + 1;
  uint64_t remainder = next - quotient * by->divisor;
  if (remainder > (uint64_t)estimate) {
    quotient--;
    remainder += by->divisor;
  }
  if (remainder >= by->divisor) {
    quotient++;
    remainder -= by->divisor;
  }
  *rest = remainder;
  return quotient;
}

/* Divides in place by 10^exponent (0 to 19); the remainder. */
static inline uint64_t cg_wide_divide_power(cg_wide *w, uint32_t exponent) {
  const cg_divisor *by = cg_power_divisor(exponent);
  const uint32_t shift = by->shift;
  int top = 3;
  while (top > 0 && w->word[top] == 0) top--;
  uint64_t rest = shift == 0 ? 0 : w->word[top] >> (64 - shift);
  for (int i = top; i >= 0; i--) {
    uint64_t next = shift == 0 ? w->word[i] : w->word[i] << shift | (i == 0 ? 0 : w->word[i - 1] >> (64 - shift));
    w->word[i] = cg_divide_step(&rest, next, by);
  }
  return rest >> shift;
}

/* 1 where a magnitude whose dropped part compares with a half as `half` (-1, 0, 1; the part is not zero) grows by one. */
static inline int cg_grows(cg_rounding rounding, int half, int odd, int negative) {
  switch (rounding) {
    case CG_ROUND_DOWN: return 0;
    case CG_ROUND_UP: return 1;
    case CG_ROUND_HALF_UP: return half >= 0;
    case CG_ROUND_HALF_EVEN: return half > 0 || (half == 0 && odd);
    case CG_ROUND_FLOOR: return negative;
    case CG_ROUND_CEILING: return !negative;
  }
  return 0;
}

/* Drops `digits` decimal digits (0 to 76) of a magnitude of 128 bits, which nearly every product fits into. */
static inline cg_status cg_narrow_round(cg_u128 magnitude, uint32_t digits, cg_rounding rounding, int negative,
                                        cg_i128 *result) {
  uint64_t high = (uint64_t)(magnitude >> 64), low = (uint64_t)magnitude, rest = 0, divisor = 1;
  int sticky = 0;
  while (digits > 0) {
    uint32_t step = digits > 19 ? 19 : digits;
    const cg_divisor *by = cg_power_divisor(step);
    const uint32_t shift = by->shift;
    sticky |= rest != 0;
    if (shift == 0) {
      uint64_t carry = 0;
      uint64_t upper = high == 0 ? 0 : cg_divide_step(&carry, high, by);
      low = cg_divide_step(&carry, low, by);
      high = upper;
      rest = carry;
    } else {
      uint64_t carry = high >> (64 - shift);
      uint64_t upper = high == 0 ? 0 : cg_divide_step(&carry, high << shift | low >> (64 - shift), by);
      if (high == 0) carry = low >> (64 - shift);
      low = cg_divide_step(&carry, low << shift, by);
      high = upper;
      rest = carry >> shift;
    }
    divisor = cg_small_power(step);
    digits -= step;
  }
  magnitude = ((cg_u128)high << 64) | low;
  if (rest != 0 || sticky) {
    uint64_t opposite = divisor - rest; /* comparing the two avoids doubling, which may not fit */
    int half = rest > opposite ? 1 : rest < opposite ? -1 : sticky ? 1 : 0;
    if (cg_grows(rounding, half, (int)(low & 1), negative)) magnitude++;
  }
  if (magnitude >= cg_power(38)) return CG_OVERFLOW;
  *result = negative ? -(cg_i128)magnitude : (cg_i128)magnitude;
  return CG_OK;
}

/* Drops `digits` decimal digits of a magnitude; `sticky` says that something below it was dropped before. */
static inline cg_status cg_wide_round(cg_wide w, uint32_t digits, int sticky, cg_rounding rounding, int negative,
                                      cg_i128 *result) {
  uint64_t divisor = 1, rest = 0;
  while (digits > 0) {
    uint32_t step = digits > 19 ? 19 : digits;
    if (rest != 0) sticky = 1;
    divisor = cg_small_power(step);
    rest = cg_wide_divide_power(&w, step);
    digits -= step;
  }
  if (w.word[2] != 0 || w.word[3] != 0) return CG_OVERFLOW;
  cg_u128 magnitude = ((cg_u128)w.word[1] << 64) | w.word[0];
  if (rest != 0 || sticky) {
    uint64_t opposite = divisor - rest; /* comparing the two avoids doubling, which may not fit */
    int half = rest > opposite ? 1 : rest < opposite ? -1 : sticky ? 1 : 0;
    if (divisor == 1) half = sticky ? -1 : 0; /* only something below one half of the last digit is known of */
    if (cg_grows(rounding, half, (int)(magnitude & 1), negative)) magnitude++;
  }
  if (magnitude >= cg_power(38)) return CG_OVERFLOW;
  *result = negative ? -(cg_i128)magnitude : (cg_i128)magnitude;
  return CG_OK;
}

/* A whole number. */
static inline cg_number cg_whole(int64_t value) {
  cg_number n = {{(uint64_t)value, value < 0 ? -1 : 0}, 0};
  return n;
}

static inline cg_number cg_number_of(cg_decimal value, uint32_t scale) {
  cg_number n = {value, scale};
  return n;
}

static inline int cg_sign(cg_number a) {
  cg_i128 v = cg_to_i128(a.value);
  return v > 0 ? 1 : v < 0 ? -1 : 0;
}

static inline cg_number cg_negated(cg_number a) { return cg_number_of(cg_from_i128(-cg_to_i128(a.value)), a.scale); }

/* Without zeros at the end of its decimals. */
static inline cg_number cg_normalised(cg_number a) {
  cg_i128 v = cg_to_i128(a.value);
  while (a.scale >= 8 && v % 100000000 == 0 && v != 0) { v /= 100000000; a.scale -= 8; }
  while (a.scale > 0 && v % 10 == 0) { v /= 10; a.scale--; }
  a.value = cg_from_i128(v);
  return a;
}

/* a with `scale` decimals. */
static inline cg_status cg_round(cg_number a, uint32_t scale, cg_rounding rounding, cg_number *result) {
  cg_i128 v = cg_to_i128(a.value), out = 0;
  if (scale > CG_MAXIMUM_SCALE) return CG_OVERFLOW;
  if (scale == a.scale) {
    *result = a;
    return CG_OK;
  }
  cg_status status;
  if (scale > a.scale) {
    cg_u128 product;
    if (__builtin_mul_overflow(cg_magnitude(v), cg_power(scale - a.scale), &product)) return CG_OVERFLOW;
    status = cg_narrow_round(product, 0, rounding, v < 0, &out);
  } else {
    status = cg_narrow_round(cg_magnitude(v), a.scale - scale, rounding, v < 0, &out);
  }
  if (status != CG_OK) return status;
  *result = cg_number_of(cg_from_i128(out), scale);
  return CG_OK;
}

/* a with `scale` decimals; CG_INEXACT where that would lose digits. */
static inline cg_status cg_rescale(cg_number a, uint32_t scale, cg_number *result) {
  if (scale < a.scale) {
    cg_i128 v = cg_to_i128(a.value), power = (cg_i128)cg_power(a.scale - scale);
    if (v % power != 0) return CG_INEXACT;
  }
  return cg_round(a, scale, CG_ROUND_DOWN, result);
}

/* -1, 0 or 1, by value: 1.0 equals 1.00. */
static inline int cg_compare(cg_number a, cg_number b) {
  cg_i128 x = cg_to_i128(a.value), y = cg_to_i128(b.value);
  int sx = x > 0 ? 1 : x < 0 ? -1 : 0, sy = y > 0 ? 1 : y < 0 ? -1 : 0;
  if (sx != sy) return sx < sy ? -1 : 1;
  uint32_t scale = a.scale > b.scale ? a.scale : b.scale;
  cg_wide p = cg_wide_product(cg_magnitude(x), cg_power(scale - a.scale));
  cg_wide q = cg_wide_product(cg_magnitude(y), cg_power(scale - b.scale));
  for (int i = 3; i >= 0; i--)
    if (p.word[i] != q.word[i]) return (p.word[i] < q.word[i]) == (sx > 0) ? -1 : 1;
  return 0;
}

static inline cg_status cg_add(cg_number a, cg_number b, cg_number *result) {
  uint32_t scale = a.scale > b.scale ? a.scale : b.scale;
  cg_number x = a, y = b;
  if (a.scale != b.scale && (cg_rescale(a, scale, &x) != CG_OK || cg_rescale(b, scale, &y) != CG_OK)) {
    a = cg_normalised(a);
    b = cg_normalised(b);
    scale = a.scale > b.scale ? a.scale : b.scale;
    if (cg_rescale(a, scale, &x) != CG_OK || cg_rescale(b, scale, &y) != CG_OK) return CG_OVERFLOW;
  }
  cg_i128 sum;
  if (__builtin_add_overflow(cg_to_i128(x.value), cg_to_i128(y.value), &sum)) return CG_OVERFLOW;
  if (cg_magnitude(sum) >= cg_power(38)) return CG_OVERFLOW;
  *result = cg_number_of(cg_from_i128(sum), scale);
  return CG_OK;
}

static inline cg_status cg_subtract(cg_number a, cg_number b, cg_number *result) {
  return cg_add(a, cg_negated(b), result);
}

/* The exact product; CG_OVERFLOW where it has more than 38 digits or decimals: then cg_multiply_rounded. */
static inline cg_status cg_multiply(cg_number a, cg_number b, cg_number *result) {
  for (int attempt = 0;; attempt++) {
    cg_i128 x = cg_to_i128(a.value), y = cg_to_i128(b.value), out = 0;
    if (a.scale + b.scale <= CG_MAXIMUM_SCALE) {
      cg_u128 product;
      if (!__builtin_mul_overflow(cg_magnitude(x), cg_magnitude(y), &product) &&
          cg_narrow_round(product, 0, CG_ROUND_DOWN, (x < 0) != (y < 0), &out) == CG_OK) {
        *result = cg_number_of(cg_from_i128(out), a.scale + b.scale);
        return CG_OK;
      }
    }
    if (attempt > 0) return CG_OVERFLOW;
    a = cg_normalised(a); /* zeros at the end may be all that is too long */
    b = cg_normalised(b);
  }
}

/* The product with `scale` decimals. */
static inline cg_status cg_multiply_rounded(cg_number a, cg_number b, uint32_t scale, cg_rounding rounding,
                                            cg_number *result) {
  cg_i128 x = cg_to_i128(a.value), y = cg_to_i128(b.value), out = 0;
  uint32_t places = a.scale + b.scale;
  if (scale > CG_MAXIMUM_SCALE) return CG_OVERFLOW;
  const uint32_t drop = places > scale ? places - scale : 0;
  const int negative = (x < 0) != (y < 0);
  cg_u128 product;
  cg_status status =
      __builtin_mul_overflow(cg_magnitude(x), cg_magnitude(y), &product)
          ? cg_wide_round(cg_wide_product(cg_magnitude(x), cg_magnitude(y)), drop, 0, rounding, negative, &out)
          : cg_narrow_round(product, drop, rounding, negative, &out);
  if (status != CG_OK) return status;
  if (places >= scale) {
    *result = cg_number_of(cg_from_i128(out), scale);
    return CG_OK;
  }
  return cg_round(cg_number_of(cg_from_i128(out), places), scale, rounding, result);
}

/* The quotient with `scale` decimals. */
static inline cg_status cg_divide(cg_number a, cg_number b, uint32_t scale, cg_rounding rounding, cg_number *result) {
  cg_i128 x = cg_to_i128(a.value), y = cg_to_i128(b.value), out = 0;
  if (y == 0) return CG_DIVISION_BY_ZERO;
  if (scale > CG_MAXIMUM_SCALE) return CG_OVERFLOW;
  int negative = (x < 0) != (y < 0);
  cg_u128 divisor = cg_magnitude(y);
  /* x * 10^up / y, then `down` digits dropped. */
  int32_t shift = (int32_t)scale + (int32_t)b.scale - (int32_t)a.scale;
  uint32_t up = shift > 0 ? (uint32_t)shift : 0, down = shift < 0 ? (uint32_t)-shift : 0;
  cg_wide n = cg_wide_product(cg_magnitude(x), cg_power(up > 38 ? 38 : up));
  for (uint32_t left = up > 38 ? up - 38 : 0; left > 0;) {
    uint32_t step = left > 19 ? 19 : left;
    cg_u128 carry = 0;
    for (int i = 0; i < 4; i++) {
      carry += (cg_u128)n.word[i] * cg_small_power(step);
      n.word[i] = (uint64_t)carry;
      carry >>= 64;
    }
    if (carry != 0) return CG_OVERFLOW;
    left -= step;
  }
  cg_u128 rest = 0;
  cg_wide q = {{0, 0, 0, 0}};
  if ((divisor >> 64) == 0) {
    q = n;
    rest = cg_wide_divide(&q, (uint64_t)divisor);
  } else {
    for (int i = 255; i >= 0; i--) { /* divisor is below 2^127, so rest never loses a bit */
      rest = (rest << 1) | (n.word[i >> 6] >> (i & 63) & 1);
      if (rest >= divisor) {
        rest -= divisor;
        q.word[i >> 6] |= 1ull << (i & 63);
      }
    }
  }
  if (down > 0) {
    cg_status status = cg_wide_round(q, down, rest != 0, rounding, negative, &out);
    if (status != CG_OK) return status;
  } else {
    if (q.word[2] != 0 || q.word[3] != 0) return CG_OVERFLOW;
    cg_u128 magnitude = ((cg_u128)q.word[1] << 64) | q.word[0];
    if (rest != 0) {
      cg_u128 opposite = divisor - rest;
      int half = rest > opposite ? 1 : rest < opposite ? -1 : 0;
      if (cg_grows(rounding, half, (int)(magnitude & 1), negative)) magnitude++;
    }
    if (magnitude >= cg_power(38)) return CG_OVERFLOW;
    out = negative ? -(cg_i128)magnitude : (cg_i128)magnitude;
  }
  *result = cg_number_of(cg_from_i128(out), scale);
  return CG_OK;
}

/* Splits an amount by weights into parts of its own scale (cg_rescale it first: a column's scale differs from batch to
 * batch) whose sum is exactly the amount: each is cut toward zero, and
 * what is left goes, one unit each, to the parts that lost most; the earlier ones first where they lost alike.
 * Weights are not negative and not all zero. parts has `count` entries, at most 64. */
static inline cg_status cg_allocate(cg_number amount, const cg_number *weights, uint32_t count, cg_number *parts) {
  if (count == 0 || count > 64) return CG_FAILED;
  uint32_t scale = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (cg_sign(weights[i]) < 0) return CG_FAILED;
    if (weights[i].scale > scale) scale = weights[i].scale;
  }
  cg_u128 total = 0, weight[64], lost[64];
  for (uint32_t i = 0; i < count; i++) {
    cg_number w;
    if (cg_rescale(weights[i], scale, &w) != CG_OK) return CG_OVERFLOW;
    weight[i] = cg_magnitude(cg_to_i128(w.value));
    total += weight[i];
    if (total >= cg_power(38)) return CG_OVERFLOW;
  }
  if (total == 0) return CG_DIVISION_BY_ZERO;
  cg_i128 v = cg_to_i128(amount.value);
  cg_u128 magnitude = cg_magnitude(v), left = magnitude;
  for (uint32_t i = 0; i < count; i++) {
    cg_wide n = cg_wide_product(magnitude, weight[i]);
    cg_u128 rest = 0, quotient = 0;
    for (int bit = 255; bit >= 0; bit--) { /* the quotient is at most the magnitude */
      rest = (rest << 1) | (n.word[bit >> 6] >> (bit & 63) & 1);
      quotient <<= 1;
      if (rest >= total) {
        rest -= total;
        quotient |= 1;
      }
    }
    lost[i] = rest;
    left -= quotient;
    parts[i] = cg_number_of(cg_from_i128((cg_i128)quotient), amount.scale);
  }
  while (left > 0) {
    uint32_t most = 0;
    for (uint32_t i = 1; i < count; i++)
      if (lost[i] > lost[most]) most = i;
    lost[most] = 0;
    parts[most].value = cg_from_i128(cg_to_i128(parts[most].value) + 1);
    left--;
  }
  if (v < 0)
    for (uint32_t i = 0; i < count; i++) parts[i] = cg_negated(parts[i]);
  return CG_OK;
}

/* Reads plain notation: sign, digits, a point. */
static inline cg_status cg_parse(cg_text text, cg_number *result) {
  size_t i = 0;
  int negative = 0, digits = 0, point = 0;
  uint32_t scale = 0;
  cg_u128 value = 0;
  if (i < text.count && (text.data[i] == '-' || text.data[i] == '+')) negative = text.data[i++] == '-';
  for (; i < text.count; i++) {
    char c = text.data[i];
    if (c == '.') {
      if (point || digits == 0) return CG_SYNTAX;
      point = 1;
      continue;
    }
    if (c < '0' || c > '9') return CG_SYNTAX;
    digits++;
    if (point) scale++;
    value = value * 10 + (cg_u128)(c - '0');
    if (value >= cg_power(38) || scale > CG_MAXIMUM_SCALE) return CG_OVERFLOW;
  }
  if (digits == 0 || (point && scale == 0)) return CG_SYNTAX;
  *result = cg_number_of(cg_from_i128(negative ? -(cg_i128)value : (cg_i128)value), scale);
  return CG_OK;
}

/* Writes plain notation with all decimals of the scale into CG_FORMAT_CAPACITY bytes; the number of bytes. */
static inline uint32_t cg_format(cg_number a, char *buffer) {
  cg_i128 v = cg_to_i128(a.value);
  cg_u128 magnitude = cg_magnitude(v);
  char digits[48];
  uint32_t count = 0, length = 0;
  while (magnitude > 0 || count <= a.scale) {
    if ((magnitude >> 64) == 0) {
      uint64_t small = (uint64_t)magnitude;
      do { digits[count++] = (char)('0' + small % 10); small /= 10; } while (small > 0 || count <= a.scale);
      break;
    }
    digits[count++] = (char)('0' + (int)(magnitude % 10));
    magnitude /= 10;
  }
  if (v < 0) buffer[length++] = '-';
  while (count > 0) {
    buffer[length++] = digits[--count];
    if (count == a.scale && count > 0) buffer[length++] = '.';
  }
  return length;
}

/* The number in a cell of a decimal column. */
static inline cg_number cg_number_at(const cg_column *column, uint32_t row) {
  return cg_number_of(cg_decimal_at(column, row), column->scale);
}

/* Writes a number into a decimal column; CG_INEXACT where it has more decimals than the column: round it first. */
static inline cg_status cg_put_number(cg_output_column *column, uint32_t row, cg_number number) {
  if (number.scale == column->scale) {
    cg_put_decimal(column, row, number.value);
    return CG_OK;
  }
  cg_number scaled;
  cg_status status = cg_rescale(number, column->scale, &scaled);
  if (status == CG_OK) cg_put_decimal(column, row, scaled.value);
  return status;
}

#ifdef __cplusplus
}
#endif
#endif
