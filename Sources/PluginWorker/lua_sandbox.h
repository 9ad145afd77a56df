#ifndef LUA_SANDBOX_H
#define LUA_SANDBOX_H

#include <lua.h>

/* Opens what a rule may use: the safe part of the base library, string without patterns, table, math without randomness.
 * Iteration is in the order of keys and no address can be seen, so that a rule gives the same answer in every process. */
void lua_sandbox_open(lua_State *state);

#endif
