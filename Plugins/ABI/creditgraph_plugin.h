/* creditgraph_plugin.h: the plugin ABI of creditgraph, version 1.0. This header is its manual.
 *
 * A plugin is a shared object that exports one function, cg_plugin_info_v1. It is given batches of records as columns and
 * writes its answers as columns, into memory of the host. Column layouts are those of Apache Arrow: a validity bitmap,
 * 32-bit offsets, decimals as 128-bit two's complement with one scale a column.
 *
 * Threads     A plugin runs in a process of its own with one thread. The host calls from that thread only, one call at a
 *             time; a plugin starts no threads (it cannot: the process may not).
 * Memory      OWNED  belongs to the plugin, for the life of the process.
 *             LENT   belongs to the host; valid until the call returns; keep no pointer to it. Input is mapped read-only:
 *                    writing to it ends the process.
 * Growth      Every struct starts with its size and grows only at its end. Arrays of structs say the distance between
 *             their entries, so that both sides may be of different minors; cg_column_at and cg_output_at do that sum.
 *             CG_ABI_MAJOR moves when a plugin that worked would break; CG_ABI_MINOR when something is added.
 * Forbidden   Files, sockets, processes, threads, clocks, random numbers: the process is ended for asking.
 *             The same input must give the same output, whatever came before it.
 */
#ifndef CREDITGRAPH_PLUGIN_H
#define CREDITGRAPH_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CG_ABI_MAJOR 1
#define CG_ABI_MINOR 0

/* Results. Numbers are never reused; a code that a host does not know counts as CG_FAILED. */
typedef int32_t cg_status;
enum {
  CG_OK = 0,
  CG_DECLINED = 1,       /* this plugin does not answer that call */
  CG_FAILED = 2,         /* the whole batch failed; the message says why */
  CG_OVERFLOW = 3,       /* a decimal of more than 38 digits or decimals */
  CG_INEXACT = 4,        /* digits would be lost where no rounding was named */
  CG_DIVISION_BY_ZERO = 5,
  CG_SYNTAX = 6,         /* not a decimal number */
  CG_NO_SPACE = 7,       /* the text column or the list of errors is full */
  CG_WRONG_TYPE = 8,     /* the column is of another type */
  CG_MISSING = 9         /* a setting or a column that is needed is not there */
};

/* UTF-8, not terminated. */
typedef struct cg_text {
  const char *data;
  size_t count;
} cg_text;

/* A whole number of 128 bits, two's complement. In a column it stands for value / 10^scale. */
typedef struct cg_decimal {
  uint64_t lo;
  int64_t hi;
} cg_decimal;

/* What a column holds. Numbers are never reused. */
enum {
  CG_TYPE_TEXT = 1,      /* offsets: rows + 1 int32_t; values: the bytes */
  CG_TYPE_DECIMAL = 2,   /* values: cg_decimal a row */
  CG_TYPE_INTEGER = 3,   /* values: int64_t a row */
  CG_TYPE_DATE = 4,      /* values: int32_t a row, days since 1970-01-01 */
  CG_TYPE_BOOLEAN = 5    /* values: uint8_t a row, 0 or 1 */
};

/* A column of input. LENT, read-only. */
typedef struct cg_column {
  uint32_t size;
  uint32_t type;              /* CG_TYPE_… */
  uint32_t scale;             /* of decimals, 0 to 38; may differ from batch to batch */
  uint32_t reserved;
  cg_text name;               /* as in plugin.json; an argument of a field is "args." and its name */
  const uint8_t *validity;    /* bit row & 7 of byte row >> 3 is 1 where there is a value; NULL: everywhere */
  const int32_t *offsets;     /* text only */
  const void *values;
} cg_column;

/* Records to work on. LENT, read-only. */
typedef struct cg_batch {
  uint32_t size;
  uint32_t rows;
  uint32_t column_count;
  uint32_t column_size;       /* distance between columns; use cg_column_at */
  const cg_column *columns;   /* in the order of the call's "inputs", then its arguments */
  cg_text call;               /* "lines", or "Type.field" of the schema */
  uint32_t call_index;        /* the same as a number: 0 for the first call in plugin.json */
  uint32_t reserved;
} cg_batch;

/* A column to fill. LENT, writable until the call returns. All rows are null at first. */
typedef struct cg_output_column {
  uint32_t size;
  uint32_t type;
  uint32_t scale;             /* of decimals: every value must be given in this scale */
  uint32_t text_rows;         /* text only: rows whose end is in offsets; cg_put_text keeps it */
  cg_text name;
  uint8_t *validity;
  int32_t *offsets;           /* text only: offsets[0] is 0 */
  void *values;
  uint64_t capacity;          /* text only: bytes that fit into values */
} cg_output_column;

