#ifndef CREDITGRAPH_BYTE_MATCH_H
#define CREDITGRAPH_BYTE_MATCH_H
/* Compares the texts of many records with texts that are known, all look-ups of memory under way at the same time. */
#include <stddef.h>
#include <stdint.h>

/* Texts of records, which lie in `bytes`: record i's is bytes[begins[i * begin_step] + begin_add ..< ends[i * end_step]].
   What each may equal: the known text guesses[slots[i] * guess_step]. Known text n is
   arena[offsets[n] ..< offsets[n + 1]]; there are `known` of them. */
typedef struct {
  const uint8_t *bytes;
  const uint32_t *begins;
  size_t begin_step;
  uint32_t begin_add;
  const uint32_t *ends;
  size_t end_step;
  const uint32_t *slots;
  const uint16_t *guesses;
  size_t guess_step;
  const uint8_t *arena;
  const uint32_t *offsets;
  uint32_t known;
} byte_match_texts;

/* Writes each record's guess to `ids`, and to `missed` the records whose text is another one; gives how many these are.
   Eight bytes behind every text must be readable. */
size_t byte_match(const byte_match_texts *texts, size_t count, uint16_t *ids, uint16_t *missed);

#endif
