#ifndef CREDITGRAPH_FREE_MEMORY_H
#define CREDITGRAPH_FREE_MEMORY_H
/* What glibc does with memory that was freed; Swift's Glibc module does not have the functions. */
#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
/* Gives memory that was freed back to the system. */
static inline void free_memory_to_system(void) { malloc_trim(0); }
/* Large memory goes back to the system as soon as it is freed. Left alone, glibc would keep more and more of it in the
   heaps of its threads, where the peaks of all threads and phases add up. */
static inline void keep_no_large_memory(void) { mallopt(M_MMAP_THRESHOLD, 256 << 10); }
#else
static inline void free_memory_to_system(void) {}
static inline void keep_no_large_memory(void) {}
#endif
#endif