/* A record that could not be worked on. What happens then is the "failure" policy of plugin.json. */
typedef struct cg_row_error {
  uint32_t row;
  uint32_t message_count;     /* bytes of message, at most 120 */
  char message[120];          /* UTF-8, for the person who wrote or runs the plugin */
} cg_row_error;

/* Where the answers go. LENT. */
typedef struct cg_output {
  uint32_t size;
  uint32_t rows;
  uint32_t column_count;
  uint32_t column_size;       /* distance between columns; use cg_output_at */
  cg_output_column *columns;  /* in the order of the call's "outputs" */
  cg_row_error *errors;
  uint32_t error_capacity;
  uint32_t error_count;       /* written by the plugin */
  char *message;              /* why the whole batch failed: message_capacity bytes, written with CG_FAILED */
  uint32_t message_capacity;
  uint32_t message_count;     /* written by the plugin */
} cg_output;

/* A value of "settings" in plugin.json. Its name is a JSON pointer without the first slash: "tiers/gold", "steps/0". */
typedef struct cg_setting {
  uint32_t size;
  uint32_t kind;              /* CG_SETTING_… */
  cg_text name;
  cg_text value;              /* text as it is; numbers as written; "true", "false"; empty for the others */
} cg_setting;

enum {
  CG_SETTING_TEXT = 1,
  CG_SETTING_NUMBER = 2,
  CG_SETTING_BOOLEAN = 3,
  CG_SETTING_NULL = 4,
  CG_SETTING_OBJECT = 5,      /* its members follow */
  CG_SETTING_ARRAY = 6        /* its items follow */
};

/* LENT: copy what you keep. */
typedef struct cg_settings {
  uint32_t size;
  uint32_t count;
  uint32_t setting_size;      /* distance between settings; use cg_setting_at */
  uint32_t reserved;
  const cg_setting *settings;
} cg_settings;

/* A place for one message. LENT. */
typedef struct cg_message {
  uint32_t size;
  uint32_t capacity;
  uint32_t count;             /* written by the plugin */
  uint32_t reserved;
  char *data;
} cg_message;

/* What a plugin is. OWNED. */
typedef struct cg_plugin_info {
  uint32_t size;              /* sizeof(cg_plugin_info) when the plugin was compiled; read first */
  uint16_t abi_major, abi_minor;
  cg_text name, version;      /* as in plugin.json */
  /* Since 1.0. Called once before all else. *state is handed back on every call. Not CG_OK: the plugin is not used, and
   * the message says why. NULL: there is no state. */
  cg_status (*start)(const cg_settings *settings, void **state, cg_message *error);
  /* Since 1.0. Rows in, the same rows out. Not NULL. */
  cg_status (*transform)(void *state, const cg_batch *input, cg_output *output);
  /* Since 1.0. Called once, last; not after a crash. NULL: nothing to free. */
  void (*stop)(void *state);
} cg_plugin_info;

/* The one symbol that is looked up. */
const cg_plugin_info *cg_plugin_info_v1(void);

#if defined(__GNUC__)
#define CG_EXPORT __attribute__((visibility("default")))
#else
#define CG_EXPORT
#endif

/* --- Reading and writing cells. Each is the obvious few lines, so that nobody writes them wrong. --- */

static inline const cg_column *cg_column_at(const cg_batch *batch, uint32_t index) {
  return (const cg_column *)(const void *)((const char *)batch->columns + (size_t)index * batch->column_size);
}

static inline cg_output_column *cg_output_at(cg_output *output, uint32_t index) {
  return (cg_output_column *)(void *)((char *)output->columns + (size_t)index * output->column_size);
}

static inline const cg_setting *cg_setting_at(const cg_settings *settings, uint32_t index) {
  return (const cg_setting *)(const void *)((const char *)settings->settings + (size_t)index * settings->setting_size);
}

/* Text of a C string. */
static inline cg_text cg_text_of(const char *text) {
  cg_text result = {text, 0};
  while (text[result.count] != 0) result.count++;
  return result;
}

static inline int cg_text_equal(cg_text a, cg_text b) {
  if (a.count != b.count) return 0;
#if defined(__GNUC__)
  if (a.count > 0) return __builtin_memcmp(a.data, b.data, a.count) == 0;
#endif
  for (size_t i = 0; i < a.count; i++)
    if (a.data[i] != b.data[i]) return 0;
  return 1;
}

