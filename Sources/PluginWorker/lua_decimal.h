#ifndef LUA_DECIMAL_H
#define LUA_DECIMAL_H

#include <lauxlib.h>
#include <lua.h>

#include "creditgraph_decimal.h"

/* Registers the type "decimal", and the function dec. */
void lua_decimal_open(lua_State *state);
void lua_decimal_push(lua_State *state, cg_number number);
/* The decimal, whole number or text of digits at that index; an error for a float and anything else. */
cg_number lua_decimal_at(lua_State *state, int index);
/* NULL where it is no decimal. */
const cg_number *lua_decimal_test(lua_State *state, int index);
/* Raises the error that a result of the decimal library stands for; returns where it is CG_OK. */
void lua_decimal_check(lua_State *state, cg_status status);

#endif
