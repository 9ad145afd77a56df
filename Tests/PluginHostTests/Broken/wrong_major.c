#include "broken.h"
static cg_status transform(void *s, const cg_batch *i, cg_output *o) { (void)s; return good(i, o); }
PLUGIN(.abi_major = 2)
