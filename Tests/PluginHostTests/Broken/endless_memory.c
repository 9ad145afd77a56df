#include "broken.h"
#include <stdlib.h>
static cg_status transform(void *s, const cg_batch *i, cg_output *o) {
  (void)s;
  for (uint32_t row = 0; row < i->rows; row++)
    while (is_bad(i, row)) {
      char *block = malloc(1 << 20);
      if (block == NULL) return cg_fail(o, "no memory is left");
      for (int place = 0; place < 1 << 20; place += 4096) ((volatile char *)block)[place] = 1;
    }
  return good(i, o);
}
PLUGIN(.start = NULL)
