#ifndef CREDITGRAPH_BYTE_SCAN_H
#define CREDITGRAPH_BYTE_SCAN_H
/* Where fields and records of CSV end, 64 bytes at a time. The processor's widest instructions are used where it has
   them; the plain form does everywhere the same. */
#include <stddef.h>
#include <stdint.h>
#include "byte_match.h"
#include "free_memory.h"

/* The ends of whole records in some bytes, for whoever cuts a file into blocks. Starts at zero; goes on from call to call. */
typedef struct {
  uint64_t quoted;         /* all ones while a quoted field is open */
  uint64_t newlines;       /* seen so far, those within quotes too */
  size_t cut;              /* behind the last newline outside quotes; 0 where there was none */
  uint64_t newlines_at_cut;
} byte_scan_cut;

/* Looks at bytes[from..<to]; 64 bytes behind `to` must be readable. `cut` counts from `bytes`. */
void byte_scan_find_cut(const uint8_t *bytes, size_t from, size_t to, byte_scan_cut *state);

/* The ends of fields. Starts at zero with each block. */
typedef struct {
  uint64_t quoted;         /* all ones while a quoted field is open */
  uint64_t inner_newlines; /* within quotes, seen so far */
  size_t count;            /* of places */
  size_t records;          /* of record_ends */
} byte_scan_fields;

/* Writes where commas and newlines outside quotes are to `places`, counted from `bytes`, and for each such newline how
   many places there are with it to `record_ends`. Stops early where fewer than 64 places or record ends are free; gives
   where it stopped, a multiple of 64 behind `from`, or `to`. 64 bytes behind `to` must be readable. */
size_t byte_scan_find_fields(const uint8_t *bytes, size_t from, size_t to, byte_scan_fields *state, uint32_t *places,
                             size_t place_capacity, uint32_t *record_ends, size_t record_capacity);

/* For tests: 0 the plain form, 1 AVX2, 2 AVX-512, as far as the processor has it; gives what is used from now on. */
int byte_scan_use(int level);
/* What is used: 0 the plain form, 1 AVX2, 2 AVX-512. */
int byte_scan_level(void);
#endif
