#ifndef CREDITGRAPH_FREE_MEMORY_H
#define CREDITGRAPH_FREE_MEMORY_H
/* Gives memory that was freed back to the system; Swift's Glibc module does not have the function. */
#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
static inline void free_memory_to_system(void) { malloc_trim(0); }
#else
static inline void free_memory_to_system(void) {}
#endif
#endif
