#include "broken.h"
static cg_status start(const cg_settings *settings, void **state, cg_message *error) {
  (void)state;
  if (cg_setting_named(settings, "minimum") == NULL) return cg_refuse(error, "the setting minimum is missing");
  return CG_OK;
}
static cg_status transform(void *s, const cg_batch *i, cg_output *o) { (void)s; return good(i, o); }
PLUGIN(.start = start)
