/**
 * Records what is done to mappings, for diagnosis: Flight Recorder events, where the module {@code
 * jdk.jfr} is present, and the stack traces of their makers. Takes plain values, so that it knows
 * no mapping.
 */
package io.github.mmap4j.internal.trace;
