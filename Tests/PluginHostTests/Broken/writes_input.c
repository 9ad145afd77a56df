#include "broken.h"
static cg_status transform(void *s, const cg_batch *i, cg_output *o) {
  (void)s;
  for (uint32_t row = 0; row < i->rows; row++)
    if (is_bad(i, row)) ((cg_decimal *)(void *)(uintptr_t)cg_column_at(i, 0)->values)[row].lo = 0;
  return good(i, o);
}
PLUGIN(.start = NULL)
