/* A plugin that is right but for what BROKEN does; each file of this folder breaks one thing. */
#include "creditgraph_decimal.h"

static int is_bad(const cg_batch *input, uint32_t row) {
  return cg_text_equal(cg_text_at(cg_column_at(input, 1), row), cg_text_of("bad"));
}

/* price = 1.1 x amount, label = ok: what the case expects. */
static cg_status good(const cg_batch *input, cg_output *output) {
  for (uint32_t row = 0; row < input->rows; row++) {
    cg_number price;
    if (cg_multiply_rounded(cg_number_at(cg_column_at(input, 0), row), cg_number_of(cg_whole(11).value, 1), 2,
                            CG_ROUND_HALF_EVEN, &price) != CG_OK)
      return CG_FAILED;
    cg_put_number(cg_output_at(output, 0), row, price);
    cg_put_text(cg_output_at(output, 1), row, cg_text_of("ok"));
  }
  return CG_OK;
}

#define PLUGIN(...)                                                                                    \
  static const cg_plugin_info info = {.size = sizeof info, .abi_major = CG_ABI_MAJOR,                  \
                                      .abi_minor = CG_ABI_MINOR, .name = {"broken", 6},                \
                                      .version = {"1.0.0", 5}, .transform = transform, __VA_ARGS__};   \
  CG_EXPORT const cg_plugin_info *cg_plugin_info_v1(void) { return &info; }
