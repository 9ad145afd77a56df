/* Says that a text lies where no text can be. */
#include "broken.h"
static cg_status transform(void *s, const cg_batch *i, cg_output *o) {
  (void)s;
  good(i, o);
  for (uint32_t row = 0; row < i->rows; row++)
    if (is_bad(i, row)) {
      cg_output_at(o, 1)->offsets[row] = OFFSET;
      if (row > 0) cg_output_at(o, 1)->offsets[row + 1] = OFFSET + 3;
    }
  return CG_OK;
}
PLUGIN(.start = NULL)
