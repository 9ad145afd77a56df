/* The loop, compiled once for each set of instructions: the file that includes this defines MATCH(name), MATCH_TARGET
   and MATCH_EQUAL. */

MATCH_TARGET
static size_t MATCH(match)(const byte_match_texts *texts, size_t count, uint16_t *ids, uint16_t *missed) {
  /* Records by which the look-ups run ahead of the comparisons. */
  enum { ahead = 12 };
  const byte_match_texts t = *texts;
  if (t.known == 0) {
    for (size_t i = 0; i < count; i++) missed[i] = (uint16_t)i;
    return count;
  }
  for (size_t i = 0; i < count; i++) {
    uint16_t guess = t.guesses[t.slots[i] * t.guess_step];
    ids[i] = guess;
    if (guess < t.known) __builtin_prefetch(t.offsets + guess);
  }
  size_t misses = 0;
  for (size_t i = 0; i < count + ahead; i++) {
    if (i < count && ids[i] < t.known) {
      const uint8_t *text = t.arena + t.offsets[ids[i]];
      const uint8_t *end = t.arena + t.offsets[ids[i] + 1];
      __builtin_prefetch(text);
      if (end - text > 64) __builtin_prefetch(text + 64);
      if (end - text > 128) __builtin_prefetch(text + 128);
    }
    if (i < ahead) continue;
    size_t row = i - ahead;
    uint32_t guess = ids[row];
    uint32_t begin = t.begins[row * t.begin_step] + t.begin_add;
    size_t size = t.ends[row * t.end_step] - begin;
    if (guess < t.known && t.offsets[guess + 1] - t.offsets[guess] == size &&
        MATCH_EQUAL(t.bytes + begin, t.arena + t.offsets[guess], size))
      continue;
    missed[misses++] = (uint16_t)row;
  }
  return misses;
}
#undef MATCH
#undef MATCH_TARGET
#undef MATCH_EQUAL
