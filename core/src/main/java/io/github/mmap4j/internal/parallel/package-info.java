/** Runs the parts of a task on several threads and returns their results in order. */
package io.github.mmap4j.internal.parallel;
