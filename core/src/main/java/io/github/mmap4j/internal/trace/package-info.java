/**
 * Records operations on mappings for diagnosis, as Flight Recorder events if the module {@code
 * jdk.jfr} is present. The package also records the stack traces of calls that create mappings. The
 * package accepts only plain values, so it does not depend on mappings.
 */
package io.github.mmap4j.internal.trace;
