/* Says that it wrote more rows than there are, and more errors than there is room for. */
#include "broken.h"
static cg_status transform(void *s, const cg_batch *i, cg_output *o) {
  (void)s;
  good(i, o);
  for (uint32_t row = 0; row < i->rows; row++)
    if (is_bad(i, row)) {
      if (ERRORS) o->error_count = 1000000000;
      else cg_output_at(o, 1)->text_rows = 1000000000;
    }
  return CG_OK;
}
PLUGIN(.start = NULL)
