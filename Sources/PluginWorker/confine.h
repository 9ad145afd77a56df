#ifndef CONFINE_H
#define CONFINE_H

#include <stdint.h>

#include "plugin_wire.h"

/* Gives up what a plugin must not have, for good. Each step that this system refuses is left out of reply->confinement. */

/* Dies with its parent; another user where it is root; no new privileges; limits. */
void confine_process(wire_reply *reply, uint32_t memory_mebibytes);
/* System calls for loading one shared object: the one open that the loader makes is given `code`, any other is refused. */
void confine_for_loading(wire_reply *reply, int code);
/* System calls for computing only. */
void confine_for_running(wire_reply *reply);

#endif
