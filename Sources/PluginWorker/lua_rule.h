#ifndef LUA_RULE_H
#define LUA_RULE_H

#include <stddef.h>
#include <stdint.h>

#include "plugin_wire.h"

/* A rule in Lua 5.4, fed with the batches of the plugin ABI. The language without clock, randomness, I/O, coroutines,
 * pcall, pattern search and floats as money; with exact decimals, limits on memory and on instructions. */
typedef struct lua_rule lua_rule;

/* Loads the text and runs its top level. NULL: the reply says why, with the line. */
lua_rule *lua_rule_new(const char *text, size_t count, const uint8_t *input, wire_reply *reply);
/* Runs the WIRE_BATCH request in `input`. */
void lua_rule_batch(lua_rule *rule, const uint8_t *input, uint8_t *output);

#endif
