/* The two loops, compiled once for each set of instructions: the file that includes this defines SCAN(name),
   SCAN_TARGET, SCAN_EQUAL, SCAN_INSIDE and SCAN_PLACES. */

SCAN_TARGET
static void SCAN(find_cut)(const uint8_t *bytes, size_t from, size_t to, byte_scan_cut *state) {
  uint64_t quoted = state->quoted, newlines = state->newlines, at_cut = state->newlines_at_cut;
  size_t cut = state->cut;
  for (size_t at = from; at < to; at += 64) {
    uint64_t valid = to - at >= 64 ? ~0ull : (1ull << (to - at)) - 1;
    uint64_t quotes = SCAN_EQUAL(bytes + at, '"') & valid;
    uint64_t breaks = SCAN_EQUAL(bytes + at, '\n') & valid;
    uint64_t inside = SCAN_INSIDE(quotes) ^ quoted;
    quoted = (uint64_t)((int64_t)inside >> 63);
    uint64_t ends = breaks & ~inside;
    if (ends) {
      int last = 63 - __builtin_clzll(ends);
      cut = at + (size_t)last + 1;
      at_cut = newlines + (uint64_t)__builtin_popcountll(breaks << (63 - last));
    }
    newlines += (uint64_t)__builtin_popcountll(breaks);
  }
  state->quoted = quoted;
  state->newlines = newlines;
  state->cut = cut;
  state->newlines_at_cut = at_cut;
}

SCAN_TARGET
static size_t SCAN(find_fields)(const uint8_t *bytes, size_t from, size_t to, byte_scan_fields *state, uint32_t *places,
                                size_t place_capacity, uint32_t *record_ends, size_t record_capacity) {
  uint64_t quoted = state->quoted, inner = state->inner_newlines;
  size_t count = state->count, records = state->records, at = from;
  for (; at < to && place_capacity - count >= 64 && record_capacity - records >= 64; at += 64) {
    uint64_t valid = to - at >= 64 ? ~0ull : (1ull << (to - at)) - 1;
    uint64_t quotes = SCAN_EQUAL(bytes + at, '"') & valid;
    uint64_t commas = SCAN_EQUAL(bytes + at, ',') & valid;
    uint64_t breaks = SCAN_EQUAL(bytes + at, '\n') & valid;
    uint64_t inside = SCAN_INSIDE(quotes) ^ quoted;
    quoted = (uint64_t)((int64_t)inside >> 63);
    uint64_t marks = (commas | breaks) & ~inside;
    uint64_t ends = breaks & ~inside;
    while (ends) {
      uint64_t before = (ends & (0 - ends)) - 1;
      record_ends[records++] = (uint32_t)(count + (size_t)__builtin_popcountll(marks & before) + 1);
      ends &= ends - 1;
    }
    inner += (uint64_t)__builtin_popcountll(breaks & inside);
    SCAN_PLACES(places + count, (uint32_t)at, marks);
    count += (size_t)__builtin_popcountll(marks);
  }
  state->quoted = quoted;
  state->inner_newlines = inner;
  state->count = count;
  state->records = records;
  return at < to ? at : to;
}
#undef SCAN
#undef SCAN_TARGET
#undef SCAN_EQUAL
#undef SCAN_INSIDE
#undef SCAN_PLACES