/* The setting of that name, or NULL. LENT. */
static inline const cg_setting *cg_setting_named(const cg_settings *settings, const char *name) {
  cg_text wanted = cg_text_of(name);
  for (uint32_t i = 0; i < settings->count; i++) {
    const cg_setting *setting = cg_setting_at(settings, i);
    if (cg_text_equal(setting->name, wanted)) return setting;
  }
  return NULL;
}

static inline int cg_is_valid(const cg_column *column, uint32_t row) {
  return column->validity == NULL || (column->validity[row >> 3] >> (row & 7) & 1);
}

/* The text of a cell; empty where it is null. LENT. */
static inline cg_text cg_text_at(const cg_column *column, uint32_t row) {
  cg_text result = {(const char *)column->values + column->offsets[row],
                    (size_t)(column->offsets[row + 1] - column->offsets[row])};
  return result;
}

static inline cg_decimal cg_decimal_at(const cg_column *column, uint32_t row) {
  return ((const cg_decimal *)column->values)[row];
}

static inline int64_t cg_integer_at(const cg_column *column, uint32_t row) {
  return ((const int64_t *)column->values)[row];
}

static inline int32_t cg_date_at(const cg_column *column, uint32_t row) {
  return ((const int32_t *)column->values)[row];
}

static inline int cg_boolean_at(const cg_column *column, uint32_t row) {
  return ((const uint8_t *)column->values)[row] != 0;
}

static inline void cg_put_valid(cg_output_column *column, uint32_t row) {
  column->validity[row >> 3] |= (uint8_t)(1u << (row & 7));
}

/* value is in the column's scale. */
static inline void cg_put_decimal(cg_output_column *column, uint32_t row, cg_decimal value) {
  cg_decimal *cell = (cg_decimal *)column->values + row;
  cell->lo = value.lo; /* word by word: what was just computed in words would have to wait for a wider move */
  cell->hi = value.hi;
  cg_put_valid(column, row);
}

static inline void cg_put_integer(cg_output_column *column, uint32_t row, int64_t value) {
  ((int64_t *)column->values)[row] = value;
  cg_put_valid(column, row);
}

static inline void cg_put_date(cg_output_column *column, uint32_t row, int32_t days) {
  ((int32_t *)column->values)[row] = days;
  cg_put_valid(column, row);
}

static inline void cg_put_boolean(cg_output_column *column, uint32_t row, int value) {
  ((uint8_t *)column->values)[row] = value != 0;
  cg_put_valid(column, row);
}

/* Rows are written in rising order; those left out are null. CG_NO_SPACE where the column is full. */
static inline cg_status cg_put_text(cg_output_column *column, uint32_t row, cg_text text) {
  int32_t end = column->offsets[column->text_rows];
  if (row < column->text_rows) return CG_FAILED;
  if (text.count > column->capacity - (uint64_t)end) return CG_NO_SPACE;
  while (column->text_rows < row) column->offsets[++column->text_rows] = end;
  for (size_t i = 0; i < text.count; i++) ((char *)column->values)[(size_t)end + i] = text.data[i];
  column->offsets[++column->text_rows] = end + (int32_t)text.count;
  cg_put_valid(column, row);
  return CG_OK;
}

/* Says that a row could not be worked on, and why. CG_NO_SPACE where the list is full: then fail the batch. */
static inline cg_status cg_reject(cg_output *output, uint32_t row, const char *message) {
  if (output->error_count >= output->error_capacity) return CG_NO_SPACE;
  cg_row_error *error = &output->errors[output->error_count++];
  error->row = row;
  error->message_count = 0;
  while (error->message_count < sizeof error->message && message[error->message_count] != 0) {
    error->message[error->message_count] = message[error->message_count];
    error->message_count++;
  }
  return CG_OK;
}

/* Says why the whole batch failed; return the result of it. */
static inline cg_status cg_fail(cg_output *output, const char *message) {
  output->message_count = 0;
  while (output->message_count < output->message_capacity && message[output->message_count] != 0) {
    output->message[output->message_count] = message[output->message_count];
    output->message_count++;
  }
  return CG_FAILED;
}

/* Says why the plugin cannot start; return the result of it. */
static inline cg_status cg_refuse(cg_message *error, const char *message) {
  error->count = 0;
  while (error->count < error->capacity && message[error->count] != 0) {
    error->data[error->count] = message[error->count];
    error->count++;
  }
  return CG_FAILED;
}

#ifdef __cplusplus
}
#endif
#endif
