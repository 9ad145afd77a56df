/* What the server and a plugin's worker process say to each other. Private to this package: both sides are always built
 * together. A plugin never sees it; its contract is Plugins/ABI/creditgraph_plugin.h.
 *
 * Two shared regions. The input region is written by the server and mapped read-only in the worker; the output region is
 * written by the worker, and the server copies before it checks and believes nothing. All places are byte offsets in their
 * region. A byte over a socket says that a request is ready, another that its reply is.
 *
 *   input   wire_request, then the texts, settings and columns that it names
 *   output  wire_reply, then the output columns and row errors
 */
#ifndef PLUGIN_WIRE_H
#define PLUGIN_WIRE_H

#include <stdint.h>

#define WIRE_VERSION 1u
#define WIRE_INPUT_BYTES (8u << 20)
#define WIRE_OUTPUT_BYTES (8u << 20)
#define WIRE_COLUMNS 64u

enum { WIRE_START = 1, WIRE_BATCH = 2, WIRE_STOP = 3 };
enum { WIRE_NATIVE = 1, WIRE_LUA = 2 };

/* Replies; below 100 they are a plugin's own cg_status. */
enum {
  WIRE_OK = 0,
  WIRE_LOAD_FAILED = 100,
  WIRE_NO_ENTRY = 101,
  WIRE_WRONG_ABI = 102,
  WIRE_NULL_NAME = 103,
  WIRE_WRONG_NAME = 104,
  WIRE_NO_TRANSFORM = 105,
  WIRE_START_FAILED = 106,
  WIRE_SCRIPT_ERROR = 107,
  WIRE_SYSCALL = 108,
  WIRE_BAD_REQUEST = 109,
  WIRE_OUT_OF_MEMORY = 110,
  WIRE_CONFINEMENT = 111
};

/* What of the confinement holds: bits of wire_reply.confinement. */
enum { WIRE_UNPRIVILEGED = 1, WIRE_NO_NEW_PRIVILEGES = 2, WIRE_LIMITS = 4, WIRE_SECCOMP = 8, WIRE_NO_CLOCK = 16 };

typedef struct { uint32_t offset, count; } wire_text;

typedef struct {
  uint32_t type, scale;
  wire_text name;
  uint32_t validity; /* 0: no nulls */
  uint32_t offsets;
  uint32_t values;
  uint32_t capacity; /* bytes for the text of an output column */
} wire_column;

typedef struct {
  uint32_t kind;
  wire_text name, value;
} wire_setting;

typedef struct {
  uint32_t version, command;
  /* WIRE_START */
  uint32_t runtime, memory_mebibytes;
  uint64_t instructions; /* of Lua, a record */
  uint32_t settings, setting_count;
  wire_text plugin_name, plugin_version, file;
  /* WIRE_BATCH */
  uint32_t rows, call_index;
  wire_text call;
  uint32_t input_count, output_count;
  uint32_t errors, error_capacity; /* in the output region */
  wire_column inputs[WIRE_COLUMNS], outputs[WIRE_COLUMNS];
} wire_request;

typedef struct {
  int32_t status;
  uint32_t confinement;
  uint32_t abi_major, abi_minor;
  uint32_t system_call; /* with WIRE_SYSCALL */
  uint32_t error_count;
  uint32_t message_count;
  char message[1024];
  uint32_t text_rows[WIRE_COLUMNS];
} wire_reply;

/* For the server's side, which is not in C. */
#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif
static inline wire_request *wire_request_in(uint8_t *input) { return (wire_request *)(void *)input; }
static inline wire_reply *wire_reply_in(uint8_t *output) { return (wire_reply *)(void *)output; }
static inline wire_column *wire_input_column(uint8_t *input, uint32_t index) {
  return &wire_request_in(input)->inputs[index];
}
static inline wire_column *wire_output_column(uint8_t *input, uint32_t index) {
  return &wire_request_in(input)->outputs[index];
}
static inline const char *wire_message(uint8_t *output) { return wire_reply_in(output)->message; }
static inline uint32_t wire_text_rows(uint8_t *output, uint32_t index) {
  return wire_reply_in(output)->text_rows[index];
}
#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
