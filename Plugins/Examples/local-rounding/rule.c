/* Rounds to local practice. Built with: cc -O2 -fPIC -shared -I Plugins/ABI rule.c -o rule.so */
#include "creditgraph_decimal.h"

enum { CURRENCY, AMOUNT };

typedef struct {
  const char *currency;
  int64_t step;       /* in units of the last decimal */
  uint32_t decimals;
} practice;

static const practice practices[] = {
    {"CHF", 5, 2}, {"SEK", 100, 2}, {"JPY", 1, 0}, {"KRW", 1, 0}, {"HUF", 5, 0},
};

/* The amount as a multiple of the step, half away from zero. */
static cg_status rounded(cg_number amount, const practice *local, cg_number *result) {
  cg_number step = cg_number_of(cg_whole(local->step).value, local->decimals), count;
  cg_status status = cg_divide(amount, step, 0, CG_ROUND_HALF_UP, &count);
  return status == CG_OK ? cg_multiply(count, step, result) : status;
}

static cg_status transform(void *state, const cg_batch *input, cg_output *output) {
  (void)state;
  const cg_column *currency = cg_column_at(input, CURRENCY), *amount = cg_column_at(input, AMOUNT);
  cg_output_column *price = cg_output_at(output, 0);
  for (uint32_t row = 0; row < input->rows; row++) {
    if (!cg_is_valid(amount, row)) continue;
    practice local = {"", 1, 2};
    cg_text code = cg_text_at(currency, row);
    for (size_t i = 0; i < sizeof practices / sizeof practices[0]; i++)
      if (cg_text_equal(code, cg_text_of(practices[i].currency))) local = practices[i];
    cg_number result = cg_whole(0);
    cg_status status = rounded(cg_number_at(amount, row), &local, &result);
    if (status == CG_OK) status = cg_put_number(price, row, result);
    if (status != CG_OK && cg_reject(output, row, "the amount is too large to be rounded") != CG_OK) return status;
  }
  return CG_OK;
}

static const cg_plugin_info info = {
    .size = sizeof info,
    .abi_major = CG_ABI_MAJOR,
    .abi_minor = CG_ABI_MINOR,
    .name = {"local-rounding", 14},
    .version = {"1.0.0", 5},
    .transform = transform,
};

CG_EXPORT const cg_plugin_info *cg_plugin_info_v1(void) { return &info; }
