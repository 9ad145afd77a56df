#ifndef CREDITGRAPH_ALLOCATION_COUNTER_H
#define CREDITGRAPH_ALLOCATION_COUNTER_H
/* How often the calling thread has asked for memory; -1 where nothing counts (under a sanitizer, or without glibc).
   A program that links this has its malloc, calloc, realloc and aligned forms counted. */
long allocation_count(void);
#endif
