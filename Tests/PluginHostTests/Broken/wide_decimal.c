/* A value of 39 digits, which no decimal has. */
#include "broken.h"
static cg_status transform(void *s, const cg_batch *i, cg_output *o) {
  (void)s;
  good(i, o);
  for (uint32_t row = 0; row < i->rows; row++)
    if (is_bad(i, row)) cg_put_decimal(cg_output_at(o, 0), row, (cg_decimal){0, INT64_MAX});
  return CG_OK;
}
PLUGIN(.start = NULL)
