/** What any reader of mapped memory needs and that knows no mapping: the fault poll. */
package io.github.mmap4j.internal.mem;
