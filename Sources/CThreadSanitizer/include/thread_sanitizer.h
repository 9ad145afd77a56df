#ifndef CREDITGRAPH_THREAD_SANITIZER_H
#define CREDITGRAPH_THREAD_SANITIZER_H
/* Tells the thread sanitizer of locks that it cannot see by itself: what happened before a release at an address
   happened before a later acquire there. Empty functions in builds without the sanitizer. */
void thread_sanitizer_acquire(const void *address);
void thread_sanitizer_release(const void *address);
#endif
