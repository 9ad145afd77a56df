#include "broken.h"
static cg_status transform(void *s, const cg_batch *i, cg_output *o) {
  (void)s;
  for (uint32_t row = 0; row < i->rows; row++)
    while (is_bad(i, row)) __asm__ volatile("");
  return good(i, o);
}
PLUGIN(.start = NULL)
