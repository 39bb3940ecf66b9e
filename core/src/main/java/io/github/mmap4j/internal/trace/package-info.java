/**
 * Records operations on mappings, for diagnosis: as Flight Recorder events, if the module {@code
 * jdk.jfr} is present, and as stack traces of their creation. It takes plain values, so it does not
 * depend on mappings.
 */
package io.github.mmap4j.internal.trace;
