/* WHERE: 1 in a constructor, 2 in start, 3 in a batch, 4 in stop. */
#include "broken.h"
static void crash(void) { *(volatile int *)8 = 1; }
__attribute__((constructor)) static void first(void) { if (WHERE == 1) crash(); }
static cg_status start(const cg_settings *settings, void **state, cg_message *error) {
  (void)settings; (void)state; (void)error;
  if (WHERE == 2) crash();
  return CG_OK;
}
static cg_status transform(void *s, const cg_batch *i, cg_output *o) {
  (void)s;
  for (uint32_t row = 0; row < i->rows; row++)
    if (WHERE == 3 && is_bad(i, row)) crash();
  return good(i, o);
}
static void stop(void *state) { (void)state; if (WHERE == 4) crash(); }
PLUGIN(.start = start, .stop = stop)
