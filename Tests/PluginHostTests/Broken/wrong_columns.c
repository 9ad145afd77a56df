/* Writes a third column, where there are two. */
#include "broken.h"
static cg_status transform(void *s, const cg_batch *i, cg_output *o) {
  (void)s;
  good(i, o);
  for (uint32_t row = 0; row < i->rows; row++)
    if (is_bad(i, row)) {
      if (o->column_count != 2) return cg_fail(o, "the host says another number of columns");
      cg_put_decimal(cg_output_at(o, 2), row, cg_whole(1).value);
    }
  return CG_OK;
}
PLUGIN(.start = NULL)
