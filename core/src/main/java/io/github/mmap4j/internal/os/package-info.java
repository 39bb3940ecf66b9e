/** The system calls, one page per system: no state, no policy, the result or the negative errno. */
package io.github.mmap4j.internal.os;
