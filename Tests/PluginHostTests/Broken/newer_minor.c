/* Built with a later header: a longer block, a higher minor. It must load. */
#include "broken.h"
static cg_status transform(void *s, const cg_batch *i, cg_output *o) { (void)s; return good(i, o); }
static const struct { cg_plugin_info info; void *later[4]; } block = {
    {.size = sizeof block, .abi_major = CG_ABI_MAJOR, .abi_minor = CG_ABI_MINOR + 7, .name = {"broken", 6},
     .version = {"1.0.0", 5}, .transform = transform}, {0}};
CG_EXPORT const cg_plugin_info *cg_plugin_info_v1(void) { return &block.info; }
